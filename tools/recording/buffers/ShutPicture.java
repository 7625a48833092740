import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import workbook.kit.network.Capture;
import workbook.kit.network.PrivateNetwork;
import workbook.kit.wire.Packets;
import workbook.kit.wire.TcpSegment;
import workbook.kit.wire.TcpSegment.Flag;

/// Draws a window that is shut, probed, and opened again, after a capture of two kernels' ends.
final class ShutPicture {
    private static final int PROBES = 3;
    private static final int LEFT = 90;
    private static final int RIGHT = 430;
    private static final int STEP = 30;

    private ShutPicture() {}

    /// @param words the file to draw to
    static void main(String... words) throws IOException {
        PrivateNetwork.enter();
        var segments = captured();
        // From the segment that shuts it on, with the one before, to the first with data behind the opening.
        var shut = 0;
        while (segments.get(shut).window() != 0) {
            shut++;
        }
        var end = shut;
        while (segments.get(end).window() == 0 || segments.get(end).data().length == 0) {
            end++;
        }
        Files.writeString(Path.of(words[0]), svg(segments.subList(shut - 1, end + 1), segments.getFirst().sequence() + 1),
                StandardCharsets.UTF_8);
    }

    /// The client sends, and the server reads when it has been probed often enough.
    private static List<TcpSegment> captured() throws IOException {
        try (var listener = ServerSocketChannel.open()
                .setOption(StandardSocketOptions.SO_RCVBUF, 4_096)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var capture = Capture.ofPort(((InetSocketAddress) listener.getLocalAddress()).getPort()).start();
                var client = SocketChannel.open(listener.getLocalAddress());
                var server = listener.accept()) {
            client.write(ByteBuffer.allocate(12_000));
            while (probes(seen(capture)) < PROBES) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            var buffer = ByteBuffer.allocate(12_000);
            while (buffer.hasRemaining() && server.read(buffer) >= 0) {
                continue;
            }
            capture.close();
            return seen(capture);
        }
    }

    private static List<TcpSegment> seen(Capture capture) {
        return Packets.in(capture.frames()).stream().map(TcpSegment.class::cast).toList();
    }

    private static int probes(List<TcpSegment> segments) {
        var isShut = false;
        var probes = 0;
        for (var segment : segments) {
            if (segment.from().equals(segments.getFirst().to())) {
                isShut = segment.window() == 0;
            } else if (isShut && segment.data().length == 0) {
                probes++;
            }
        }
        return probes;
    }

    /// @param first the number of the sender's first byte
    private static String svg(List<TcpSegment> segments, int first) {
        var lines = new ArrayList<String>();
        var told = new ArrayList<String>();
        var sender = segments.getFirst().data().length > 0 ? segments.getFirst().from() : segments.getFirst().to();
        var begin = segments.getFirst().time();
        var y = 60;
        for (var segment : segments) {
            var isSenders = segment.from().equals(sender);
            var words = words(segment, isSenders, first);
            var millis = Duration.between(begin, segment.time()).toNanos() / 1e6;
            var accent = segment.window() == 0 ? " class=\"accent-fill\"" : "";
            lines.add("  <text x=\"0\" y=\"%d\" font-size=\"12\">%.1f ms</text>".formatted(y + 4, millis));
            lines.add("  <path d=\"M%d %d H%d m%d -4 l%d 4 l%d 4\" fill=\"none\" stroke=\"currentColor\"/>".formatted(
                    isSenders ? LEFT : RIGHT, y, isSenders ? RIGHT : LEFT, isSenders ? -8 : 8, isSenders ? 8 : -8,
                    isSenders ? -8 : 8));
            lines.add("  <text x=\"%d\" y=\"%d\" text-anchor=\"middle\"%s>%s</text>".formatted((LEFT + RIGHT) / 2, y - 6,
                    accent, words));
            told.add("%.1f ms, %s: %s.".formatted(millis, isSenders ? "the sender" : "the receiver", words));
            y += STEP;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 %d" role="img" font-family="inherit" font-size="14" fill="currentColor">
                  <title>A window that is shut, and opened again</title>
                  <desc>A ladder, drawn after a capture. %s</desc>
                  <text x="%d" y="20" text-anchor="middle">sender</text>
                  <text x="%d" y="20" text-anchor="middle">receiver</text>
                  <path d="M%d 30 V%d M%d 30 V%d" fill="none" stroke="currentColor" opacity="0.5"/>
                %s
                </svg>
                """.formatted(y - 4, String.join(" ", told), LEFT, RIGHT, LEFT, y - 14, RIGHT, y - 14,
                String.join("\n", lines));
    }

    private static String words(TcpSegment segment, boolean isSenders, int first) {
        var number = Integer.toUnsignedString(segment.sequence() - first + 1);
        if (!isSenders) {
            return "ack " + Integer.toUnsignedString(segment.acknowledgment() - first + 1) + ", window " + segment.window();
        }
        return segment.data().length > 0
                ? "seq " + number + String.format(Locale.ROOT, ", %d bytes", segment.data().length)
                : "seq " + number + (segment.is(Flag.ACK) ? ", no data: a probe" : "");
    }
}
