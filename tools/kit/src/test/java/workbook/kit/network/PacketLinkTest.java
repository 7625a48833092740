package workbook.kit.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 5, threadMode = ThreadMode.SEPARATE_THREAD)
class PacketLinkTest {
    private static final Duration LONG = Duration.ofHours(1);

    @BeforeEach
    void assume_that_packets_can_be_had() {
        var network = PrivateNetwork.enter();
        assumeTrue(network.isPrivate(), network.reason());
    }

    @Test
    void takes_what_the_kernel_sends_to_nobody() throws IOException {
        try (var link = PacketLink.open(PrivateNetwork.nobody()); var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket("hello".getBytes(US_ASCII), 5,
                    new InetSocketAddress(PrivateNetwork.nobody(), 9)));
            link.await(LONG);
            var packet = link.receive().orElseThrow();
            // Behind a header of 20 bytes for IP, and one of 8 for UDP.
            assertThat(Arrays.copyOfRange(packet, 28, 33)).asString(US_ASCII).isEqualTo("hello");
        }
    }

    @Test
    void waits_no_longer_than_it_is_told() throws IOException {
        try (var link = PacketLink.open(PrivateNetwork.nobody())) {
            var start = System.nanoTime();
            link.await(Duration.ofNanos(300_000));
            assertThat(System.nanoTime() - start).isGreaterThan(300_000);
            link.await(Duration.ZERO);
            link.await(Duration.ofMillis(-1));
            assertThat(link.receive()).isEmpty();
        }
    }

    @Test
    void is_woken_once_by_each_call() throws IOException {
        try (var link = PacketLink.open(PrivateNetwork.nobody())) {
            link.wake();
            link.await(LONG);
            var start = System.nanoTime();
            link.await(Duration.ofMillis(2));
            assertThat(System.nanoTime() - start).isGreaterThan(2_000_000);
        }
    }
}
