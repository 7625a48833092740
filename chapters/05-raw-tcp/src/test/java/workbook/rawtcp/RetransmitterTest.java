package workbook.rawtcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static workbook.rawtcp.Control.ACK;
import static workbook.rawtcp.Control.FIN;
import static workbook.rawtcp.Control.SYN;
import static workbook.rawtcp.Talk.ENDS;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Transcript;

class RetransmitterTest {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final int FIRST = 1_000;

    private static final String TWICE = "the timeout is twice as long each time: whatever keeps the acknowledgment away, sending "
            + "more of it does not help";
    private static final String WHICH = "the segment was sent twice, and nobody knows which of the two arrived: the time is not "
            + "measured (Karn's rule)";
    private static final String ONCE = "the same segment several times at once: however late tick is called, one repeat is due";
    private static final String FIRST_MEASUREMENT = "RFC 6298, 2.2: the first measurement is the smoothed time, half of it the "
            + "spread; the timeout is the one plus four times the other, or plus the granularity if that is more";
    private static final String NO_DOUBLING = "from a measurement the timeout is made anew: of the doubled one nothing is left";
    private static final String LINE = "the numbers go round, and something here compares them on a line";

    /// A retransmitter, and a clock that goes when the test wants it to. Each segment has ten bytes.
    private static final class Scene {
        final Transcript transcript = new Transcript();
        final Retransmitter retransmitter;
        private int next;
        private long now;

        Scene() {
            this(SHORTEST, 10);
        }

        Scene(Duration shortest, int mostRepeats) {
            this(shortest, mostRepeats, FIRST);
        }

        Scene(Duration shortest, int mostRepeats, int first) {
            transcript.test("began with a shortest timeout of " + shortest.toMillis() + " ms, and " + mostRepeats
                    + " repeats at most");
            retransmitter = Call.of(transcript, () -> new Retransmitter(shortest, mostRepeats)).value();
            next = first;
        }

        private Instant instant() {
            return Instant.EPOCH.plusMillis(now);
        }

        Scene at(long millis) {
            now = millis;
            return this;
        }

        /// Sends so many segments at once.
        Scene sends(int count) {
            for (var i = 0; i < count; i++) {
                sends(ACK, 10);
            }
            return this;
        }

        Scene sends(int control, int bytes) {
            var segment = ENDS.segment(next, 1, control, 0xffff, new byte[0],
                    "x".repeat(bytes).getBytes(US_ASCII));
            next = segment.end();
            transcript.test(clock() + "sent " + Talk.text(segment));
            Call.doing(transcript, () -> retransmitter.sent(segment, instant())).completes();
            return this;
        }

        private String clock() {
            return "at " + now + " ms ";
        }

        Scene hears(int acknowledgment) {
            transcript.test(clock() + "heard ACK " + Integer.toUnsignedString(acknowledgment));
            Call.doing(transcript, () -> retransmitter.acknowledged(acknowledgment, instant())).completes();
            return this;
        }

        /// All that was sent has arrived.
        Scene hearsAll() {
            return hears(next);
        }

        Scene ticks(String likely, Integer... sequences) {
            transcript.test(clock() + "called tick");
            return repeats(Call.of(transcript, () -> retransmitter.tick(instant())).value(), likely, sequences);
        }

        Scene repeatsFirst(String likely, Integer... sequences) {
            transcript.test(clock() + "called repeatFirst");
            return repeats(Call.of(transcript, retransmitter::repeatFirst).value(), likely, sequences);
        }

        private Scene repeats(List<Segment> segments, String likely, Integer... sequences) {
            var numbers = segments.stream().map(segment -> segment.header().sequence()).map(Integer::toUnsignedString);
            var found = numbers.toList();
            check().likelyIf(found.stream().distinct().count() < found.size(), ONCE)
                    .likelyIf(!likely.isEmpty(), likely)
                    .that("as the numbers of what is sent again", found)
                    .is(Arrays.stream(sequences).map(Integer::toUnsignedString).toList());
            return this;
        }

