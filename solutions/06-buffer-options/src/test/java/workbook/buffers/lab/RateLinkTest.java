package workbook.buffers.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import workbook.kit.network.PrivateNetwork;
import workbook.testkit.NotRun;
import workbook.testkit.Seed;

/// Two sockets of the kernel's with a link between them. That it is not too fast is asserted, that it is not too slow is
/// not: on a busy machine it is.
class RateLinkTest {
    private static final LinkShape SHAPE = new LinkShape(40_000_000, Duration.ofMillis(5), 1 << 20);

    @BeforeEach
    void need_a_private_network() {
        var network = PrivateNetwork.enter();
        if (!network.isPrivate()) {
            throw new NotRun("the link is made of packets. " + network.reason(), "./workbook doctor");
        }
    }

    @Test
    void carries_every_byte_in_order_both_ways_at_once() throws Exception {
        var there = Seed.bytes(Seed.random(), 300_000);
        var back = Seed.bytes(Seed.random(), 200_000);
        carries(SHAPE, there, back);
    }

    @Test
    void is_no_faster_than_it_was_asked_to_be() throws Exception {
        var start = System.nanoTime();
        carries(SHAPE, new byte[500_000], new byte[0]);
        assertThat(System.nanoTime() - start).isGreaterThan(SHAPE.nanosFor(500_000) + SHAPE.delay().toNanos());
    }

    @Test
    void loses_packets_where_the_queue_is_short_and_tcp_makes_up_for_it() throws Exception {
        var lost = carries(SHAPE.withQueue(6_000), Seed.bytes(Seed.random(), 300_000), new byte[0]);
        assertThat(lost).isPositive();
    }

    /// @return how many packets were lost on the way
    private static long carries(LinkShape shape, byte[] there, byte[] back) throws Exception {
        try (var listener = new ServerSocket(0, 1, PrivateNetwork.here());
                var link = RateLink.open(shape, Set.of(listener.getLocalPort()));
                var near = new Socket()) {
            near.connect(new InetSocketAddress(PrivateNetwork.nobody(), listener.getLocalPort()));
            try (var far = listener.accept()) {
                assertThat(far.getInetAddress()).isEqualTo(PrivateNetwork.nobody());
                var sent = CompletableFuture.allOf(send(near, there), send(far, back));
                var atNear = CompletableFuture.supplyAsync(() -> receive(near, back.length));
                assertThat(receive(far, there.length)).isEqualTo(there);
                assertThat(atNear.get()).isEqualTo(back);
                sent.get();
            }
            link.close();
            return link.lost();
        }
    }

    private static CompletableFuture<Void> send(Socket socket, byte[] bytes) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try {
                socket.getOutputStream().write(bytes);
                done.complete(null);
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static byte[] receive(Socket socket, int count) {
        try {
            return socket.getInputStream().readNBytes(count);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void lets_an_answer_wait_for_the_round_trip_at_least() throws Exception {
        try (var listener = new ServerSocket(0, 1, PrivateNetwork.here());
                var link = RateLink.open(SHAPE, Set.of(listener.getLocalPort()));
                var near = new Socket()) {
            near.connect(new InetSocketAddress(PrivateNetwork.nobody(), listener.getLocalPort()));
            try (var far = listener.accept()) {
                var start = System.nanoTime();
                near.getOutputStream().write('?');
                far.getOutputStream().write(far.getInputStream().read());
                assertThat(near.getInputStream().read()).isEqualTo('?');
                assertThat(System.nanoTime() - start).isGreaterThan(SHAPE.roundTrip().toNanos());
            }
            link.close();
            assertThat(link.lost()).isZero();
        }
    }

    @Test
    void can_be_closed_twice_and_opened_again() throws Exception {
        var link = RateLink.open(SHAPE, Set.of(1));
        link.close();
        link.close();
        carries(SHAPE, new byte[1_000], new byte[1_000]);
    }
}
