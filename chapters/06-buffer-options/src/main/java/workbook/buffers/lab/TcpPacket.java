package workbook.buffers.lab;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// An IPv4 packet with a TCP segment, as the kernel hands it to `lo`: with as many bytes as it likes, since a network
/// card would cut them into pieces, and with a checksum that the card would complete.
record TcpPacket(byte[] bytes) {
    private static final int TCP = 6;
    private static final int SHORTEST_IP = 20;
    private static final int SHORTEST_TCP = 20;

    private static final int LENGTH_AT = 2;
    private static final int PROTOCOL_AT = 9;
    private static final int IP_CHECKSUM_AT = 10;
    private static final int SOURCE_AT = 12;
    private static final int DESTINATION_AT = 16;
    /// From the TCP header on.
    private static final int SEQUENCE_AT = 4;
    private static final int OFFSET_AT = 12;
    private static final int FLAGS_AT = 13;
    private static final int TCP_CHECKSUM_AT = 16;

    private static final int FIN = 1;
    private static final int PSH = 8;

    /// Whether it is one, as far as its length and two of its bytes tell.
    static boolean is(byte[] bytes) {
        return bytes.length >= SHORTEST_IP + SHORTEST_TCP && bytes[0] >> 4 == 4 && bytes[PROTOCOL_AT] == TCP;
    }

    int sourcePort() {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(ipBytes()));
    }

    int destinationPort() {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(ipBytes() + 2));
    }

    /// The same packet from where it was going to, to where it came from, its ports as they were.
    ///
    /// No checksum changes: a sum does not ask for the order.
    TcpPacket turnedRound() {
        var turned = bytes.clone();
        System.arraycopy(bytes, SOURCE_AT, turned, DESTINATION_AT, 4);
        System.arraycopy(bytes, DESTINATION_AT, turned, SOURCE_AT, 4);
        return new TcpPacket(turned);
    }

    /// What a network card makes of it: segments that fit, with the same bytes in the same order, and their checksums.
    ///
    /// @param mtu the most bytes that one may have
    List<TcpPacket> cut(int mtu) {
        var headers = ipBytes() + tcpBytes();
        var data = bytes.length - headers;
        var most = mtu - headers;
        var pieces = new ArrayList<TcpPacket>();
        var at = 0;
        do {
            var length = Math.min(most, data - at);
            pieces.add(piece(headers, at, length, at + length == data));
            at += length;
        } while (at < data);
        return pieces;
    }

    private TcpPacket piece(int headers, int from, int length, boolean isLast) {
        var piece = new byte[headers + length];
        System.arraycopy(bytes, 0, piece, 0, headers);
        System.arraycopy(bytes, headers + from, piece, headers, length);
        var packet = ByteBuffer.wrap(piece);
        var tcp = ipBytes();
        packet.putShort(LENGTH_AT, (short) piece.length);
        packet.putInt(tcp + SEQUENCE_AT, packet.getInt(tcp + SEQUENCE_AT) + from);
        if (!isLast) {
            packet.put(tcp + FLAGS_AT, (byte) (packet.get(tcp + FLAGS_AT) & ~(FIN | PSH)));
        }
        packet.putShort(IP_CHECKSUM_AT, (short) 0);
        packet.putShort(IP_CHECKSUM_AT, (short) ~folded(sum(packet, 0, tcp)));
        packet.putShort(tcp + TCP_CHECKSUM_AT, (short) 0);
        var pseudoHeader = sum(packet, SOURCE_AT, 8) + TCP + piece.length - tcp;
        packet.putShort(tcp + TCP_CHECKSUM_AT, (short) ~folded(pseudoHeader + sum(packet, tcp, piece.length - tcp)));
        return new TcpPacket(piece);
    }

    private int ipBytes() {
        return (bytes[0] & 0xf) * 4;
    }

    private int tcpBytes() {
        return (bytes[ipBytes() + OFFSET_AT] >> 4 & 0xf) * 4;
    }

    private static long sum(ByteBuffer packet, int from, int length) {
        var sum = 0L;
        for (var i = 0; i + 1 < length; i += 2) {
            sum += Short.toUnsignedInt(packet.getShort(from + i));
        }
        return length % 2 == 0 ? sum : sum + (Byte.toUnsignedInt(packet.get(from + length - 1)) << 8);
    }

    /// In ones' complement 16 bits (RFC 1071).
    private static int folded(long sum) {
        var rest = sum;
        while (rest > 0xffff) {
            rest = (rest & 0xffff) + (rest >>> 16);
        }
        return (int) rest;
    }
}
