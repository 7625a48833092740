package workbook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedPeerTest {
    @Test
    void a_reader_of_its_stream_sees_exactly_the_groups() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("one").pauses().sends("two").pauses().sends("three").closes();
            assertThat(reads(peer.input())).containsExactly("one", "two", "three");
            assertThat(peer.transcript().ofTest()).isEqualTo(
                    "connected, sent \"one\", paused 50 ms, sent \"two\", paused 50 ms, sent \"three\", closed");
            assertThat(peer.transcript().ofYou()).isEqualTo("read 11 bytes in 3 reads, met the end");
        }
    }

    @Test
    void a_reader_with_a_socket_of_its_own_sees_exactly_the_groups() throws IOException {
        try (var peer = ScriptedPeer.start();
                var socket = new Socket(peer.address().getAddress(), peer.address().getPort())) {
            peer.sends("one").pauses().sends("two").drips("xyz").closes();
            var reads = reads(socket.getInputStream());
            // What follows a group without a pause may arrive with it.
            assertThat(String.join("", reads)).isEqualTo("onetwoxyz");
            assertThat(reads.getFirst()).isEqualTo("one");
            assertThat(reads.getLast()).isEqualTo("z");
        }
    }

    @Test
    void a_reader_that_comes_late_finds_only_the_first_group() throws IOException {
        try (var peer = ScriptedPeer.start();
                var socket = new Socket(peer.address().getAddress(), peer.address().getPort())) {
            peer.sends("one").pauses().sends("two").closes();
            var in = socket.getInputStream();
            assertThat(Eventually.holds(() -> available(in) >= 3, Deadline.ofTest())).isTrue();
            // Three times as long as the pause: it must not have begun.
            assertThat(Eventually.holds(() -> available(in) > 3, Deadline.in(Duration.ofMillis(150))))
                    .isFalse();
            assertThat(reads(in)).containsExactly("one", "two");
        }
    }

    @Test
    void a_reset_is_seen_as_a_reset() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("h").pauses().resets();
            var in = peer.input();
            assertThat(in.read()).isEqualTo('h');
            assertThatExceptionOfType(SocketException.class).isThrownBy(in::read);
        }
    }

    @Test
    void after_a_half_close_it_still_reads() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("question").halfCloses().readsToTheEnd();
            var socket = peer.socket();
            assertThat(socket.getInputStream().readAllBytes()).hasSize(8);
            socket.getOutputStream().write(Bytes.of("answer"));
            socket.close();
            assertThat(peer.ending()).isEqualTo(Ending.CLOSED);
            assertThat(peer.received()).asString().isEqualTo("answer");
        }
    }

    @Test
    void it_tells_a_reset_from_a_close_and_from_neither() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.readsToTheEnd();
            peer.socket().setSoLinger(true, 0);
            peer.socket().close();
            assertThat(peer.ending()).isEqualTo(Ending.RESET);
        }
        try (var peer = ScriptedPeer.start()) {
            peer.readsToTheEnd();
            peer.socket();
            assertThat(peer.ending()).isEqualTo(Ending.OPEN);
            assertThat(peer.transcript().ofYou()).isEqualTo("left the connection open");
        }
    }

    @Test
    void it_reads_by_count_and_by_mark() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.reads(3).sends("ok").readsUntil("\r\n\r\n");
            peer.socket().getOutputStream().write(Bytes.of("abcGET / HTTP/1.1\r\n\r\n"));
            assertThat(peer.received()).asString().isEqualTo("abcGET / HTTP/1.1\r\n\r\n");
        }
    }

    @Test
    void it_can_be_the_client() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var peer = ScriptedPeer.connect(
                        new InetSocketAddress(server.getInetAddress(), server.getLocalPort()))) {
            peer.sends("hi").readsToTheEnd();
            try (var accepted = server.accept()) {
                assertThat(accepted.getInputStream().readNBytes(2)).asString().isEqualTo("hi");
            }
            assertThat(peer.ending()).isEqualTo(Ending.CLOSED);
        }
    }

    @Test
    void one_of_several_is_named_in_all_that_it_does() throws IOException {
        var transcript = new Transcript();
        try (var ann = ScriptedPeer.start(transcript, "Ann")) {
            ann.sends("hi").pauses().closes();
            assertThat(reads(ann.input())).containsExactly("hi");
            assertThat(transcript.ofTest()).isEqualTo("Ann connected, Ann sent \"hi\", Ann paused 50 ms, Ann closed");
        }
    }

    @Test
    void a_step_that_cannot_be_taken_ends_the_script_and_fails_nothing() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.reads(5).sends("never");
            peer.socket().getOutputStream().write(Bytes.of("ab"));
            peer.socket().close();
            assertThat(peer.received()).asString().isEqualTo("ab");
            assertThat(Eventually.holds(() -> peer.transcript().ofTest().contains("met the end"), Deadline.ofTest()))
                    .isTrue();
            assertThat(peer.transcript().ofTest())
                    .isEqualTo("connected, read 2 bytes, met the end after 2 bytes");
        }
    }

    private static List<String> reads(InputStream in) throws IOException {
        var groups = new ArrayList<String>();
        var buffer = new byte[100];
        for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            groups.add(new String(Arrays.copyOf(buffer, count), UTF_8));
        }
        return groups;
    }

    private static int available(InputStream in) {
        try {
            return in.available();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
