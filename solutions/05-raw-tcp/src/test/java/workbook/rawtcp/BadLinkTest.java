package workbook.rawtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workbook.kit.network.PrivateNetwork;
import workbook.testkit.Deadline;

/// 256 kilobytes over a link that loses 5 % of the packets, sends 5 % twice, and holds each up by anything to a time as
/// long as the quickest takes, so that they come in any order.
@Timeout(60)
class BadLinkTest {
    private static final int SEEDS = 200;
    private static final int BYTES = 256 * 1024;

    private static BadLink.Faults faults(Duration delay) {
        return new BadLink.Faults(0.05, 0.05, 0, delay, delay);
    }

    private static byte[] bytes(Random random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Both ways at once, in a time that is told: a second of it takes a few milliseconds.
    @Test
    void two_connections_bring_each_other_everything_whatever_the_seed() {
        var failed = IntStream.range(0, SEEDS).mapToObj(BadLinkTest::outcome).filter(each -> !each.isEmpty()).toList();
        assertThat(failed).isEmpty();
    }

    /// @return what is wrong, if anything is
    private static String outcome(int seed) {
        var random = new Random(seed);
        var link = new Link(faults(Duration.ofMillis(10)), random, Settings.DEFAULT, bytes(random), bytes(random),
                BYTES);
        var isOver = link.runs();
        return isOver && link.client.hasHeard(link.server) && link.server.hasHeard(link.client)
                ? ""
                : "seed " + seed + ": " + link.state();
    }

    /// The same in real time, with the kernel at the other end.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_kernel_gets_everything_back(long seed) throws Exception {
        Kernel.needed();
        var random = new Random(seed);
        var said = bytes(random);
        try (var stack = new Stack(
                new BadWire(Wire.toKernel(PrivateNetwork.nobody()), faults(Duration.ofMillis(1)), random),
                PrivateNetwork.nobody(), Settings.DEFAULT, random)) {
            stack.listen(SmallTalk.PORT, connection -> SmallTalk.echo(connection, System.err));
            try (var client = new Socket(PrivateNetwork.nobody(), SmallTalk.PORT)) {
                client.setSoTimeout(Deadline.ofTest().millis());
                var saying = CompletableFuture.runAsync(() -> say(client, said));
                var heard = client.getInputStream().readAllBytes();
                saying.get();
                assertThat(Arrays.equals(heard, said)).as(heard.length + " bytes of " + said.length).isTrue();
            }
        }
    }

    private static void say(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
