package workbook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class DriversTest {
    @Test
    @Witness("nc")
    void nc_speaks_and_listens() throws IOException {
        try (var nc = Netcat.saying("hello\r\n");
                var socket = new Socket(nc.address().getAddress(), nc.address().getPort())) {
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("hello\r\n");
            socket.getOutputStream().write(Bytes.of("bye"));
            socket.shutdownOutput();
            assertThat(nc.heard()).asString().isEqualTo("bye");
            assertThat(nc.transcript().ofTest())
                    .isEqualTo("piped \"hello\\r\\n\" into it, ran nc -N -v -n -l 127.0.0.1 0");
        }
    }

    @Test
    @Witness("nc")
    void nc_asks() {
        try (var peer = ScriptedPeer.start(); var nc = Netcat.asking(peer.address(), Bytes.of("ping"))) {
            peer.reads(4).sends("pong").closes();
            assertThat(nc.heard()).asString().isEqualTo("pong");
        }
    }

    @Test
    @Witness("python3")
    void python_runs_a_program() {
        try (var python = Python.runs("import sys; print(' '.join(sys.argv[1:]), end='')", "one", "two")) {
            assertThat(python.printed()).asString().isEqualTo("one two");
            assertThat(python.exit()).isZero();
        }
    }

    @Test
    @Witness("curl")
    void curl_fetches_and_says_what_went_wrong() {
        try (var peer = ScriptedPeer.start()) {
            peer.readsUntil("\r\n\r\n").sends("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab").closes();
            var address = peer.address();
            try (var curl = Curl.runs("http://127.0.0.1:" + address.getPort() + "/")) {
                assertThat(curl.text()).isEqualTo("ab");
                assertThat(curl.exit()).isEqualTo(18);
            }
        }
    }

    @Test
    void a_missing_program_names_the_line_that_installs_it() {
        assertThatExceptionOfType(NotRun.class).isThrownBy(() -> Program.named("no-such-program"))
                .satisfies(missing -> assertThat(missing.command()).endsWith("no-such-program"));
    }
}