        Scene hasTimeout(double millis, String likely) {
            var timeout = Call.of(transcript, retransmitter::timeout).value();
            check().likelyIf(!likely.isEmpty(), likely)
                    .holds(Math.abs(timeout.toNanos() / 1e6 - millis) < 0.1, "a timeout of " + text(millis),
                            text(timeout.toNanos() / 1e6));
            return this;
        }

        private static String text(double millis) {
            return Math.rint(millis * 10) / 10 + " ms";
        }

        Scene hasAlarm(long millis, String likely) {
            return hasAlarm(Optional.of(millis), likely);
        }

        Scene hasNoAlarm(String likely) {
            return hasAlarm(Optional.empty(), likely);
        }

        private Scene hasAlarm(Optional<Long> millis, String likely) {
            var alarm = Call.of(transcript, retransmitter::alarm).value();
            is("as the alarm",
                    alarm.map(at -> "at " + Duration.between(Instant.EPOCH, at.plusNanos(50_000)).toMillis() + " ms")
                            .orElse("none"),
                    millis.map(at -> "at " + at + " ms").orElse("none"), likely);
            return this;
        }

        Scene isGivenUp(boolean expected, String likely) {
            is("from isGivenUp", Call.of(transcript, retransmitter::isGivenUp).value(), expected, likely);
            return this;
        }

        Scene isEmpty(boolean expected, String likely) {
            is("from isEmpty", Call.of(transcript, retransmitter::isEmpty).value(), expected, likely);
            return this;
        }

        /// One segment is sent, and has arrived after so long.
        Scene measures(long millis) {
            return sends(1).at(now + millis).hearsAll();
        }

        private void is(String where, Object actual, Object expected, String likely) {
            check().likelyIf(!likely.isEmpty(), likely).that(where, actual).is(expected);
        }

        private Check check() {
            return Check.of(transcript);
        }
    }

    // Again

    @Test
    void repeats_when_the_time_is_over() {
        var scene = new Scene().sends(1);
        scene.hasAlarm(1_000, "as long as nothing was measured it waits a second");
        scene.at(999).ticks("its time is not over");
        scene.at(1_000)
                .ticks("the time is over at that very moment: whoever is woken then will not come a second time",
                        FIRST);
        scene.at(1_001).ticks("it was sent again, once, and has a new time now");
    }

    @Test
    void repeats_nothing_that_has_arrived() {
        var scene = new Scene().sends(2).at(100).hearsAll().isEmpty(true, "");
        scene.at(5_000).ticks("all of it has arrived").repeatsFirst("all of it has arrived");
    }

    @Test
    void waits_twice_as_long_each_time() {
        var scene = new Scene().sends(1);
        var at = 0L;
        for (var timeout : List.of(1_000L, 2_000L, 4_000L, 8_000L)) {
            scene.hasTimeout(timeout, TWICE);
            at += timeout;
            scene.hasAlarm(at, TWICE).at(at).ticks("", FIRST);
        }
    }

    @Test
    void never_waits_longer_than_the_longest() {
        var scene = new Scene().sends(1);
        for (var at : List.of(1_000L, 3_000L, 7_000L, 15_000L, 31_000L, 63_000L)) {
            scene.at(at).ticks("", FIRST);
        }
        scene.hasTimeout(60_000, "it never waits longer than a minute").hasAlarm(123_000, "");
        scene.at(123_000).ticks("", FIRST).hasTimeout(60_000, "it never waits longer than a minute");
    }

    @Test
    void repeats_the_oldest_only() {
        var scene = new Scene().sends(3).at(1_000);
        scene.ticks("one is sent again, the oldest: the others may have arrived, and behind a hole nobody says so",
                FIRST);
        scene.at(1_100).hears(FIRST + 10).at(20_000);
        scene.ticks("now another one is the oldest", FIRST + 10);
    }

    @Test
    void repeats_syn_and_fin_too() {
        var scene = new Scene().sends(SYN, 0);
        scene.at(1_000).ticks("a SYN takes a number, and can be lost like a byte", FIRST);
        scene.at(1_100).hearsAll().sends(FIN | ACK, 0).at(9_000);
        scene.ticks("a FIN takes a number, and can be lost like a byte", FIRST + 1);
    }

