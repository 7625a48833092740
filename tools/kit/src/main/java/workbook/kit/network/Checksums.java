package workbook.kit.network;

import java.nio.ByteBuffer;

/// Completes checksums that the kernel left to a network card which `lo` has not: Wireshark would call them wrong.
///
/// Such a field holds the sum of the pseudo-header alone (RFC 9293, 3.1; RFC 768), for the card to go on from. Every
/// other checksum stays as it was sent, right or wrong.
public final class Checksums {
    private static final int ETHERNET_BYTES = 14;
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86DD;
    private static final int IPV6_BYTES = 40;
    private static final int TCP = 6;
    private static final int UDP = 17;

    private Checksums() {}

    /// The same frame, its TCP or UDP checksum completed if that was left to a card.
    public static Frame completed(Frame frame) {
        var bytes = frame.bytes().clone();
        var packet = ByteBuffer.wrap(bytes);
        try {
            switch (Short.toUnsignedInt(packet.getShort(12))) {
                case ETH_P_IP -> {
                    var header = (packet.get(ETHERNET_BYTES) & 0xf) * 4;
                    var length = Short.toUnsignedInt(packet.getShort(ETHERNET_BYTES + 2)) - header;
                    complete(packet, ETHERNET_BYTES + 12, 8, packet.get(ETHERNET_BYTES + 9), ETHERNET_BYTES + header,
                            length);
                }
                case ETH_P_IPV6 -> complete(packet, ETHERNET_BYTES + 8, 32, packet.get(ETHERNET_BYTES + 6),
                        ETHERNET_BYTES + IPV6_BYTES, Short.toUnsignedInt(packet.getShort(ETHERNET_BYTES + 4)));
                default -> {
                }
            }
        } catch (IndexOutOfBoundsException e) {
            return frame;
        }
        return new Frame(frame.time(), bytes);
    }

    private static void complete(ByteBuffer packet, int addresses, int addressBytes, int protocol, int transport,
            int length) {
        if (protocol != TCP && protocol != UDP) {
            return;
        }
        var field = transport + (protocol == TCP ? 16 : 6);
        var pseudo = folded(sum(packet, addresses, addressBytes) + protocol + length);
        if (Short.toUnsignedInt(packet.getShort(field)) != pseudo) {
            return;
        }
        // The field holds what the sum begins with.
        var sum = (short) ~folded(sum(packet, transport, length));
        packet.putShort(field, protocol == UDP && sum == 0 ? (short) 0xffff : sum);
    }

    private static long sum(ByteBuffer packet, int from, int length) {
        var sum = 0L;
        for (var i = 0; i < length; i += 2) {
            var low = i + 1 < length ? packet.get(from + i + 1) & 0xff : 0;
            sum += (packet.get(from + i) & 0xff) << 8 | low;
        }
        return sum;
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
