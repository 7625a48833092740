package workbook.chat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import workbook.kit.Todo;
import workbook.testkit.Call;
import workbook.testkit.Check;

class DeparturesTest extends DeparturesSuite {
    @Override
    Room open(Talk talk, Duration idle) throws IOException {
        var watch = new Departures(idle);
        isWritten(watch);
        return ThreadedRoom.open(Scene.ANY_PORT, new RoomParts(talk, watch,
                connection -> new DirectOutbox(connection.out()), Thread.ofVirtual().factory()));
    }

    /// Or else a thread of the room dies of it, and the test does not learn why.
    private static void isWritten(Watch watch) {
        var hand = new HandConnection();
        hand.ends();
        var asked = CompletableFuture.runAsync(
                () -> watch.watch(hand, new Session(new DirectOutbox(hand.out())), line -> false),
                task -> Thread.ofVirtual().start(task));
        try {
            asked.get(Member.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Todo todo) {
                throw todo;
            }
        } catch (TimeoutException e) {
            // Whatever it waits for, it is written.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hand.letsGo();
        }
    }

    // The watch alone

    /// The quickest pace of tests that wait for a silence.
    private static final Duration QUICK = Duration.ofMillis(100);

    @Test
    void says_left_when_the_member_ends_its_output() throws IOException {
        try (var member = new Watched()) {
            member.sends("one\r\ntwo\nthr");
            member.halfCloses();
            member.watchedBy(new Departures(LONG))
                    .whenReturned(Departure.RESET::equals, "-1 is the member's own end, and nothing broke: that would "
                            + "have been an exception")
                    .whenReturned(Departure.KICKED::equals, "the member has ended its output, and this side has closed "
                            + "nothing")
                    .returns(Departure.LEFT);
            member.hasSaid("one", "two");
            member.isLeftOpen();
        }
    }

    @Test
    void says_left_as_soon_as_the_member_says_so() throws IOException {
        try (var member = new Watched()) {
            member.sends("one\r\n/quit\r\nthree\r\n");
            member.watchedBy(new Departures(LONG))
                    .whenHung("the listener said false at /quit: there is no need to wait for the end of the stream")
                    .returns(Departure.LEFT);
            member.hasSaid("one", "/quit");
        }
    }

    @Test
    void says_reset_when_the_connection_is_reset() throws IOException {
        try (var member = new Watched()) {
            member.resets();
            member.watchedBy(new Departures(LONG))
                    .whenReturned(Departure.KICKED::equals, "a read threw, and that was taken for the doing of this "
                            + "side; nothing was closed here, and no line was said")
                    .returns(Departure.RESET);
        }
    }

    @Test
    void says_kicked_when_a_line_breaks_the_rules() throws IOException {
        for (var line : List.of("x".repeat(Ears.LONGEST + 1), "<bo>\rhi\r\n")) {
            try (var member = new Watched()) {
                member.sends("one\r\n" + line);
                member.watchedBy(new Departures(LONG))
                        .whenReturned(Departure.RESET::equals, "a ProtocolException is an IOException, too")
                        .returns(Departure.KICKED);
                member.hasSaid("one");
                member.wasOffered("! a line is UTF-8, of at most 1,024 bytes\r\n");
            }
        }
    }

    @Test
    void says_kicked_when_this_side_closes_the_connection() throws IOException {
        try (var member = new Watched()) {
            member.sends("one\r\n");
            member.at("one", () -> Thread.ofPlatform().daemon().name("testkit closes").start(() -> {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                member.isKicked();
            }));
            member.watchedBy(new Departures(LONG))
                    .whenReturned(Departure.RESET::equals, "a read throws if the connection is reset, and it throws if "
                            + "another thread of this program closes it: the exception's type does not tell the two "
                            + "apart")
                    .whenReturned(Departure.LEFT::equals, "the member has not said that it leaves; it was closed upon")
                    .returns(Departure.KICKED);
        }
    }

