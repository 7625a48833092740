package workbook.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.testkit.Curl;
import workbook.testkit.Netcat;
import workbook.testkit.Python;
import workbook.testkit.Witness;

/// The chapter's program, on the workbook's answers: what is served is those of the chapters before.
@Execution(ExecutionMode.SAME_THREAD)
class ProgramTest {
    private static final List<String> NAMES = List.of("--handler", "--server", "--port", "--host", "--root");
    /// Two members: each says something, and leaves; what each has heard is printed.
    private static final String MEMBERS = """
            import socket, sys
            def member(name):
                s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
                s.settimeout(20)
                f = s.makefile('rwb', 0)
                f.readline()
                f.write(b'/nick ' + name + b'\\r\\n')
                f.readline()
                return f
            ana, bo = member(b'ana'), member(b'bo')
            bo.write(b'/who\\r\\n')
            print(bo.readline().decode().strip())
            bo.write(b'hello\\r\\n')
            print(bo.readline().decode().strip())
            """;

    @TempDir
    private Path root;

    /// The program, serving.
    private record Running(Serving serving, Thread loop, Desk desk) implements AutoCloseable {
        static Running on(String... words) throws Exception {
            var desk = new Desk();
            var serving = new Serving(desk, Options.of(List.of(words), NAMES, List.of()));
            var loop = Thread.ofPlatform().name("program").start(() -> {
                try {
                    serving.serve();
                } catch (IOException e) {
                    e.printStackTrace(desk.err());
                }
            });
            return new Running(serving, loop, desk);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), serving.port());
        }

        @Override
        public void close() throws InterruptedException {
            serving.stop();
            loop.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "threading", "virtual", "forking"})
    void the_website_of_chapter_2_is_served_by_each_server(String server) throws Exception {
        Files.writeString(root.resolve("index.html"), "<p>套接字");
        try (var running = Running.on("--server", server, "--port", "0", "--root", root.toString())) {
            var uri = URI.create("http://127.0.0.1:" + running.serving().port() + "/");
            try (var client = HttpClient.newHttpClient()) {
                var request = HttpRequest.newBuilder(uri).header("User-Agent", "test").build();
                var page = client.send(request, BodyHandlers.ofString(UTF_8));
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.body()).isEqualTo("<p>套接字");
                var none = client.send(HttpRequest.newBuilder(uri.resolve("/none")).build(), BodyHandlers.discarding());
                assertThat(none.statusCode()).isEqualTo(404);
            }
            running.close();
            assertThat(running.desk().text()).contains("web, ", "at http://127.0.0.1:", "\nstopped");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "threading", "virtual", "forking"})
    @Witness("curl")
    void curl_fetches_two_pages_over_one_connection_from_each_server(String server) throws Exception {
        Files.writeString(root.resolve("index.html"), "one");
        Files.writeString(root.resolve("two.txt"), "two");
        try (var running = Running.on("--server", server, "--port", "0", "--root", root.toString())) {
            var url = "http://127.0.0.1:" + running.serving().port() + "/";
            try (var curl = Curl.runs("-w", " %{num_connects},", url, url + "two.txt")) {
                assertThat(curl.text()).isEqualTo("one 1,two 0,");
                assertThat(curl.exit()).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threading", "virtual"})
    @Witness("python3")
    void the_members_of_the_chat_of_chapter_3_hear_each_other(String server) throws Exception {
        try (var running = Running.on("--handler", "chat", "--server", server, "--port", "0");
                var members = Python.runs(MEMBERS, "127.0.0.1", Integer.toString(running.serving().port()))) {
            assertThat(new String(members.printed(), UTF_8)).isEqualTo("= ana, bo\n<bo> hello\n");
        }
    }

    @Test
    @Witness("python3")
    void members_in_processes_of_their_own_are_alone() throws Exception {
        try (var running = Running.on("--handler", "chat", "--server", "forking", "--port", "0");
                var members = Python.runs(MEMBERS, "127.0.0.1", Integer.toString(running.serving().port()))) {
            assertThat(new String(members.printed(), UTF_8)).isEqualTo("= bo\n<bo> hello\n");
            assertThat(running.desk().text()).contains("Each member will be alone");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "threading", "virtual", "forking"})
    @Witness("nc")
    void somebody_with_netcat_joins_and_leaves(String server) throws Exception {
        try (var running = Running.on("--handler", "chat", "--server", server, "--port", "0");
                var member = Netcat.asking(running.address(), "hello\n/quit\n".getBytes(UTF_8))) {
            assertThat(new String(member.heard(), UTF_8)).startsWith("* guest1 joined\r\n<guest1> hello\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "threading", "virtual", "forking"})
    @Witness("nc")
    void what_is_sent_comes_back(String server) throws Exception {
        var sent = "0123456789abcdef".repeat(10_000).getBytes(UTF_8);
        try (var running = Running.on("--handler", "echo", "--server", server, "--port", "0");
                var client = Netcat.asking(running.address(), sent)) {
            assertThat(client.heard()).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "threading", "virtual", "forking"})
    void whoever_stays_does_not_keep_the_program_from_stopping(String server) throws Exception {
        try (var running = Running.on("--handler", "echo", "--server", server, "--port", "0");
                var client = new Socket(running.address().getAddress(), running.serving().port())) {
            client.getOutputStream().write('a');
            assertThat(client.getInputStream().read()).isEqualTo('a');
            running.close();
            assertThat(running.desk().text()).contains("connections that were still open have been closed");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void the_last_line_of_a_member_says_that_the_room_closes() throws Exception {
        try (var running = Running.on("--handler", "chat", "--server", "sync", "--port", "0");
                var client = new Socket(running.address().getAddress(), running.serving().port())) {
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            assertThat(in.readLine()).isEqualTo("* guest1 joined");
            running.close();
            assertThat(in.readLine()).isEqualTo("* the room closes");
            assertThat(in.readLine()).isNull();
        }
    }

    @Test
    void says_in_a_sentence_what_cannot_be_done() throws Exception {
        var desk = new Desk();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            assertThat(Main.run(desk, "--handler", "chat", "--port", port)).isEqualTo(GivenUp.NOT_TO_BE_HAD);
            assertThat(desk.text()).contains("Port " + port + " of 127.0.0.1 cannot be had");
        }
        assertThat(Main.run(desk, "--server", "wooden")).isEqualTo(GivenUp.USAGE);
        assertThat(desk.text())
                .contains("--server takes one of sync, threading, virtual, forking, and 'wooden' is none of them.");
        assertThat(Main.run(desk, "--handler", "echo", "--root", ".")).isEqualTo(GivenUp.USAGE);
        assertThat(Main.run(desk, "--root", "/nowhere")).isEqualTo(GivenUp.NOT_TO_BE_HAD);
        assertThat(Main.run(desk, "--help")).isZero();
        assertThat(desk.text()).contains("Exit codes: 1 the folder");
    }
}
