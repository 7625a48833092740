package workbook.kit.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import workbook.kit.natives.NativeCallFailed;

@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
class CaptureTest {
    private static final int TCP_HEADER_AT = 14 + 20;
    private static final int FLAGS_AT = TCP_HEADER_AT + 13;
    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    @BeforeEach
    void assumeInPrivateNetwork() {
        var state = PrivateNetwork.enter();
        assumeTrue(state.isPrivate(), state.reason());
    }

    @Test
    void sees_each_segment_of_a_conversation_once(@TempDir Path folder) throws IOException {
        var before = Instant.now();
        var file = folder.resolve("conversation.pcap");
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var capture = Capture.ofPort(server.getLocalPort()).into(file).start()) {
            say(server, "hello");
            capture.close();

            assertThat(capture.frames().stream().filter(frame -> flags(frame) == SYN)).hasSize(1);
            assertThat(capture.frames().stream().filter(frame -> flags(frame) == (SYN | ACK))).hasSize(1);
            assertThat(capture.frames().stream().filter(frame -> text(frame).endsWith("hello"))).hasSize(1);
            assertThat(capture.frames()).extracting(Frame::time)
                    .isSorted()
                    .allSatisfy(time -> assertThat(time).isBetween(before.minusSeconds(1), Instant.now()));
            assertThat(capture.missed()).isZero();
            assertThat(Pcap.read(file)).isEqualTo(capture.frames());
        }
    }

    @Test
    void leaves_other_ports_out() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var capture = Capture.ofPort(server.getLocalPort()).start()) {
            say(other, "psst");
            say(server, "hello");
            capture.close();
            assertThat(capture.frames()).allMatch(frame -> frame.concernsPort(server.getLocalPort()))
                    .noneMatch(frame -> text(frame).contains("psst"));
        }
    }

    @Test
    void sees_both_versions_of_the_internet_protocol() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getByName("::1"));
                var capture = Capture.ofPort(server.getLocalPort()).start()) {
            say(server, "six");
            capture.close();
            assertThat(capture.frames()).anyMatch(frame -> text(frame).endsWith("six"));
        }
    }

    @Test
    void waits_for_a_frame() throws IOException, InterruptedException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var capture = Capture.ofAll().start()) {
            say(server, "hello");
            assertThat(capture.await(frame -> (flags(frame) & FIN) != 0, Duration.ofSeconds(4))).isPresent();
            assertThat(capture.await(frame -> false, Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void hands_out_frames_as_they_come_and_ends() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var capture = Capture.ofPort(server.getLocalPort()).start()) {
            var seen = CompletableFuture.supplyAsync(() -> followed(capture));
            say(server, "hello");
            capture.close();
            assertThat(seen.get()).isEqualTo(capture.frames()).isNotEmpty();
        }
    }

    private static List<Frame> followed(Capture capture) {
        try {
            var seen = new ArrayList<Frame>();
            for (var more = capture.after(0); !more.isEmpty(); more = capture.after(seen.size())) {
                seen.addAll(more);
            }
            return seen;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sees_what_is_sent_to_nobody() throws IOException, InterruptedException {
        try (var capture = Capture.ofPort(80).start(); var socket = new Socket()) {
            var _ = catchThrowableOfType(IOException.class,
                    () -> socket.connect(new InetSocketAddress(PrivateNetwork.nobody(), 80), 50));
            assertThat(capture.await(frame -> flags(frame) == SYN, Duration.ofSeconds(4))).isPresent();
        }
    }

    @Test
    void stops_keeping_before_the_memory_is_full() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var capture = new Capture(OptionalInt.of(server.getLocalPort()), 1000).start()) {
            say(server, "x".repeat(10_000));
            capture.close();
            assertThat(capture.frames().stream().mapToLong(frame -> frame.bytes().length).sum())
                    .isLessThanOrEqualTo(1000);
            assertThat(capture.missed()).isPositive();
        }
    }

    @Test
    void closes_twice_and_before_it_began() throws IOException {
        var capture = Capture.ofAll();
        capture.close();
        capture.start();
        capture.close();
        capture.close();
        assertThat(capture.frames()).isEqualTo(List.of());
    }

    @Test
    void leaves_nothing_open_where_the_file_cannot_be_written(@TempDir Path folder) throws IOException {
        var before = descriptors();
        var failure = catchThrowableOfType(IOException.class,
                () -> Capture.ofAll().into(folder.resolve("no/such.pcap")).start());
        assertThat(failure).isNotInstanceOf(NativeCallFailed.class);
        assertThat(descriptors()).isEqualTo(before);
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    private static void say(ServerSocket server, String text) throws IOException {
        try (var client = new Socket(server.getInetAddress(), server.getLocalPort()); var accepted = server.accept()) {
            Thread.ofVirtual().start(() -> {
                try {
                    client.getOutputStream().write(text.getBytes(US_ASCII));
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            accepted.getInputStream().readAllBytes();
        }
    }

    private static int flags(Frame frame) {
        return frame.bytes()[FLAGS_AT];
    }

    private static String text(Frame frame) {
        return new String(frame.bytes(), US_ASCII);
    }
}
