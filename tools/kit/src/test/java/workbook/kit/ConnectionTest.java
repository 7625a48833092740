package workbook.kit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import workbook.kit.network.PrivateNetwork;

@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
class ConnectionTest {
    private ServerSocket server;
    private Connection near;
    private Connection far;

    @BeforeEach
    void connect() throws IOException {
        PrivateNetwork.enter();
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        near = Connection.of(new Socket(server.getInetAddress(), server.getLocalPort()));
        far = Connection.of(server.accept());
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        server.close();
    }

    @Test
    void carries_bytes_both_ways_and_reads_on_after_its_own_end() throws IOException {
        near.out().write("ask".getBytes(US_ASCII));
        near.shutdownOutput();
        assertThat(far.in().readAllBytes()).asString(US_ASCII).isEqualTo("ask");

        far.out().write("answer".getBytes(US_ASCII));
        far.close();
        assertThat(near.in().readAllBytes()).asString(US_ASCII).isEqualTo("answer");
    }

    @Test
    void sends_each_write_at_once() throws IOException {
        try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            Connection.of(socket).out();
            assertThat(socket.getTcpNoDelay()).isTrue();
        }
    }

    @Test
    void limits_a_read_even_to_less_than_a_millisecond() throws IOException {
        near.timeout(Duration.ofNanos(1));
        assertThatThrownBy(() -> near.in().read()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void knows_its_peer_after_it_was_closed() throws IOException {
        near.close();
        assertThat(near.peer()).isEqualTo(server.getLocalSocketAddress());
    }

    @Test
    void refuses_a_socket_that_is_not_connected() {
        assertThatThrownBy(() -> Connection.of(new Socket())).hasMessage("the socket is not connected");
    }
}
