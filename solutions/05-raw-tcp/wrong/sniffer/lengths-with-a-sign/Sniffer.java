package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads what others say to each other.
final class Sniffer {
    static final int ETHERNET_BYTES = 14;
    static final int ETHERTYPE_IPV4 = 0x0800;

    private Sniffer() {}

    static List<Sighting> decode(List<SeenFrame> frames) {
        var seen = new ArrayList<Sighting>();
        for (var frame : frames) {
            var bytes = ByteBuffer.wrap(frame.bytes());
            if (frame.isOutgoing() || bytes.limit() < 34 || (bytes.getShort(12) & 0xffff) != ETHERTYPE_IPV4
                    || bytes.get(14) >> 4 != 4 || bytes.get(23) != 6) {
                continue;
            }
            var tcpAt = ETHERNET_BYTES + 4 * (bytes.get(14) & 0xf);
            var end = ETHERNET_BYTES + bytes.getShort(16);
            var isFragment = (bytes.getShort(20) & 0x3fff) != 0;
            if (tcpAt < 34 || isFragment || end > bytes.limit() || end - tcpAt < 20) {
                continue;
            }
            var dataAt = tcpAt + 4 * (bytes.get(tcpAt + 12) >> 4 & 0xf);
            if (dataAt < tcpAt + 20 || dataAt > end) {
                continue;
            }
            var ip = Ipv4Header.parse(bytes.duplicate().position(ETHERNET_BYTES));
            var header = TcpHeader.parse(bytes.duplicate().position(tcpAt).limit(end));
            var data = new byte[end - dataAt];
            bytes.get(dataAt, data);
            var whole = new byte[end - tcpAt];
            bytes.get(tcpAt, whole);
            var pseudo = Ipv4Header.pseudoHeader(ip.source(), ip.destination(), whole.length);
            var unfinished = 0xffff - InternetChecksum.checksum(pseudo);
            var sum = InternetChecksum.checksum(pseudo, whole) == 0
                    ? Sighting.Sum.RIGHT
                    : header.checksum() == unfinished ? Sighting.Sum.UNMADE : Sighting.Sum.WRONG;
            seen.add(new Sighting(new Segment(ip.source(), ip.destination(), header, data), sum));
        }
        return seen;
    }
}
