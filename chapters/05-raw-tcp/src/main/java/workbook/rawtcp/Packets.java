package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// Between IPv4 packets and segments.
final class Packets {
    private Packets() {}

    /// As [Ipv4Header#build] makes it.
    static byte[] of(Segment segment) {
        return Ipv4Header.build(segment.source(), segment.destination(), segment.header(), segment.data());
    }

    /// The segment in a packet; empty if there is none, if it is a part of one, or if a checksum is wrong.
    ///
    /// @param isChecked whether TCP's checksum has been made, and can be judged
    static Optional<Segment> segment(byte[] packet, boolean isChecked) {
        try {
            var buffer = ByteBuffer.wrap(packet);
            var ip = Ipv4Header.parse(buffer);
            if (ip.protocol() != Ipv4Header.TCP || (ip.flagsAndOffset() & 0x3fff) != 0 || ip.totalLength() > packet.length
                    || ip.totalLength() < buffer.position()
                    || InternetChecksum.checksum(Arrays.copyOf(packet, buffer.position())) != 0) {
                return Optional.empty();
            }
            var tcp = buffer.limit(ip.totalLength()).slice();
            var bytes = new byte[tcp.remaining()];
            tcp.get(0, bytes);
            if (isChecked && InternetChecksum.checksum(
                    Ipv4Header.pseudoHeader(ip.source(), ip.destination(), bytes.length), bytes) != 0) {
                return Optional.empty();
            }
            var header = TcpHeader.parse(tcp);
            var data = new byte[tcp.remaining()];
            tcp.get(data);
            return Optional.of(new Segment(ip.source(), ip.destination(), header, data));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
