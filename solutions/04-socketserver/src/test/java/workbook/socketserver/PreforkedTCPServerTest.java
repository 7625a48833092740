package workbook.socketserver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;

@EnabledOnOs(OS.LINUX)
@Timeout(30)
class PreforkedTCPServerTest {
    private static final Deadline LONG = Deadline.in(Duration.ofSeconds(20));

    /// Says which process it is.
    static final class Pid extends BaseRequestHandler<SocketChannel> {
        Pid(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server) {
            super(request, clientAddress, server);
        }

        @Override
        protected void handle() throws IOException {
            request.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)));
        }
    }

    @Test
    void the_kernel_gives_each_connection_to_one_of_the_workers() throws IOException {
        try (var server = open()) {
            var workers = server.workers();
            assertEquals(2, workers.size());
            var seen = new TreeSet<Long>();
            for (var i = 0; i < 40; i++) {
                seen.add(ask(server));
            }
            // Forty connections all hashed to one of two: once in 2^39 runs.
            assertEquals(new TreeSet<>(workers), seen);
        }
    }

    @Test
    void a_worker_that_was_killed_is_replaced() throws IOException {
        try (var server = open()) {
            var before = server.workers();
            var victim = before.iterator().next();
            ProcessHandle.of(victim).orElseThrow().destroyForcibly();
            assertTrue(
                    Eventually.holds(() -> server.workers().size() == 2 && !server.workers().contains(victim), LONG));
            assertTrue(before.contains(ask(server)) || server.workers().contains(ask(server)));
        }
    }

    @Test
    void none_is_left_after_closing() throws IOException {
        var server = open();
        var workers = server.workers();
        server.close();
        assertTrue(workers.stream().noneMatch(pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()));
    }

    private static PreforkedTCPServer open() throws IOException {
        return new PreforkedTCPServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new HandlerClass<>(Pid.class), 2);
    }

    private static long ask(PreforkedTCPServer server) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server.serverAddress());
            return Long.parseLong(new String(socket.getInputStream().readAllBytes(), US_ASCII));
        }
    }
}
