package workbook.buffers.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import workbook.kit.network.PrivateNetwork;
import workbook.testkit.NotRun;

class SweepTest {
    private static final LinkShape SHAPE = new LinkShape(20_000_000, Duration.ofMillis(10), 0);

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Sweep sweep = new Sweep(SHAPE, 1, new PrintStream(shown, true, UTF_8));

    @Test
    void doubles_the_buffers_from_4_kib_to_4_mib_and_then_leaves_them_alone() {
        assertThat(Sweep.ofBuffers()).extracting(setting -> setting.receiveBuffer().orElse(0) >> 10)
                .containsExactly(4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 0);
        assertThat(Sweep.ofBuffers()).extracting(Setting::queueBytes).containsOnly(Sweep.DEEP_QUEUE);
    }

    @Test
    void doubles_the_queue_up_to_the_deep_one() {
        assertThat(Sweep.ofQueues()).extracting(Setting::queueBytes)
                .containsExactly(8_192, 16_384, 32_768, 65_536, 131_072, Sweep.DEEP_QUEUE);
        assertThat(Sweep.ofQueues()).extracting(Setting::receiveBuffer).containsOnly(OptionalInt.empty());
    }

    @Test
    void takes_about_a_minute_unless_asked_for_more() {
        var three = new Sweep(SHAPE, 3, System.out);
        var length = three.length(Sweep.ofBuffers()).plus(three.length(Sweep.ofQueues()));
        assertThat(length).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(70));
    }

    /// A window of 4 KiB gives a twelfth of what the link can carry, and a third is asked for; the queue that a window of
    /// 128 KiB fills makes an answer take three round trips, and one and a half are asked for. On a busy machine all answers
    /// take longer, so those of the two windows are not compared.
    @Test
    void finds_that_a_small_window_is_slow_and_a_large_one_lets_answers_wait() throws Exception {
        var network = PrivateNetwork.enter();
        if (!network.isPrivate()) {
            throw new NotRun("the link is made of packets. " + network.reason(), "./workbook doctor");
        }
        try (var settings = new TcpSettings()) {
            var measured = sweep.run(List.of(new Setting(OptionalInt.of(4_096), Sweep.DEEP_QUEUE),
                    new Setting(OptionalInt.of(131_072), Sweep.DEEP_QUEUE)));
            var small = measured.getFirst();
            var large = measured.getLast();
            assertThat(large.mbits().getFirst()).isGreaterThan(3 * small.mbits().getFirst()).isLessThan(20);
            assertThat(Spread.of(large.answers()).median()).isGreaterThan(1.5 * SHAPE.roundTrip().toMillis());
            assertThat(small.answers()).allMatch(millis -> millis > SHAPE.roundTrip().toMillis());
            assertThat(small.kernelBytes()).containsExactly(8_192.0);
            assertThat(shown.toString(UTF_8)).contains("1/1  receive buffer 4 KiB, queue 256 KiB",
                    "1/1  receive buffer 128 KiB");
        }
    }

    @Test
    void leaves_the_networks_settings_as_they_were() throws Exception {
        var before = TcpSettings.congestionControl();
        try (var settings = new TcpSettings()) {
            assertThat(TcpSettings.congestionControl()).isIn("reno", before);
        }
        assertThat(TcpSettings.congestionControl()).isEqualTo(before);
    }
}
