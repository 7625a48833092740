package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.LeaksAreJudgedBy;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

@LeaksAreJudgedBy("ends_its_thread_when_all_is_sent")
class SlowConsumerTest {
    private static final Duration HELD = Duration.ofMillis(40);
    /// For whoever gives up when it is interrupted.
    private static final Duration INTERRUPTED = Duration.ofMillis(100);
    private static final String MIXED = "a second write has begun while one was under way: several threads write, and one "
            + "line can get into another, or overtake it";

    /// An outbox, and the connection behind it.
    private static final class Post implements AutoCloseable {
        final Transcript transcript = new Transcript();
        final NarrowConnection connection = new NarrowConnection();
        final BoundedOutbox outbox;

        Post(int bound, Policy policy) {
            transcript.test("made a BoundedOutbox with a bound of " + bound + " and Policy." + policy);
            outbox = Call.of(transcript, () -> new BoundedOutbox(connection, bound, policy))
                    .whenHung("the constructor starts a thread, and does not do its work")
                    .value();
        }

        /// With a line of which the connection has taken half, and takes no more until it is let go.
        static Post thatStands(int bound, Policy policy) {
            var post = new Post(bound, policy);
            post.stands();
            return post;
        }

        void stands() {
            connection.holds();
            transcript.test("had the connection take half of the next line, and then nothing more");
            try {
                offers("line 0").returns(true);
                Check.of(transcript)
                        .likely("a line was taken, and nobody writes it")
                        .holds(connection.isBeingWritten(), "a write to the connection", "none");
            } catch (RuntimeException | Error e) {
                close();
                throw e;
            }
        }

        Call<Boolean> offers(String line) {
            transcript.test("offered \"" + line + "\"");
            return offersQuietly(line).whenHung("whoever offers a line waits until the connection has taken one: this "
                    + "one, or another that is being written by who holds a lock");
        }

        Call<Boolean> offersQuietly(String line) {
            return Call.of(transcript, () -> outbox.offer((line + "\r\n").getBytes(UTF_8)));
        }

        void letsGo() {
            transcript.test("had the connection take everything");
            connection.letsGo();
        }

        /// What the connection takes, compared as soon as it is as much.
        void sends(String likely, String lines) {
            Eventually.holds(() -> connection.taken().length() >= lines.length(), Deadline.in(Member.PATIENCE));
            Check.of(transcript).likely(likely).that("as what the connection has taken", connection.taken()).is(lines);
        }

        /// When the connection has gone, what waits goes with it.
        void writesNoMore() {
            Check.of(transcript)
                    .likely("after a write has failed the thread goes on, line by line, with a connection that is closed: "
                            + "what waits for it is thrown away")
                    .holds(connection.late() == 0, "no write after the connection was closed", connection.late()
                            + " of them");
        }

        /// Closes the outbox, on a thread of the test's.
        Thread closing() {
            return Thread.ofPlatform().daemon().name("testkit closes").start(outbox::close);
        }

        boolean ends(Thread closing, Duration limit) throws InterruptedException {
            return closing.join(limit);
        }