    @Test
    void says_silent_after_the_time_without_a_byte() throws IOException {
        Paces.of(QUICK, idle -> {
            try (var member = new Watched()) {
                var times = new ArrayList<Long>();
                var waits = new ArrayList<Duration>();
                member.atQuestion(question -> {
                    times.add(System.nanoTime());
                    waits.add(member.connection.waited());
                    if (question == 1) {
                        // No line, and no answer; but somebody is there.
                        member.sends("x");
                    } else if (question > 2) {
                        member.isKicked();
                    }
                });
                var begin = System.nanoTime();
                member.watchedBy(new Departures(idle))
                        .whenReturned(Departure.LEFT::equals, "the member has not said that it leaves")
                        .whenReturned(Departure.RESET::equals,
                                "that nothing has come for a while is an exception in Java, "
                                        + "and an IOException, but none of the connection's")
                        .when(() -> times.size() > 2,
                                "it is asked again and again: that a question was taken to be sent "
                                        + "says nothing about whether anybody gets it")
                        .when(() -> times.size() == 1,
                                "one byte has come when it was asked for the first time: the time "
                                        + "starts anew, and so does what was asked")
                        .returns(Departure.SILENT);
                var end = System.nanoTime();
                member.wasOffered("?\r\n", "?\r\n");
                member.isLeftOpen();
                waited(member, "before the first question", begin, times.get(0), idle.dividedBy(2));
                waited(member, "from the last byte to the second question", times.get(0), times.get(1),
                        idle.dividedBy(2));
                waited(member, "from the last byte to the end", times.get(0), end, idle);
                waits.forEach(wait -> reads(member, "before a question", wait, idle, idle.dividedBy(2)));
                reads(member, "before the end", member.connection.waited(), idle, idle);
                var took = Duration.ofNanos(end - times.get(0));
                Check.of(member.transcript)
                        .likely("a read waits for longer than what is left of the time, or the time was counted from the "
                                + "question and not from the last byte")
                        .holds(took.compareTo(idle.multipliedBy(17).dividedBy(10)) < 0,
                                "the end not much later than " + idle.toMillis() + " ms after the last byte",
                                took.toMillis() + " ms");
                Check.of(member.transcript)
                        .likely("it was asked, and had no time to answer")
                        .holds(end - times.get(1) > idle.toNanos() / 16,
                                "some time from the second question to the end",
                                "none");
            }
        });
    }

    /// However late a busy machine lets it be, it must not have meant to be late.
    private static void reads(Watched member, String what, Duration waited, Duration idle, Duration most) {
        // Somebody who looks at a clock now and then begins the last look before the time.
        Check.of(member.transcript)
                .likely("the time limits of reads add up: who reads with the whole of the time asks when nobody has any "
                        + "left to answer, and whoever then begins anew lets the member go half as late again, or twice")
                .holds(waited.compareTo(most.plus(idle.dividedBy(8))) <= 0, "reads that wait for at most "
                        + most.toMillis() + " ms " + what + ", with an idle time of " + idle.toMillis() + " ms",
                        "reads that wait for " + waited.toMillis() + " ms");
    }

    private static void waited(Watched member, String what, long from, long to, Duration least) {
        var took = Duration.ofNanos(to - from);
        Check.of(member.transcript)
                .likely("it is too early: half of the time until the question, the whole until the end, both from the "
                        + "moment at which the last byte was dealt with")
                // A clock may be a little ahead of another.
                .holds(took.plusMillis(5).compareTo(least) >= 0, "at least " + least.toMillis() + " ms " + what,
                        took.toMillis() + " ms");
    }

    @Test
    void takes_any_byte_for_a_sign_of_life() throws IOException {
        Paces.of(QUICK, idle -> {
            try (var member = new Watched()) {
                member.at("a", member::halfCloses);
                member.atQuestion(question -> member.sends(question == 1 ? "a" : "\r\n"));
                member.watchedBy(new Departures(idle))
                        .whenReturned(Departure.SILENT::equals,
                                "somebody who types slowly is there: a line takes long, "
                                        + "and its bytes come")
                        .returns(Departure.LEFT);
                member.hasSaid("a");
            }
        });
    }

    @Test
    void asks_through_the_outbox() throws IOException {
        Paces.of(QUICK, idle -> {
            var past = "lines for a member go through its outbox: another thread may be in the middle of one, and a write "
                    + "to somebody who is gone may wait for ever";
            try (var member = new Watched()) {
                member.atQuestion(question -> member.halfCloses());
                member.watchedBy(new Departures(idle))
                        .whenReturned(Departure.SILENT::equals, past)
                        .returns(Departure.LEFT);
                member.connection.shutdownOutput();
                Check.of(member.transcript)
                        .likely(past)
                        .that("written to the connection itself", member.received())
                        .is("");
                member.wasOffered("?\r\n");
            }
        });
    }

    @Test
    void goes_on_with_a_member_that_cannot_be_asked() throws IOException {
        Paces.of(QUICK, idle -> {
            try (var member = new Watched()) {
                member.takesNothing();
                member.atQuestion(question -> {
                    member.sends("hi\r\n");
                    member.halfCloses();
                });
                member.watchedBy(new Departures(idle))
                        .whenReturned(gone -> gone != Departure.LEFT,
                                "an outbox that takes no line is full: its member is "
                                        + "slow to read, and may still speak")
                        .returns(Departure.LEFT);
                member.hasSaid("hi");
            }
        });
    }

