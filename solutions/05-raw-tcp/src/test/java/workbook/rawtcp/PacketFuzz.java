package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// What a fuzzer demands of whatever reads a packet: it reads it or refuses it, and what it has read it writes again as it
/// was.
///
/// `tools/fuzz/fuzz.sh` runs it with inputs that it invents, [FuzzCorpusTest] with those that are kept.
public final class PacketFuzz {
    private static final int ETHERNET_BYTES = 14;

    private PacketFuzz() {}

    /// @param input a frame, whose bytes are tried as a packet, a segment and a list of options, too
    public static void fuzzerTestOneInput(byte[] input) {
        header(input);
        packet(input);
        options(input);
        var frame = new byte[ETHERNET_BYTES + input.length];
        frame[12] = 8;
        System.arraycopy(input, 0, frame, ETHERNET_BYTES, input.length);
        Sniffer.decode(List.of(new SeenFrame(false, frame), new SeenFrame(false, input)));
        for (var isChecked : new boolean[]{true, false}) {
            Packets.segment(input, isChecked).ifPresent(segment -> {
                if (segment.data().length > input.length) {
                    throw new AssertionError("more data than there was");
                }
            });
        }
    }

    private static void header(byte[] input) {
        var buffer = ByteBuffer.wrap(input);
        try {
            var header = TcpHeader.parse(buffer);
            if (!Arrays.equals(header.toBytes(), Arrays.copyOf(input, buffer.position()))) {
                throw new AssertionError("another header was written than was read: " + header);
            }
        } catch (IllegalArgumentException refused) {
            stays(buffer);
        }
    }

    private static void packet(byte[] input) {
        var buffer = ByteBuffer.wrap(input);
        try {
            var written = Ipv4Header.parse(buffer).toBytes();
            // The checksum is made anew.
            written[10] = input[10];
            written[11] = input[11];
            if (!Arrays.equals(written, Arrays.copyOf(input, buffer.position()))) {
                throw new AssertionError("another header was written than was read");
            }
        } catch (IllegalArgumentException refused) {
            stays(buffer);
        }
    }

    private static void stays(ByteBuffer buffer) {
        if (buffer.position() != 0) {
            throw new AssertionError("what is refused has moved the position");
        }
    }

    private static void options(byte[] input) {
        try {
            if (TcpOptions.parse(ByteBuffer.wrap(input)).size() > input.length) {
                throw new AssertionError("more options than bytes");
            }
        } catch (IllegalArgumentException refused) {
            // That is one of the two things that may happen.
        }
    }
}
