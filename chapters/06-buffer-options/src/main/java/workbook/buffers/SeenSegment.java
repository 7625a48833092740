package workbook.buffers;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import workbook.kit.network.Frame;
import workbook.kit.wire.Packets;
import workbook.kit.wire.TcpSegment;
import workbook.kit.wire.TcpSegment.Flag;

/// What a capture tells of one segment (RFC 9293, 3.1).
///
/// @param time           when the kernel saw it
/// @param sequence       of the first byte of the data, or of the SYN; 32 bits, unsigned
/// @param acknowledgment the number expected next, meaningful with [Flag#ACK]; 32 bits, unsigned
/// @param window         the field as it stands in the header, 16 bits, not scaled
/// @param scale          what the option for it says (RFC 7323, 2.2), if there is one; such an option stands in a SYN
/// @param length         bytes of data
record SeenSegment(Instant time, InetSocketAddress from, InetSocketAddress to, Set<Flag> flags, int sequence,
        int acknowledgment, int window, OptionalInt scale, int length) {
    private static final int ETHERNET_BYTES = 14;
    private static final int TCP_FIXED_BYTES = 20;
    /// Kinds of options: RFC 9293, 3.1, and RFC 7323, 2.2.
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int WINDOW_SCALE = 3;

    boolean is(Flag flag) {
        return flags.contains(flag);
    }

    /// The segments of a capture, in order; frames that hold none are passed over.
    static List<SeenSegment> in(List<Frame> frames) {
        var seen = new ArrayList<SeenSegment>();
        for (var frame : frames) {
            for (var packet : Packets.in(List.of(frame))) {
                if (packet instanceof TcpSegment segment) {
                    seen.add(of(frame, segment));
                }
            }
        }
        return seen;
    }

    private static SeenSegment of(Frame frame, TcpSegment segment) {
        return new SeenSegment(segment.time(), segment.from(), segment.to(), segment.flags(), segment.sequence(),
                segment.acknowledgment(), segment.window(), scale(options(frame.bytes())), segment.data().length);
    }

    /// Behind the fixed part of TCP's header, in a frame of IPv4.
    private static ByteBuffer options(byte[] frame) {
        var tcp = ETHERNET_BYTES + (frame[ETHERNET_BYTES] & 0xf) * 4;
        var header = (frame[tcp + 12] >>> 4 & 0xf) * 4;
        return ByteBuffer.wrap(frame, tcp + TCP_FIXED_BYTES, header - TCP_FIXED_BYTES);
    }

    private static OptionalInt scale(ByteBuffer options) {
        while (options.hasRemaining()) {
            int kind = options.get();
            if (kind == END) {
                break;
            }
            if (kind == NO_OPERATION) {
                continue;
            }
            int length = options.get();
            if (kind == WINDOW_SCALE) {
                return OptionalInt.of(options.get() & 0xff);
            }
            options.position(options.position() + length - 2);
        }
        return OptionalInt.empty();
    }
}
