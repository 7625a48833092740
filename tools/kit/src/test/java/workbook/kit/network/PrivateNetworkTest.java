package workbook.kit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
class PrivateNetworkTest {
    @Test
    void has_every_port_and_an_address_beside_the_loopback_one() throws IOException {
        assumeInPrivateNetwork();
        try (var server = new ServerSocket(80, 1, PrivateNetwork.here());
                var client = new Socket(PrivateNetwork.here(), 80);
                var accepted = server.accept()) {
            assertThat(accepted.getRemoteSocketAddress()).isEqualTo(client.getLocalSocketAddress());
        }
    }

    @Test
    void carries_packets_of_an_ordinary_size() throws IOException {
        assumeInPrivateNetwork();
        assertThat(NetworkInterface.getByName("lo").getMTU()).isEqualTo(1500);
    }

    @Test
    void is_entered_once() throws IOException {
        assumeInPrivateNetwork();
        assertThat(PrivateNetwork.enter()).isEqualTo(PrivateNetwork.enter());
        assertThat(PrivateNetwork.enter(System.getenv())).isEqualTo(PrivateNetwork.enter());
    }

    @Test
    void passes_on_why_it_is_not_there() throws IOException {
        var state = PrivateNetwork
                .enter(Map.of("WORKBOOK_NETWORK", "host", "WORKBOOK_NETWORK_REASON", "It rains: take an umbrella"));
        assertThat(state).isEqualTo(new NetworkState(NetworkState.Kind.HOST, "It rains: take an umbrella"));
    }

    @Test
    void says_so_where_java_was_started_without_it() throws IOException {
        assertThat(PrivateNetwork.enter(Map.of()).reason()).contains("tools/net/bin/java");
    }

    private static void assumeInPrivateNetwork() {
        var state = PrivateNetwork.enter();
        assumeTrue(state.isPrivate(), state.reason());
    }
}
