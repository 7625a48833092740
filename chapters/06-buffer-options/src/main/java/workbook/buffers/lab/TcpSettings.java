package workbook.buffers.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import workbook.kit.network.PrivateNetwork;

/// Has the TCP of this network behave the same on every machine, as long as it is open; see tcp(7).
///
/// The congestion control is Reno, RFC 5681, which every kernel has: it fills a queue within a few round trips. Others
/// are more careful, cubic after its first loss or delay, BBR from the beginning, and a second would not show what they
/// come to. And what one connection has learnt of the way is not handed to the next, which would begin where that one has
/// failed.
final class TcpSettings implements AutoCloseable {
    private static final Path FOLDER = Path.of("/proc/sys/net/ipv4");
    private static final String CONGESTION_CONTROL = "tcp_congestion_control";

    private final Map<String, String> before = new LinkedHashMap<>();

    /// Where a setting cannot be changed it stays, and outside of a private network all of them do, for there they are the
    /// machine's: [#congestionControl] says what it is.
    TcpSettings() {
        if (!PrivateNetwork.enter().isPrivate()) {
            return;
        }
        set(CONGESTION_CONTROL, "reno");
        set("tcp_no_metrics_save", "1");
    }

    /// The one that holds for connections that are opened now, or "unknown".
    static String congestionControl() {
        return Proc.words(FOLDER.resolve(CONGESTION_CONTROL)).orElse("unknown");
    }

    private void set(String name, String value) {
        var file = FOLDER.resolve(name);
        Proc.words(file).ifPresent(old -> {
            try {
                Files.writeString(file, value, US_ASCII);
                before.put(name, old);
            } catch (IOException e) {
                // As announced.
            }
        });
    }

    @Override
    public void close() throws IOException {
        for (var each : before.entrySet()) {
            Files.writeString(FOLDER.resolve(each.getKey()), each.getValue(), US_ASCII);
        }
    }
}
