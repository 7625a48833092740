package workbook.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The network's counters are looked at where the network is private, in `EngineTest`.
@Isolated
class WarmUpTest {
    @Test
    void leaves_no_thread_no_socket_no_property_and_no_word() throws IOException {
        var outBefore = System.out;
        var errBefore = System.err;
        var said = new ByteArrayOutputStream();
        var listening = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setOut(listening);
        System.setErr(listening);
        try {
            var tests = new TestRunner();
            var threads = LiveThreads.now();
            var properties = System.getProperties().clone();
            var sockets = sockets();
            for (var round = 0; round < 3; round++) {
                WarmUp.round(tests);
            }
            assertThat(LiveThreads.left(threads, 1000)).isEmpty();
            // One of another test may have been closed meanwhile.
            assertThat(sockets).containsAll(sockets());
            assertThat(System.getProperties()).isEqualTo(properties);
            assertThat(System.out).isSameAs(listening);
            assertThat(System.err).isSameAs(listening);
            assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }

    @Test
    void hands_over_the_order_that_ends_it() throws Exception {
        var order = new Message.RunTests("Test", List.of(), List.of(), List.of(), 1, 1, false, "", Optional.empty(),
                Message.Until.END, "");
        assertThat(WarmUp.run(new TestRunner(), new LinkedBlockingQueue<>(List.of(order)))).isSameAs(order);
    }

    private static Set<String> sockets() throws IOException {
        var sockets = new HashSet<String>();
        try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (var each : open) {
                if (Files.isSymbolicLink(each) && Files.readSymbolicLink(each).toString().startsWith("socket:")) {
                    sockets.add(Files.readSymbolicLink(each).toString());
                }
            }
        }
        return sockets;
    }
}