        @Override
        public void close() {
            connection.close();
            try {
                // A test that has hung has its report to write.
                var left = Deadline.ofTest().left();
                closing().join(left.compareTo(HELD) < 0 ? left : HELD);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// On a busy machine it may take a while to come as far.
    private static void awaitWait(Thread closing) {
        Eventually.holds(() -> closing.getState() != Thread.State.NEW && closing.getState() != Thread.State.RUNNABLE,
                Deadline.in(Member.PATIENCE));
    }

    private static String lines(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> "line " + i + "\r\n").collect(Collectors.joining());
    }

    @Test
    void sends_a_line_at_once() {
        try (var post = new Post(4, Policy.DROP)) {
            post.offers("line 1").returns(true);
            post.sends("it was kept back: a line goes out when it is there, and not when there are more, or at the end",
                    lines(1, 1));
            post.offers("line 2").returns(true);
            post.sends("it was kept back: a line goes out when it is there, and not when there are more, or at the end",
                    lines(1, 2));
        }
    }

    @Test
    void takes_lines_while_the_connection_takes_none() {
        try (var post = Post.thatStands(4, Policy.DROP)) {
            post.offers("line 1").returns(true);
            post.offers("line 2").returns(true);
            Check.of(post.transcript)
                    .likely(MIXED)
                    .holds(!Eventually.holds(post.connection::wasMixed, Deadline.in(HELD)), "one write at a time",
                            "another one while line 0 was being written");
            post.letsGo();
            post.sends("the lines go out one after the other, each whole, in the order in which they were taken",
                    lines(0, 2));
        }
    }

    @Test
    void has_no_more_lines_wait_than_its_bound() {
        for (var bound : List.of(1, 5)) {
            try (var post = Post.thatStands(bound, Policy.DROP)) {
                for (var i = 1; i <= bound; i++) {
                    post.offers("line " + i)
                            .whenReturned(taken -> !taken, "as many lines as the bound may wait; the one that is being "
                                    + "written does not wait any more")
                            .returns(true);
                }
                post.offers("one too many")
                        .whenReturned(taken -> taken,
                                "nothing stops it from growing, or an older line was thrown away, "
                                        + "which had been taken: for a member that never reads, lines without end pile up in "
                                        + "memory, or as threads")
                        .returns(false);
                post.letsGo();
                post.sends("all lines that were taken are sent, and none that was not", lines(0, bound));
            }
        }
    }

    @Test
    void does_not_wait_for_room() {
        try (var post = Post.thatStands(1, Policy.DROP)) {
            post.offers("line 1").returns(true);
            post.transcript.test("offered 50 more lines");
            for (var i = 0; i < 50; i++) {
                post.offersQuietly("one too many")
                        .whenHung("whoever offers a line to an outbox that is full waits until there is room: then a "
                                + "member that never reads stops everyone all the same, only later")
                        .returns(false);
            }
        }
    }

    @Test
    void goes_on_after_a_line_that_was_dropped() {
        try (var post = Post.thatStands(2, Policy.DROP)) {
            post.offers("line 1").returns(true);
            post.offers("line 2").returns(true);
            post.offers("one too many").returns(false);
            post.letsGo();
            post.sends("all lines that were taken are sent, and none that was not", lines(0, 2));
            for (var i = 3; i <= 8; i++) {
                post.offers("line " + i)
                        .whenReturned(taken -> !taken, "there is room again: lines that are sent do not wait any more, "
                                + "and with Policy.DROP the member stays")
                        .returns(true);
                post.sends("after a line that was dropped the next ones are sent again", lines(0, i));
            }
        }
    }

    @Test
    void disconnects_who_does_not_keep_up() throws InterruptedException {
        try (var post = Post.thatStands(2, Policy.DISCONNECT)) {
            post.offers("line 1").returns(true);
            post.offers("line 2").returns(true);
            Check.of(post.transcript)
                    .likely("it was disconnected too early: two lines may wait")
                    .holds(!post.connection.isClosedNow(), "an open connection", "a closed one");
            post.offers("one too many")
                    .whenHung("it waits for what it is about to break off: the lines that wait are not sent any more")
                    .returns(false);
            Check.of(post.transcript)
                    .likely("Policy.DISCONNECT was given, and the connection was not closed")
                    .holds(Eventually.holds(post.connection::isClosedNow, Deadline.in(Member.PATIENCE)),
                            "a closed connection", "an open one");
            post.offers("line 3").returns(false);
            Check.of(post.transcript)
                    .likely("close waits for lines that nobody will send any more")
                    .holds(post.ends(post.closing(), Member.PATIENCE), "that close returns", "that it does not");
            post.writesNoMore();
        }
    }

    @Test
    void takes_no_more_when_a_write_has_failed() throws InterruptedException {
        try (var post = Post.thatStands(10_000, Policy.DROP)) {
            post.offers("line 1").returns(true);
            post.connection.close();
            post.transcript.test("closed the connection");
            Check.of(post.transcript)
                    .likely("the thread that sends has ended, or goes on for nothing, and lines are taken that nobody will "
                            + "ever send")
                    .holds(Eventually.holds(() -> !post.outbox.offer("line 2\r\n".getBytes(UTF_8)),
                            Deadline.in(Member.PATIENCE)), "that offer returns false soon", "that it returns true")
                    .likely("close waits for lines that nobody will send any more")
                    .holds(post.ends(post.closing(), Member.PATIENCE), "that close returns", "that it does not");
            post.writesNoMore();
        }
    }

    @Test
    void sends_what_waits_before_close_returns() throws InterruptedException {
        try (var post = Post.thatStands(4, Policy.DROP)) {
            post.offers("line 1").returns(true);
            post.offers("line 2").returns(true);
            post.transcript.test("called close");
            var closing = post.closing();
            awaitWait(closing);
            Check.of(post.transcript)
                    .likely("close has not waited for the lines: whoever calls it closes the connection next, and what "
                            + "still waits, such as a goodbye, is lost")
                    .holds(!post.ends(closing, HELD), "that close waits", "that it has returned");
            post.offers("line 3")
                    .whenReturned(taken -> taken, "after close no line is taken, even while those before are sent")
                    .returns(false);
            post.letsGo();
            Check.of(post.transcript)
                    .likely("all was sent, and close goes on waiting: for a thread that waits for the next line, perhaps")
                    .holds(post.ends(closing, Member.PATIENCE), "that close returns", "that it does not")
                    .likely("what was taken before close is sent, once, and by one thread after the other")
                    .that("as what the connection has taken", post.connection.taken())
                    .is(lines(0, 2));
        }
    }

    @Test
    void loses_nothing_when_whoever_closes_it_is_interrupted() throws InterruptedException {
        try (var post = Post.thatStands(4, Policy.DROP)) {
            post.offers("line 1").returns(true);
            post.offers("line 2").returns(true);
            post.transcript.test("called close, and interrupted the thread that had called it");
            var closing = post.closing();
            awaitWait(closing);
            closing.interrupt();
            // Close may return now, or go on waiting.
            post.ends(closing, INTERRUPTED);
            post.letsGo();
            post.sends(
                    "an interrupt is meant for the thread that waits, and not for the member: what was taken is sent "
                            + "all the same",
                    lines(0, 2));
            Check.of(post.transcript)
                    .likely("close goes on waiting for a thread that has sent everything")
                    .holds(post.ends(closing, Member.PATIENCE), "that close returns", "that it does not");
        }
    }

    @Test
    void ends_its_thread_when_all_is_sent() throws InterruptedException {
        try (var post = new Post(4, Policy.DROP)) {
            post.offers("line 1").returns(true);
            post.sends("it was kept back", lines(1, 1));
            post.transcript.test("called close");
            Check.of(post.transcript)
                    .likely("nothing is left to be sent, and close waits for a thread that waits for the next line")
                    .holds(post.ends(post.closing(), Member.PATIENCE), "that close returns", "that it does not");
            post.offers("line 2").returns(false);
        }
    }

    @Test
    void mixes_no_lines() throws InterruptedException {
        var speakers = 4;
        var each = 200;
        try (var post = Post.thatStands(speakers * each, Policy.DROP)) {
            post.transcript.test("had " + speakers + " threads offer " + each + " lines each");
            var threads = new ArrayList<Thread>();
            for (var speaker = 1; speaker <= speakers; speaker++) {
                var name = "<speaker" + speaker + "> ";
                threads.add(Thread.ofPlatform().daemon().name("testkit speaker").start(() -> {
                    for (var i = 1; i <= each; i++) {
                        post.outbox.offer((name + "line " + i + "\r\n").getBytes(UTF_8));
                    }
                }));
            }
            for (var thread : threads) {
                thread.join(Member.PATIENCE);
            }
            post.letsGo();
            var all = speakers * each + 1;
            Eventually.holds(() -> post.connection.taken().lines().count() >= all, Deadline.in(Member.PATIENCE));
            Check.of(post.transcript)
                    .likely(MIXED)
                    .holds(!post.connection.wasMixed(), "one write at a time", "two at the same time");
            for (var speaker = 1; speaker <= speakers; speaker++) {
                var name = "<speaker" + speaker + "> ";
                var heard = post.connection.taken()
                        .lines()
                        .filter(line -> line.startsWith(name))
                        .collect(Collectors.joining("\n"));
                var said = IntStream.rangeClosed(1, each)
                        .mapToObj(i -> name + "line " + i)
                        .collect(Collectors.joining("\n"));
                Check.of(post.transcript)
                        .likely("one line has come into another, or overtaken it, or was lost: between two writes another "
                                + "thread can do a third")
                        .that("of what was offered by " + name.strip(), heard)
                        .is(said);
            }
        }
    }

    @Test
    void leaves_other_outboxes_alone() {
        try (var standing = Post.thatStands(4, Policy.DROP); var post = new Post(4, Policy.DROP)) {
            post.transcript.test("beside one whose connection takes nothing");
            post.offers("line 1").returns(true);
            post.sends("several outboxes share what sends, and one of them holds it up: each needs a thread of its own",
                    lines(1, 1));
        }
    }

    @Test
    void writes_a_line_whole_however_long_it_is() {
        for (var length : List.of(2_000, 100_000)) {
            try (var post = new Post(4, Policy.DROP)) {
                var line = "x".repeat(length) + "\r\n";
                Call.of(post.transcript, () -> post.outbox.offer(line.getBytes(UTF_8))).returns(true);
                Eventually.holds(() -> post.connection.taken().length() >= line.length(), Deadline.in(Member.PATIENCE));
                Check.of(post.transcript)
                        .that("as what the connection has taken", post.connection.taken())
                        .is(line)
                        .likely("a line was cut into pieces: it may be as long as it likes, and one write takes it whole")
                        .that("as the number of writes for a line of " + length + " characters",
                                post.connection.writes())
                        .is(1);
            }
        }
    }

    @Test
    void refuses_a_bound_below_one() {
        for (var bound : List.of(0, -1)) {
            try (var connection = new NarrowConnection()) {
                Call.of(() -> new BoundedOutbox(connection, bound, Policy.DROP))
                        .throwsA(IllegalArgumentException.class);
            }
        }
    }

    // In a room

    private final SlowConsumerSuite rooms = new SlowConsumerSuite() {
        @Override
        Room open(Talk talk, int bound, Policy policy) throws IOException {
            // So that what is not written yet is said here, and not on the thread of a member.
            try (var connection = new NarrowConnection();
                    var outbox = new BoundedOutbox(connection, bound, policy)) {
                outbox.offer("\r\n".getBytes(UTF_8));
            }
            return ThreadedRoom.open(Scene.ANY_PORT, new RoomParts(talk, new Ears(),
                    connection -> new BoundedOutbox(connection, bound, policy), Thread.ofVirtual().factory()));
        }
    };

    @Test
    void tells_the_others_everything_while_one_reads_nothing() throws IOException {
        rooms.tells_the_others_everything_while_one_reads_nothing();
    }

    @Test
    void drops_lines_for_the_one_that_does_not_keep_up() throws IOException {
        rooms.drops_lines_for_the_one_that_does_not_keep_up();
    }

    @Test
    void disconnects_the_one_that_does_not_keep_up() throws IOException {
        rooms.disconnects_the_one_that_does_not_keep_up();
    }

    @Test
    void stops_though_one_reads_nothing() throws IOException {
        rooms.stops_though_one_reads_nothing();
    }

    @Test
    void sends_what_waits_before_it_stops() throws IOException, InterruptedException {
        rooms.sends_what_waits_before_it_stops();
    }

    // An outside judge

    @Test
    @Witness("python3")
    void tells_one_python_everything_while_another_reads_nothing() throws IOException {
        rooms.tells_one_python_everything_while_another_reads_nothing();
    }
}
