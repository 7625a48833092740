package workbook.kit.natives;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class ChildInputTest {
    private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void a_process_answers_on_the_connection_that_it_was_given(String host) throws Exception {
        try (var listener = ServerSocketChannel.open().bind(new InetSocketAddress(host, 0))) {
            assertThat(answer(listener, "hello\n")).isEqualTo("you said hello\n");
        }
    }

    @Test
    void it_is_given_what_a_unix_listener_accepts(@TempDir Path folder) throws Exception {
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(folder.resolve("a socket")))) {
            assertThat(answer(listener, "hello\n")).isEqualTo("you said hello\n");
            assertThat(answer(listener, "again\n")).isEqualTo("you said again\n");
        }
    }

    @Test
    void of_two_connections_of_a_unix_listener_none_is_given_away(@TempDir Path folder) throws IOException {
        var address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                var firstClient = SocketChannel.open(address);
                var first = listener.accept();
                var secondClient = SocketChannel.open(address);
                var second = listener.accept()) {
            assertThatThrownBy(() -> ChildInput.start(new ProcessBuilder("true"), second))
                    .hasMessageContaining("2 sockets of this process look like");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1", "::"})
    void it_is_given_a_socket_for_datagrams(String host) throws Exception {
        try (var socket = DatagramChannel.open().bind(new InetSocketAddress(host, 0));
                var client = DatagramChannel.open()) {
            var port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
            var loopback = InetAddress.getByName(host.contains(":") ? "::1" : "127.0.0.1");
            var process = ChildInput.start(new ProcessBuilder("readlink", "/proc/self/fd/0"), socket);
            var seen = process.inputReader(UTF_8).readLine();
            assertThat(process.waitFor()).isZero();
            assertThat(seen).isEqualTo(link(Descriptor.of(socket)));
            client.send(ByteBuffer.wrap(new byte[]{1}), new InetSocketAddress(loopback, port));
            assertThat(socket.receive(ByteBuffer.allocate(2))).isNotNull();
        }
    }

    @Test
    void many_threads_give_each_child_its_own_connection() throws Exception {
        try (var listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0), 20)) {
            var wrong = new ArrayList<String>();
            var threads = new ArrayList<Thread>();
            for (var i = 0; i < 8; i++) {
                var text = "number " + i + "\n";
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        var answer = answer(listener, text);
                        if (!answer.startsWith("you said number ")) {
                            synchronized (wrong) {
                                wrong.add(answer);
                            }
                        }
                    } catch (Exception e) {
                        synchronized (wrong) {
                            wrong.add(e.toString());
                        }
                    }
                }));
            }
            for (var thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void standard_input_is_what_it_was_also_if_nothing_could_be_started() throws Exception {
        var before = Files.readSymbolicLink(STANDARD_INPUT);
        try (var listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            answer(listener, "hello\n");
            assertThat(Files.readSymbolicLink(STANDARD_INPUT)).isEqualTo(before);
            try (var client = SocketChannel.open(listener.getLocalAddress());
                    var accepted = listener.accept()) {
                assertThatThrownBy(() -> ChildInput.start(new ProcessBuilder("/no/such/program"), accepted))
                        .isInstanceOf(IOException.class);
            }
            assertThat(Files.readSymbolicLink(STANDARD_INPUT)).isEqualTo(before);
        }
    }

    @Test
    void no_copy_of_the_connection_is_left_here() throws Exception {
        try (var listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
                var client = SocketChannel.open(listener.getLocalAddress())) {
            var accepted = listener.accept();
            var socket = link(Descriptor.of(accepted));
            ChildInput.start(new ProcessBuilder("true"), accepted).waitFor();
            accepted.close();
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            try (var links = Files.list(Path.of("/proc/self/fd"))) {
                assertThat(links.map(link -> link(Integer.parseInt(link.getFileName().toString()))))
                        .doesNotContain(socket);
            }
        }
    }

    @Test
    void a_connection_that_is_closed_is_given_to_nobody() throws IOException {
        try (var listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
                var client = SocketChannel.open(listener.getLocalAddress())) {
            var accepted = listener.accept();
            accepted.close();
            assertThatThrownBy(() -> ChildInput.start(new ProcessBuilder("true"), accepted))
                    .isInstanceOf(IOException.class);
        }
    }

    /// What a client hears that sends a line to a process which has its connection.
    private static String answer(ServerSocketChannel listener, String line) throws Exception {
        try (var client = SocketChannel.open(listener.getLocalAddress())) {
            client.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
            Process process;
            try (var accepted = listener.accept()) {
                process = ChildInput.start(
                        new ProcessBuilder("sh", "-c", "read line; echo \"you said $line\" >&0"), accepted);
            }
            var answer = new String(Channels.newInputStream(client).readAllBytes(), UTF_8);
            process.waitFor();
            return answer;
        }
    }

    private static String link(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
