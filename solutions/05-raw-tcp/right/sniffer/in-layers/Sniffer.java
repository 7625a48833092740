package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/// A method for each layer, each handing on a view of the bytes that it has left over: as sniffers grow.
final class Sniffer {
    static final int ETHERNET_BYTES = 14;
    static final int ETHERTYPE_IPV4 = 0x0800;

    private record Packet(Ipv4Header header, ByteBuffer carried) {}

    private Sniffer() {}

    static List<Sighting> decode(List<SeenFrame> frames) {
        return frames.stream()
                .flatMap(Sniffer::ethernet)
                .flatMap(Sniffer::ip)
                .flatMap(Sniffer::tcp)
                .toList();
    }

    private static Stream<ByteBuffer> ethernet(SeenFrame frame) {
        var bytes = ByteBuffer.wrap(frame.bytes());
        var isForUs = !frame.isOutgoing() && bytes.remaining() > ETHERNET_BYTES
                && bytes.getChar(12) == ETHERTYPE_IPV4;
        return isForUs ? Stream.of(bytes.position(ETHERNET_BYTES).slice()) : Stream.empty();
    }

    private static Stream<Packet> ip(ByteBuffer bytes) {
        var whole = bytes.remaining();
        try {
            var header = Ipv4Header.parse(bytes);
            var isWhole = header.totalLength() >= header.length() && header.totalLength() <= whole;
            var isFirst = (header.flagsAndOffset() & 0x1fff) == 0 && (header.flagsAndOffset() & 0x2000) == 0;
            return isWhole && isFirst && header.protocol() == Ipv4Header.TCP
                    ? Stream.of(new Packet(header, bytes.limit(header.totalLength()).slice()))
                    : Stream.empty();
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private static Stream<Sighting> tcp(Packet packet) {
        var segment = new byte[packet.carried().remaining()];
        packet.carried().get(0, segment);
        try {
            var header = TcpHeader.parse(packet.carried());
            var data = new byte[packet.carried().remaining()];
            packet.carried().get(data);
            var ip = packet.header();
            return Stream.of(new Sighting(new Segment(ip.source(), ip.destination(), header, data), sum(ip, segment)));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private static Sighting.Sum sum(Ipv4Header ip, byte[] segment) {
        var pseudo = Ipv4Header.pseudoHeader(ip.source(), ip.destination(), segment.length);
        if (InternetChecksum.checksum(pseudo, segment) == 0) {
            return Sighting.Sum.RIGHT;
        }
        var written = ByteBuffer.wrap(segment).getChar(16);
        return (written ^ 0xffff) == InternetChecksum.checksum(pseudo) ? Sighting.Sum.UNMADE : Sighting.Sum.WRONG;
    }
}
