package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads what others say to each other.
final class Sniffer {
    static final int ETHERNET_BYTES = 14;
    static final int ETHERTYPE_IPV4 = 0x0800;

    private static final int ETHERTYPE_AT = 12;
    private static final int MORE_AND_OFFSET = 0x20ff;

    private Sniffer() {}

    static List<Sighting> decode(List<SeenFrame> frames) {
        return frames.stream()
                .filter(frame -> !frame.isOutgoing())
                .map(SeenFrame::bytes)
                .filter(Sniffer::isIpv4)
                .map(bytes -> packet(Arrays.copyOfRange(bytes, ETHERNET_BYTES, bytes.length)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean isIpv4(byte[] frame) {
        return frame.length >= ETHERNET_BYTES
                && ByteBuffer.wrap(frame).getShort(ETHERTYPE_AT) == (short) ETHERTYPE_IPV4;
    }

    private static Optional<Sighting> packet(byte[] bytes) {
        try {
            var buffer = ByteBuffer.wrap(bytes);
            var ip = Ipv4Header.parse(buffer);
            if (ip.protocol() != Ipv4Header.TCP || (ip.flagsAndOffset() & MORE_AND_OFFSET) != 0
                    || ip.totalLength() > bytes.length || ip.totalLength() < ip.length()) {
                return Optional.empty();
            }
            var segment = Arrays.copyOfRange(bytes, ip.length(), ip.totalLength());
            var tcp = ByteBuffer.wrap(segment);
            var header = TcpHeader.parse(tcp);
            var data = Arrays.copyOfRange(segment, tcp.position(), segment.length);
            return Optional.of(new Sighting(new Segment(ip.source(), ip.destination(), header, data),
                    sum(ip, header, segment)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Sighting.Sum sum(Ipv4Header ip, TcpHeader header, byte[] segment) {
        var pseudo = Ipv4Header.pseudoHeader(ip.source(), ip.destination(), segment.length);
        if (InternetChecksum.checksum(pseudo, segment) == 0) {
            return Sighting.Sum.RIGHT;
        }
        var unfinished = ~InternetChecksum.checksum(pseudo) & 0xffff;
        return header.checksum() == unfinished ? Sighting.Sum.UNMADE : Sighting.Sum.WRONG;
    }
}