    @Test
    void keeps_a_fin_until_it_is_acknowledged() {
        var scene = new Scene().sends(FIN | ACK, 10).at(100).hears(FIRST + 10);
        scene.isEmpty(false, "the data has arrived, and FIN has its own number behind it");
        scene.hears(FIRST + 11).isEmpty(true, "");
    }

    @Test
    void keeps_what_has_arrived_in_part() {
        var scene = new Scene().sends(1).at(100).hears(FIRST + 9);
        scene.isEmpty(false, "nine bytes of ten have arrived: the rest is still needed");
        scene.at(5_000).ticks("nine bytes of ten have arrived: the rest is still needed", FIRST);
    }

    // The timer

    @Test
    void starts_the_timer_with_the_first_segment() {
        var scene = new Scene().hasNoAlarm("nothing was sent");
        scene.sends(1).at(400).sends(1).at(900).sends(1);
        scene.hasAlarm(1_000,
                "the time is that of the oldest: put off by each new segment it would never be over as long as "
                        + "somebody writes");
    }

    @Test
    void starts_the_timer_again_when_something_arrives() {
        var scene = new Scene(Duration.ofSeconds(1), 10).sends(2).at(700).hears(FIRST + 10);
        scene.hasTimeout(2_100, FIRST_MEASUREMENT);
        scene.hasAlarm(2_800, "something has arrived, so all is well, and the next one has all of its time from now");
    }

    @Test
    void stops_the_timer_when_all_has_arrived() {
        var scene = new Scene().sends(1).at(100).hearsAll();
        scene.hasNoAlarm("nothing is left that could be sent again");
        scene.at(10_000).sends(1).hasAlarm(10_300, "it starts with the next segment");
    }

    @Test
    void is_not_put_off_by_what_brings_nothing_new() {
        var scene = new Scene().sends(2).at(100).hears(FIRST).at(500).hears(FIRST - 50);
        scene.hasAlarm(1_000, "the acknowledgment says nothing new: each of them would put the repeat off")
                .isEmpty(false, "");
        scene.at(600)
                .hears(FIRST + 5)
                .hasAlarm(1_000,
                        "a part of a segment has arrived, and what is waited for is all of it: the time goes on");
    }

    // How long

    @Test
    void takes_the_first_measurement_as_it_is() {
        new Scene().measures(100).hasTimeout(300, FIRST_MEASUREMENT);
    }

    // RFC 6298, 2.3. With 100, 100 and 300 ms: spread 50, 37.5, 78.125; smoothed 100, 100, 125.
    @Test
    void mixes_measurements_in_their_order() {
        var likely = "RFC 6298, 2.3: the smoothed time takes an eighth of each new one; the spread a quarter of its distance, "
                + "without its sign, from what was smoothed before";
        var scene = new Scene().measures(100).measures(100).hasTimeout(250, likely);
        scene.measures(300).hasTimeout(437.5, likely);
        scene.measures(25).hasTimeout(112.5 + 4 * (0.75 * 78.125 + 25), likely);
    }

    @Test
    void never_waits_shorter_than_the_shortest() {
        new Scene(Duration.ofMillis(200), 10).measures(10).hasTimeout(200, "shorter than the shortest is not allowed");
        new Scene().measures(40_000).hasTimeout(60_000, "it never waits longer than a minute");
    }

    @Test
    void leaves_room_for_the_clock() {
        var scene = new Scene();
        for (var i = 0; i < 60; i++) {
            scene.measures(100);
        }
        scene.hasTimeout(101,
                "the spread has become nothing, and a timeout as long as the way there and back is over just when the "
                        + "answer comes: the granularity of the clock is the least that is added");
    }

    @Test
    void measures_nothing_that_was_sent_twice() {
        var scene = new Scene().measures(100).hasTimeout(300, FIRST_MEASUREMENT).sends(1).at(400).ticks("", FIRST + 10);
        scene.hasTimeout(600, "");
        scene.at(410).hearsAll().hasTimeout(600, WHICH);
        scene.measures(100).hasTimeout(250, NO_DOUBLING);
    }

