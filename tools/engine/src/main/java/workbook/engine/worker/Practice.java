package workbook.engine.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Seed;

/// The tests of [WarmUp]: they use what most tests use, short of sending anything.
class Practice {
    @Test
    void calls_and_compares() {
        var greeting = Seed.greeting(Seed.random());
        Call.of(() -> greeting).whenReturned(String::isEmpty, "nothing came").returns(greeting);
    }

    /// Wrong on purpose: a failure is reported, too.
    @Test
    void calls_and_refuses() {
        Call.of(() -> "hel".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .whenReturned(bytes -> bytes.length < 5, "less came")
                .returns("hello");
    }

    @Test
    void opens_and_closes() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var socket = new Socket()) {
            socket.setTcpNoDelay(true);
            server.setSoTimeout(1);
            server.accept().close();
        } catch (SocketTimeoutException e) {
            // Nobody calls.
        }
    }
}
