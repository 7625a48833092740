package workbook.kit.network;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/// What passed over the interface at one moment, its Ethernet header included (14 bytes, addresses zero on `lo`).
///
/// @param time  when the kernel saw it
/// @param bytes the frame whole
public record Frame(Instant time, byte[] bytes) {
    private static final int ETHERNET_BYTES = 14;
    private static final int ETHERTYPE_AT = 12;
    /// linux/if_ether.h.
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86DD;
    private static final int IPV6_BYTES = 40;
    /// RFC 9293 and RFC 768 agree: source port, then destination port.
    private static final int TCP = 6;
    private static final int UDP = 17;
    /// Low 13 bits: where in the datagram this fragment belongs (RFC 791, 3.1).
    private static final int FRAGMENT_OFFSET = 0x1fff;

    /// Whether a TCP segment or UDP datagram in it comes from or goes to a port; of fragments only the first says so.
    public boolean concernsPort(int port) {
        var at = transportHeader();
        if (at < 0 || at + 4 > bytes.length) {
            return false;
        }
        var frame = ByteBuffer.wrap(bytes);
        return Short.toUnsignedInt(frame.getShort(at)) == port || Short.toUnsignedInt(frame.getShort(at + 2)) == port;
    }

    /// Where the TCP or UDP header begins, or -1.
    private int transportHeader() {
        var frame = ByteBuffer.wrap(bytes);
        if (bytes.length < ETHERNET_BYTES + 20) {
            return -1;
        }
        return switch (Short.toUnsignedInt(frame.getShort(ETHERTYPE_AT))) {
            case ETH_P_IP -> {
                var carries = frame.get(ETHERNET_BYTES + 9);
                var isFirst = (frame.getShort(ETHERNET_BYTES + 6) & FRAGMENT_OFFSET) == 0;
                var headerBytes = (frame.get(ETHERNET_BYTES) & 0xf) * 4;
                yield isFirst && (carries == TCP || carries == UDP) ? ETHERNET_BYTES + headerBytes : -1;
            }
            case ETH_P_IPV6 -> {
                // Extension headers would stand between the two; on lo none do.
                var carries = frame.get(ETHERNET_BYTES + 6);
                yield carries == TCP || carries == UDP ? ETHERNET_BYTES + IPV6_BYTES : -1;
            }
            default -> -1;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame && time.equals(frame.time) && Arrays.equals(bytes, frame.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * time.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return time + " " + HexFormat.of().formatHex(bytes);
    }
}