    @Test
    void measures_nothing_that_waited_for_a_repeated_one() {
        var scene = new Scene().measures(100).sends(2).at(400).ticks("", FIRST + 10);
        scene.at(410)
                .hearsAll()
                .hasTimeout(600, "the first of the two was sent twice, and the second one waited for it behind a "
                        + "hole: that is not the time of a way there and back");
    }

    @Test
    void repeats_before_its_time_without_consequences() {
        var scene = new Scene().repeatsFirst("").sends(2);
        scene.at(300).repeatsFirst("", FIRST).repeatsFirst("", FIRST);
        var likely = "nobody has waited in vain: timer and timeout stay as they are";
        scene.hasTimeout(1_000, likely).hasAlarm(1_000, likely);
    }

    @Test
    void measures_nothing_that_was_repeated_before_its_time() {
        var scene = new Scene().measures(100).sends(1).at(150).repeatsFirst("", FIRST + 10);
        scene.at(160).hearsAll().hasTimeout(300, WHICH);
    }

    @Test
    void keeps_the_longer_time_until_it_has_measured() {
        var scene = new Scene().sends(1).at(1_000).ticks("", FIRST).at(1_100).hearsAll();
        var likely = "what was repeated has arrived, and nothing was measured: the longer time holds for the next one, too";
        scene.hasTimeout(2_000, likely).sends(1).hasAlarm(3_100, likely);
        scene.at(1_200).hearsAll().hasTimeout(300, "now something was measured");
    }

    // Until when

    @Test
    void gives_up_at_last() {
        var scene = new Scene(SHORTEST, 3).sends(1);
        for (var at : List.of(1_000L, 3_000L, 7_000L)) {
            scene.at(at).ticks("it may be sent again so many times", FIRST);
            scene.isGivenUp(false, "it may be sent again so many times, and the last one has its time, too");
        }
        scene.at(15_000).ticks("it was sent again three times, and these are all");
        scene.isGivenUp(true, "nobody is there any more: who never gives up keeps it all for ever");
        scene.hasNoAlarm("it has given up, and an alarm wakes somebody for nothing, again and again");
        scene.at(100_000).ticks("it has given up").isGivenUp(true, "");
    }

    @Test
    void counts_the_repeats_of_one_segment() {
        var scene = new Scene(SHORTEST, 2).sends(2).at(1_000).ticks("", FIRST).at(3_000).ticks("", FIRST);
        scene.at(3_100).hears(FIRST + 10).at(7_100).ticks("", FIRST + 10);
        scene.isGivenUp(false,
                "the first one has arrived at last: the repeats of one segment are counted, not all of them");
        scene.at(15_100).ticks("", FIRST + 10).isGivenUp(false, "");
        scene.at(31_100).ticks("").isGivenUp(true, "");
    }

    @Test
    void has_numbers_that_go_round() {
        for (var first : List.of(-15, Integer.MAX_VALUE - 15)) {
            var scene = new Scene(SHORTEST, 10, first).sends(3).at(100).hears(first);
            scene.isEmpty(false, LINE).hears(first + 10).isEmpty(false, LINE);
            scene.at(9_000).ticks(LINE, first + 10);
            scene.hears(first + 30).isEmpty(true, LINE);
        }
    }

    @Test
    void is_one_of_two() {
        var first = new Scene().measures(100);
        new Scene().sends(1).at(1_000).ticks("", FIRST);
        first.hasTimeout(300, "another connection's time: what a retransmitter remembers is not static")
                .isEmpty(true, "");
    }

    // What is easily overlooked

    @Test
    void doubles_what_it_waits_for() {
        var scene = new Scene(Duration.ofMillis(200), 10).measures(10).hasTimeout(200, "").sends(1).at(210);
        scene.ticks("", FIRST + 10).hasTimeout(400, "what is doubled is the timeout, and not what it was made from");
    }

    @Test
    void counts_a_number_inside_a_segment_for_those_before_it() {
        var scene = new Scene().sends(3).at(100).hears(FIRST + 15);
        scene.hasTimeout(300, "everything before this number has arrived: the first segment is before it, whole")
                .hasAlarm(400, "something has arrived");
        scene.at(5_000).ticks("a number inside a segment says nothing against the one before it", FIRST + 10);
    }

