package workbook.buffers.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import workbook.testkit.Seed;

/// A lane with time made up: 8,000 bits per second are a byte in a millisecond.
class LaneTest {
    private static final long MILLI = 1_000_000;
    private static final LinkShape SLOW = new LinkShape(8_000, Duration.ofMillis(50), 100);

    private final Lane lane = new Lane(SLOW);

    @Test
    void takes_the_time_of_its_bytes_and_the_delay() {
        lane.put(new byte[10], 0);
        assertThat(lane.next()).hasValue(60 * MILLI);
        assertThat(lane.arrived(60 * MILLI - 1)).isEmpty();
        assertThat(lane.arrived(60 * MILLI)).hasSize(1);
        assertThat(lane.arrived(60 * MILLI)).isEmpty();
        assertThat(lane.next()).isEmpty();
    }

    @Test
    void sends_one_packet_after_the_other() {
        lane.put(new byte[10], 0);
        lane.put(new byte[20], 0);
        assertThat(lane.arrived(79 * MILLI)).hasSize(1);
        assertThat(lane.arrived(80 * MILLI)).hasSize(1);
    }

    @Test
    void does_not_save_up_the_time_that_it_is_idle() {
        lane.put(new byte[10], 0);
        lane.put(new byte[10], 1000 * MILLI);
        lane.put(new byte[10], 1000 * MILLI);
        lane.arrived(1000 * MILLI);
        assertThat(lane.arrived(1069 * MILLI)).hasSize(1);
        assertThat(lane.arrived(1070 * MILLI)).hasSize(1);
    }

    @Test
    void loses_what_finds_the_queue_full_and_nothing_else() {
        for (var i = 0; i < 12; i++) {
            lane.put(new byte[]{(byte) i, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0);
        }
        assertThat(lane.lost()).isEqualTo(2);
        assertThat(lane.arrived(Long.MAX_VALUE / 2)).extracting(packet -> (int) packet[0])
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        lane.put(new byte[10], 200 * MILLI);
        assertThat(lane.lost()).isEqualTo(2);
    }

    @Test
    void never_takes_a_packet_that_is_larger_than_its_queue() {
        lane.put(new byte[101], 0);
        assertThat(lane.lost()).isEqualTo(1);
        assertThat(lane.next()).isEmpty();
    }

    @Test
    void works_however_the_clock_stands() {
        var nearTheEnd = Long.MAX_VALUE - 5 * MILLI;
        lane.put(new byte[10], nearTheEnd);
        assertThat(lane.arrived(nearTheEnd + 59 * MILLI)).isEmpty();
        assertThat(lane.arrived(nearTheEnd + 60 * MILLI)).hasSize(1);
    }

    @Test
    void keeps_order_and_rate_and_every_byte_whenever_it_is_asked() {
        var random = Seed.random();
        var fast = new LinkShape(20_000_000, Duration.ofMillis(10), 50_000);
        var busy = new Lane(fast);
        var put = 0;
        var arrived = new ArrayList<Integer>();
        var bytes = 0L;
        var now = random.nextLong();
        var start = now;
        while (put < 5_000) {
            for (var burst = random.nextInt(60); burst > 0; burst--) {
                var packet = new byte[20 + random.nextInt(1_481)];
                packet[0] = (byte) (put >> 8);
                packet[1] = (byte) put;
                busy.put(packet, now);
                put++;
            }
            now += random.nextLong(20 * MILLI);
            bytes += take(busy.arrived(now), arrived);
            // What has arrived left a delay ago, and no faster than the rate allows.
            assertThat(bytes).isLessThanOrEqualTo(
                    1 + Math.max(0, fast.bytesIn(Duration.ofNanos(now - start).minus(fast.delay()))));
        }
        take(busy.arrived(now + 1_000 * MILLI), arrived);
        assertThat(arrived).isSorted().doesNotHaveDuplicates();
        assertThat(arrived.size() + busy.lost()).isEqualTo(put);
        assertThat(busy.lost()).isPositive();
    }

    private static long take(List<byte[]> packets, List<Integer> numbers) {
        var bytes = 0L;
        for (var packet : packets) {
            numbers.add((packet[0] & 0xff) << 8 | packet[1] & 0xff);
            bytes += packet.length;
        }
        return bytes;
    }
}
