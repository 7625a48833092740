package workbook.kit.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelOptionsTest {
    private static final int ASKED = 20_000;

    private static void doubles(NetworkChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, ASKED);
        // socket(7): the kernel doubles what it is asked for.
        assertThat(KernelOptions.get(channel, KernelOptions.SOL_SOCKET, KernelOptions.SO_RCVBUF)).isEqualTo(2 * ASKED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1", "::"})
    void asks_for_a_channel_at_any_address(String host) throws IOException {
        var anywhere = new InetSocketAddress(host, 0);
        try (var listener = ServerSocketChannel.open().bind(anywhere);
                var datagrams = DatagramChannel.open().bind(anywhere);
                var client = SocketChannel.open(listener.getLocalAddress());
                var accepted = listener.accept();
                var bound = SocketChannel.open().bind(anywhere)) {
            for (var channel : new NetworkChannel[]{listener, datagrams, client, accepted, bound}) {
                doubles(channel);
            }
        }
    }

    @Test
    void asks_for_a_channel_without_an_address_if_it_is_the_only_one() throws IOException {
        try (var stream = SocketChannel.open(); var datagrams = DatagramChannel.open()) {
            doubles(stream);
            doubles(datagrams);
        }
        try (var one = SocketChannel.open(); var two = SocketChannel.open()) {
            assertThatThrownBy(() -> doubles(one)).hasMessageContaining("2 sockets of this process look like");
            assertThat(two.isOpen()).isTrue();
        }
    }

    @Test
    void asks_for_both_ends_of_a_unix_connection(@TempDir Path folder) throws IOException {
        var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                var client = SocketChannel.open(address);
                var accepted = listener.accept()) {
            doubles(listener);
            doubles(client);
            doubles(accepted);
        }
    }

    @Test
    void has_no_answer_for_a_closed_channel() throws IOException {
        var channel = SocketChannel.open();
        channel.close();
        assertThatThrownBy(() -> doubles(channel)).isInstanceOf(IOException.class);
    }

    @Test
    void reads_a_structure() throws IOException {
        try (var listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
                var client = SocketChannel.open(listener.getLocalAddress())) {
            // The first byte of struct tcp_info is the state, and 1 is ESTABLISHED: linux/tcp.h.
            assertThat(KernelOptions.get(client, KernelOptions.IPPROTO_TCP, KernelOptions.TCP_INFO, 104).get(0))
                    .isEqualTo((byte) 1);
        }
    }
}
