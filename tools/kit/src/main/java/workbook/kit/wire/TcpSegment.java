package workbook.kit.wire;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Set;

/// A segment (RFC 9293, 3.1).
///
/// @param sequence       of the first byte of the data, or of the SYN; 32 bits, unsigned
/// @param acknowledgment the number expected next, meaningful with [Flag#ACK]; 32 bits, unsigned
/// @param window         as it stood in the header, not scaled
public record TcpSegment(Instant time, InetSocketAddress from, InetSocketAddress to, int sequence, int acknowledgment,
        Set<Flag> flags, int window, byte[] data) implements Packet {

    /// The control bits, the lowest first.
    public enum Flag {
        FIN, SYN, RST, PSH, ACK, URG, ECE, CWR
    }

    public boolean is(Flag flag) {
        return flags.contains(flag);
    }

    /// How many sequence numbers it uses: its bytes, and one each for SYN and FIN.
    public int length() {
        return data.length + (is(Flag.SYN) ? 1 : 0) + (is(Flag.FIN) ? 1 : 0);
    }
}