    @Test
    void takes_no_delay_of_its_own_for_a_silence() throws IOException {
        Paces.of(QUICK, idle -> {
            try (var member = new Watched()) {
                member.at("one", () -> LockSupport.parkNanos(idle.multipliedBy(3).dividedBy(2).toNanos()));
                member.sends("one\r\n");
                member.sends("two\r\n");
                member.halfCloses();
                member.watchedBy(new Departures(idle))
                        .whenReturned(Departure.SILENT::equals,
                                "the listener was kept waiting, by a room that was busy with "
                                        + "others; meanwhile the member has spoken, and nobody has read it")
                        .returns(Departure.LEFT);
                member.hasSaid("one", "two");
                member.wasOffered();
            }
        });
    }

    @Test
    void begins_the_time_when_the_listener_is_done() throws IOException {
        Paces.of(QUICK, idle -> {
            try (var member = new Watched()) {
                var done = new AtomicLong();
                var asked = new AtomicLong();
                member.at("one", () -> {
                    LockSupport.parkNanos(idle.toNanos() * 6 / 10);
                    done.set(System.nanoTime());
                });
                member.atQuestion(question -> {
                    asked.set(System.nanoTime());
                    member.halfCloses();
                });
                member.sends("one\r\n");
                member.watchedBy(new Departures(idle))
                        .whenReturned(Departure.SILENT::equals,
                                "the listener was kept waiting, and that time was counted as "
                                        + "the member's silence")
                        .returns(Departure.LEFT);
                var took = Duration.ofNanos(asked.get() - done.get());
                Check.of(member.transcript)
                        .likely("the time was begun before the listener had the line, which then took "
                                + idle.toMillis() * 6 / 10
                                + " ms for it: that is no silence of the member's, who is asked too early, and soon let go")
                        .holds(took.plusMillis(5).compareTo(idle.dividedBy(2)) >= 0,
                                "at least " + idle.dividedBy(2).toMillis()
                                        + " ms from the listener's return to the question",
                                took.toMillis() + " ms");
            }
        });
    }

    @Test
    void lets_a_member_go_that_takes_nothing_and_says_nothing() throws IOException {
        try (var member = new Watched()) {
            member.takesNothing();
            member.atQuestion(question -> {
                if (question > 3) {
                    member.isKicked();
                }
            });
            member.watchedBy(new Departures(QUICK))
                    .whenReturned(Departure.KICKED::equals,
                            "its outbox takes nothing, and it was asked over and over: so nobody who is gone "
                                    + "ever leaves, if lines wait for them. A question that is not taken counts as one")
                    .returns(Departure.SILENT);
            member.wasOffered(Lines.PING + "\r\n");
        }
    }

    @Test
    void waits_as_long_as_it_is_told_to() throws IOException {
        var idle = Duration.ofMillis(2_900);
        var half = idle.dividedBy(2);
        try (var connection = new HastyConnection(); var member = new Watched()) {
            member.transcript
                    .test("had every read that has a time limit end at once, as if the time were over, and had "
                            + "an idle time of 2,900 ms");
            var waits = new ArrayList<Duration>();
            member.atQuestion(question -> waits.add(connection.waited()));
            member.watchedBy(new Departures(idle), connection).returns(Departure.LEFT);
            // Whoever asks a clock, and not the read, does not ask the member yet.
            for (var wait : waits) {
                var off = wait.minus(half).abs();
                Check.of(member.transcript)
                        .likely("the time is not what was asked for: was it rounded, or turned into seconds?")
                        .holds(off.compareTo(Duration.ofMillis(5)) <= 0, "a question after 1450 ms",
                                "after " + wait.toMillis() + " ms");
            }
        }
    }

    @Test
    void passes_on_what_the_listener_throws() throws IOException {
        try (var member = new Watched()) {
            member.transcript.test("had the listener throw an IllegalStateException");
            member.at("one", () -> {
                throw new IllegalStateException("made by the test");
            });
            member.sends("one\r\n");
            member.watchedBy(new Departures(LONG))
                    .whenReturned(gone -> true,
                            "the listener's exception is none of the connection's: whoever hides it "
                                    + "hides a mistake of the room, or of the talk, behind a member that seems to have left")
                    .throwsA(RuntimeException.class);
        }
    }

    @Test
    void refuses_a_time_that_is_none() {
        for (var idle : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
            Call.of(() -> {
                var watch = new Departures(idle);
                isWritten(watch);
                return watch;
            }).throwsA(IllegalArgumentException.class);
        }
    }

    @Test
    void keeps_what_it_knows_of_one_member_apart_from_another() throws IOException {
        var watch = Call.of(() -> new Departures(LONG)).value();
        try (var one = new Watched(); var two = new Watched()) {
            one.sends("half");
            one.halfCloses();
            one.watchedBy(watch).returns(Departure.LEFT);
            two.sends("line\r\n");
            two.halfCloses();
            two.watchedBy(watch).returns(Departure.LEFT);
            two.hasSaid("line");
        }
    }
}
