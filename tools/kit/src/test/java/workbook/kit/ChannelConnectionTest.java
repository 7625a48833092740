package workbook.kit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import workbook.kit.network.PrivateNetwork;

/// A connection over a channel: one of a UNIX domain, unless a test says otherwise.
@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
class ChannelConnectionTest {
    @TempDir
    Path folder;

    private ServerSocketChannel server;
    private SocketChannel nearChannel;
    private SocketChannel farChannel;
    private Connection near;
    private Connection far;

    @BeforeEach
    void connect() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        connectThrough(UnixDomainSocketAddress.of(folder.resolve("s")));
    }

    private void connectThrough(SocketAddress address) throws IOException {
        server.bind(address);
        nearChannel = SocketChannel.open(server.getLocalAddress());
        farChannel = server.accept();
        near = Connection.of(nearChannel);
        far = Connection.of(farChannel);
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
    void reads_bytes_above_127_one_by_one() throws IOException {
        near.out().write(0xFF);
        assertThat(far.in().read()).isEqualTo(0xFF);
    }

    @Test
    void writes_more_than_the_kernel_has_room_for_and_keeps_every_write_whole() throws Exception {
        var writers = CompletableFuture.allOf(writes('a'), writes('b'));
        var ends = writers.thenRun(() -> {
            try {
                near.shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        var received = new String(far.in().readAllBytes(), US_ASCII);
        assertThat(received).isIn("a".repeat(MUCH) + "b".repeat(MUCH), "b".repeat(MUCH) + "a".repeat(MUCH));
        ends.get();
    }

    private static final int MUCH = 1 << 20;

    private CompletableFuture<Void> writes(char value) {
        return onThread(() -> near.out().write(Character.toString(value).repeat(MUCH).getBytes(US_ASCII)));
    }

    @Test
    void limits_a_read_even_to_less_than_a_millisecond_and_loses_nothing() throws IOException {
        near.timeout(Duration.ofNanos(1));
        assertThatThrownBy(() -> near.in().read()).isInstanceOf(SocketTimeoutException.class);
        near.timeout(Duration.ofSeconds(4));
        far.out().write('x');
        assertThat(near.in().read()).isEqualTo('x');
    }

    @Test
    void refuses_a_negative_limit() {
        assertThatThrownBy(() -> near.timeout(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reads_without_a_limit_until_something_comes() throws Exception {
        var read = onThread(() -> assertThat(near.in().read()).isEqualTo('x'));
        assertThatThrownBy(() -> read.get(150, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        far.out().write('x');
        read.get();
    }

    @Test
    void wakes_the_reader_when_it_is_closed() throws Exception {
        assertThat(endOfRead(near::close)).isInstanceOf(SocketException.class).hasMessage("Socket closed");
    }

    @Test
    void wakes_the_reader_when_the_channel_is_closed_behind_its_back() throws Exception {
        assertThat(endOfRead(nearChannel::close)).isInstanceOf(SocketException.class).hasMessage("Socket closed");
    }

    @Test
    void an_interrupt_closes_it() throws Exception {
        var thread = new CompletableFuture<Thread>();
        var read = failureOf(() -> {
            thread.complete(Thread.currentThread());
            near.in().read();
        });
        thread.get().interrupt();
        assertThat(read.get()).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
        assertThat(far.in().read()).isEqualTo(-1);
    }

    @Test
    void leaves_no_descriptor_open_to_the_peer_when_the_channel_alone_is_closed() throws IOException {
        near.timeout(Duration.ofMillis(1));
        assertThatThrownBy(() -> near.in().read()).isInstanceOf(SocketTimeoutException.class);
        nearChannel.close();
        assertThat(far.in().read()).isEqualTo(-1);
    }

    @Test
    void is_of_no_use_after_it_was_closed_but_for_its_peer() throws IOException {
        near.close();
        near.close();
        assertThat(near.peer()).isEqualTo(server.getLocalAddress());
        assertThatThrownBy(near::in).hasMessage("Socket closed");
        assertThatThrownBy(near::shutdownOutput).hasMessage("Socket closed");
    }

    @Test
    void closing_a_stream_closes_the_connection_as_with_a_socket() throws IOException {
        near.in().close();
        assertThat(far.in().read()).isEqualTo(-1);
        far.out().close();
        assertThat(farChannel.isOpen()).isFalse();
    }

    @Test
    void is_the_socket_s_own_over_tcp() throws IOException {
        PrivateNetwork.enter();
        close();
        server = ServerSocketChannel.open();
        connectThrough(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        carries_bytes_both_ways_and_reads_on_after_its_own_end();
        assertThat(nearChannel.isBlocking()).isTrue();
    }

    private interface Act {
        void run() throws Exception;
    }

    private Exception endOfRead(Act act) throws Exception {
        InputStream in = near.in();
        var end = failureOf(in::read);
        Thread.sleep(20);
        act.run();
        return end.get();
    }

    private static CompletableFuture<Exception> failureOf(Act act) {
        var failure = new CompletableFuture<Exception>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                act.run();
                failure.completeExceptionally(new AssertionError("it did not fail"));
            } catch (Exception e) {
                failure.complete(e);
            }
        });
        return failure;
    }

    private static CompletableFuture<Void> onThread(Act act) {
        return CompletableFuture.runAsync(() -> {
            try {
                act.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }, task -> Thread.ofPlatform().daemon().start(task));
    }
}