    @Test
    void begins_again_from_now_when_it_comes_late() {
        var scene = new Scene().sends(1).at(9_000);
        scene.ticks("", FIRST)
                .hasAlarm(11_000, "the timer is started again from now: counted from the time that is over, the "
                        + "next repeats come all at once");
    }

    @Test
    void counts_on_whatever_else_happens() {
        var likely = "neither a number that is known, nor a new segment, nor a repeat before its time says that somebody is there";
        var scene = new Scene(SHORTEST, 2).sends(1).at(1_000).ticks("", FIRST).hears(FIRST).hears(FIRST + 5).sends(1);
        scene.repeatsFirst("", FIRST).at(3_000).ticks(likely, FIRST).hears(FIRST).sends(1).repeatsFirst("", FIRST);
        scene.at(7_000).ticks(likely).isGivenUp(true, likely);
    }

    @Test
    void counts_no_repeat_before_its_time() {
        var scene = new Scene(SHORTEST, 2).sends(1).at(10);
        scene.repeatsFirst("", FIRST).repeatsFirst("", FIRST).repeatsFirst("", FIRST);
        var likely = "only repeats by tick are counted: before its time, nobody has waited in vain";
        scene.at(1_000).ticks(likely, FIRST).at(3_000).ticks(likely, FIRST).isGivenUp(false, likely);
    }

    @Test
    void stays_given_up() {
        var scene = new Scene(SHORTEST, 1).sends(2).at(1_000).ticks("", FIRST).at(3_000).ticks("").isGivenUp(true, "");
        var likely = "it has given up, and for good: what comes afterwards is too late";
        scene.at(3_100).repeatsFirst(likely).sends(1).hasNoAlarm(likely).isEmpty(false, "nothing of it has arrived");
        scene.hears(FIRST + 10).hasNoAlarm(likely).isGivenUp(true, likely).at(90_000).ticks(likely);
    }

    @Test
    void waits_with_what_it_has_doubled() {
        var scene = new Scene().sends(2).at(1_000).ticks("", FIRST).at(1_100).hears(FIRST + 10);
        scene.hasTimeout(2_000, "nothing was measured, and the longer time holds")
                .hasAlarm(3_100, "something has arrived and nothing was measured: the timer starts again, and with the "
                        + "timeout that holds by now");
    }

    @Test
    void measures_what_was_sent_once_behind_a_repeated_one() {
        var scene = new Scene().sends(2).at(1_000).ticks("", FIRST).at(1_100).hears(FIRST + 10);
        scene.at(1_200)
                .hears(FIRST + 20)
                .hasTimeout(3_600,
                        "only the oldest was sent again: this one was sent once, arrived alone, and is measured");
    }

    @Test
    void waits_a_second_before_it_has_measured() {
        var scene = new Scene(Duration.ofSeconds(3), 10).hasTimeout(1_000,
                "the shortest is for what a measurement leads to: as long as nothing was measured it waits a second");
        scene.measures(100).hasTimeout(3_000, "");
    }

    @Test
    void takes_no_time_at_all_for_a_measurement() {
        new Scene().measures(0)
                .hasTimeout(1, FIRST_MEASUREMENT)
                .measures(100)
                .hasTimeout(112.5, "a measurement of 0 is one, too: this is the second, and not the first");
    }

    @Test
    void takes_nought_for_a_number_like_any_other() {
        new Scene(SHORTEST, 10, -30).sends(3)
                .at(100)
                .hears(0)
                .isEmpty(true, "0 is a number like any other, and comes behind 4294967295: all has arrived")
                .hasNoAlarm("nothing is left that could be sent again");
    }

    @Test
    void tries_a_syn_as_often_as_anything_else() {
        var scene = new Scene(SHORTEST, 5).sends(SYN, 0);
        for (var at : List.of(1_000L, 3_000L, 7_000L, 15_000L, 31_000L)) {
            scene.at(at).ticks("a kernel has fewer tries for a SYN; here it makes no difference what is sent", FIRST);
        }
        scene.isGivenUp(false, "").at(63_000).ticks("").isGivenUp(true, "");
    }
}
