package workbook.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What only the exercises' answers together can do wrong.
class WholeServerTest {
    @Test
    void a_connection_may_last_longer_than_a_request() throws IOException {
        var limits = new Limits(200, 1_000, 64, Duration.ofSeconds(3), Duration.ofMillis(5));
        var conversation = WebServer.conversation(limits, request -> Response.text(200, "."));
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server = Server.serve(listener, conversation);
            try (var client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort())) {
                client.setSoTimeout(3_000);
                ask(client);
                var end = System.nanoTime() + limits.total().multipliedBy(10).toNanos();
                while (System.nanoTime() < end) {
                    ask(client);
                }
                ask(client);
            } finally {
                server.stop(Duration.ofSeconds(3));
            }
        }
    }

    private static void ask(Socket client) throws IOException {
        client.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(US_ASCII));
        assertThat(client.getInputStream().read(new byte[1_000])).isPositive();
    }
}
