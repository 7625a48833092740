package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import workbook.kit.Connection;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.LeaksAreJudgedBy;

@LeaksAreJudgedBy("ends_every_thread_and_socket_of_its_own")
class RoomTest extends RoomSuite {
    private static final Duration HELD = Duration.ofMillis(40);

    @Override
    Room open(Talk talk) throws IOException {
        return ThreadedRoom.open(Scene.ANY_PORT, parts(talk, RoomTest::direct));
    }

    private static Scene<ThreadedRoom> scene(RoomParts parts) {
        return new Scene<>(() -> ThreadedRoom.open(Scene.ANY_PORT, parts));
    }

    private static RoomParts parts(Talk talk, RoomParts.Outboxes outboxes) {
        return new RoomParts(talk, new Ears(), outboxes, Thread.ofVirtual().factory());
    }

    private static Outbox direct(Connection connection) throws IOException {
        return new DirectOutbox(connection.out());
    }

    // One line after the other

    @Test
    void lets_no_line_overtake_another() throws Exception {
        var gate = new Gate("first", "second");
        try (var scene = scene(parts(new Guests(), gate::around))) {
            var members = List.of(scene.joins(), scene.joins(), scene.joins());
            scene.transcript.test("kept the second member to be sent \"first\" waiting, up to " + HELD.toMillis()
                    + " ms");
            members.getFirst().says("first");
            gate.awaitHeld();
            members.getLast().says("second");
            var heard = members.stream().map(member -> order(member.next(), member.next())).toList();
            Check.of(scene.transcript)
                    .likely("while a line was on its way to the members another one was sent: a copy of the members, or "
                            + "a set that many threads may use, keeps the set in order and not the lines")
                    .holds(heard.stream().distinct().count() == 1 && !heard.contains("neither"),
                            "the same line first at all three", String.join(", ", heard));
        }
    }

    private static String order(String one, String two) {
        var both = one + two;
        return !Member.isLine(two) ? "neither" : both.indexOf("first") < both.indexOf("second") ? "first" : "second";
    }

    @Test
    void takes_a_member_in_while_a_line_is_being_sent() throws Exception {
        var gate = new Gate("hello", "joined");
        try (var scene = scene(parts(new Guests(), gate::around))) {
            var one = scene.joins();
            var two = scene.joins();
            var three = scene.joins();
            scene.transcript.test("kept the second member to be sent \"hello\" waiting, up to " + HELD.toMillis()
                    + " ms");
            one.says("hello");
            gate.awaitHeld();
            var newcomer = scene.connects(scene.nextGuest());
            for (var member : List.of(one, two, three)) {
                var heard = List.of(member.next(), member.next());
                Check.of(scene.transcript)
                        .likely("the set of members was changed in the middle of being gone through: that thread gets "
                                + "a ConcurrentModificationException, and the members behind never get the line")
                        .holds(heard.contains("<guest1> hello\r\n") && heard.contains("* guest4 joined\r\n"),
                                "\"<guest1> hello\" and \"* guest4 joined\" at " + member.name,
                                heard.stream().map(String::strip).toList().toString());
            }
            newcomer.says("hi");
            for (var member : List.of(one, two, three)) {
                member.hears("<guest4> hi");
            }
        }
    }

    /// Holds a line up at the second outbox to which it is offered, until this outbox was offered another one.
    private static final class Gate {
        private final String held;
        private final String awaited;
        private final CountDownLatch isHeld = new CountDownLatch(1);
        private final AtomicInteger offered = new AtomicInteger();

        Gate(String held, String awaited) {
            this.held = held;
            this.awaited = awaited;
        }

        void awaitHeld() throws InterruptedException {
            isHeld.await(Member.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }

        Outbox around(Connection connection) throws IOException {
            var inner = direct(connection);
            var overtaken = new CountDownLatch(1);
            return new Outbox() {
                @Override
                public boolean offer(byte[] line) {
                    var text = new String(line, UTF_8);
                    if (text.contains(held) && offered.incrementAndGet() == 2) {
                        isHeld.countDown();
                        await(overtaken);
                    }
                    var taken = inner.offer(line);
                    if (text.contains(awaited) && isHeld.getCount() == 0) {
                        overtaken.countDown();
                    }
                    return taken;
                }

                @Override
                public void close() {
                    inner.close();
                }
            };
        }

        private static void await(CountDownLatch overtaken) {
            try {
                overtaken.await(HELD.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // One member's trouble

    @Test
    void loses_a_line_that_is_not_taken_for_that_member_alone() throws IOException {
        var made = new AtomicInteger();
        try (var scene = scene(parts(new Guests(),
                connection -> made.incrementAndGet() == 2 ? choosy(direct(connection)) : direct(connection)))) {
            var one = scene.joins();
            var two = scene.joins();
            var three = scene.joins();
            scene.transcript.test("had guest2's outbox take no line with \"big\" in it");
            one.says("big news");
            for (var member : List.of(one, three)) {
                member.hearsOr(
                        "a member that takes nothing has ended the round for those behind it: the first false, or "
                                + "a remove from the set that is being gone through",
                        "<guest1> big news");
            }
            three.says("small news");
            for (var member : List.of(one, two, three)) {
                member.hearsOr("a line was not taken, and more was lost than that line for that member: it stays a "
                        + "member until its watch ends", "<guest3> small news");
            }
        }
    }

    private static Outbox choosy(Outbox inner) {
        return new Outbox() {
            @Override
            public boolean offer(byte[] line) {
                return !new String(line, UTF_8).contains("big") && inner.offer(line);
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }

    @Test
    void lets_a_member_go_whose_conversation_breaks() throws IOException {
        var talk = new Breaking();
        try (var scene = scene(parts(talk, RoomTest::direct))) {
            scene.joins();
            var leaver = scene.joins();
            scene.joins();
            scene.transcript.test("had the talk throw an IllegalStateException at \"break\"");
            leaver.says("break");
            scene.hasLeft(leaver);
            var heard = leaver.next();
            Check.of(scene.transcript)
                    .likely("the way out that an exception takes passes by no close")
                    .holds(heard.equals(Member.END), Member.END + " at " + leaver.name, heard)
                    .likely("a talk keeps the name of a member until that leaves, once")
                    .that("as the leavers that the talk was told of", List.copyOf(talk.left))
                    .is(List.of("guest2"));
        }
    }

    /// Guests who can break, and who take a while to leave.
    private static final class Breaking implements Talk {
        private final Guests guests = new Guests();
        private final ConcurrentLinkedQueue<String> left = new ConcurrentLinkedQueue<>();

        @Override
        public void join(Session newcomer) {
            guests.join(newcomer);
        }

        @Override
        public Reply handle(Session sender, Command command) {
            if (command.equals(new Command.Say("break"))) {
                // So that no stack of the test's own stands in what was printed.
                Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
                throw new IllegalStateException("made by the test");
            }
            return guests.handle(sender, command);
        }

        @Override
        public void leave(Session member) {
            guests.leave(member);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            left.add(member.name());
        }
    }

    @Test
    void closes_a_connection_that_gets_no_outbox() throws IOException {
        var isFirst = new AtomicBoolean(true);
        try (var scene = scene(parts(new Guests(), connection -> {
            if (isFirst.getAndSet(false)) {
                throw new IOException("made by the test");
            }
            return direct(connection);
        }))) {
            var nobody = scene.connects("the first caller, who gets no outbox,");
            var heard = nobody.next();
            Check.of(scene.transcript)
                    .likelyIf(Member.isLine(heard), "the lines of a member go through an outbox, which the parts make")
                    .likely("what is opened before the try is not closed by it")
                    .holds(heard.equals(Member.END), Member.END, heard);
            scene.joins();
            scene.counts(1, "whoever got no outbox was never a member");
        }
    }

    // Beyond sockets

    @Test
    void converses_over_a_connection_that_is_no_socket() throws Exception {
        try (var scene = scene(parts(new Guests(), RoomTest::direct)); var hand = new HandConnection()) {
            var one = scene.joins();
            scene.transcript.test("had you converse over a Connection of its own, without a socket");
            hand.brings("hel".getBytes(UTF_8));
            hand.brings("lo\r\nbye".getBytes(UTF_8));
            hand.brings("\r\n".getBytes(UTF_8));
            hand.ends();
            Call.doing(scene.transcript, () -> scene.room.converse(hand))
                    .when(() -> !hand.isClosedNow(), "the connection was not closed, or is waited for after its end")
                    .completes()
                    .that("as what the connection was given", hand.taken())
                    .is("* guest2 joined\r\n<guest2> hello\r\n<guest2> bye\r\n")
                    .likely("converse closes the connection, whoever has opened it")
                    .holds(hand.isClosedNow(), "a closed connection", "an open one");
            one.hears("* guest2 joined", "<guest2> hello", "<guest2> bye", "* guest2 left");
            scene.counts(1, "the member is still counted");
        }
    }

    // The end

    @Test
    void cuts_off_whoever_does_not_take_the_last_line() throws Exception {
        try (var scene = scene(parts(new Guests(), RoomTest::direct)); var hand = new HandConnection()) {
            var one = scene.joins();
            var conversation = Thread.ofPlatform().daemon().name("testkit member").start(() -> {
                try {
                    scene.room.converse(hand);
                } catch (IOException | RuntimeException e) {
                    // Cut off, one way or another.
                }
            });
            one.hears("* guest2 joined");
            hand.takesNothingMore();
            scene.transcript.test("let guest2's connection take nothing more");
            Call.doing(scene.transcript, () -> scene.room.stop(HELD))
                    .whenHung("it waits for a member that does not take the goodbye: only closing its connection ends "
                            + "that write, and whoever is to close it must not be the one who writes")
                    .completes()
                    .likely("the connection was left open when the limit was over")
                    .holds(hand.isClosedNow(), "a closed connection", "an open one");
            conversation.join(Member.PATIENCE);
            Check.of(scene.transcript)
                    .likely("the conversation goes on after the end")
                    .holds(!conversation.isAlive(), "that converse returns", "that it does not");
        }
    }

    @Test
    void ends_every_thread_and_socket_of_its_own() throws IOException {
        var threads = new ConcurrentLinkedQueue<Thread>();
        ThreadFactory recorded = task -> {
            var thread = Thread.ofPlatform().daemon().name("member").unstarted(task);
            threads.add(thread);
            return thread;
        };
        var talk = new Breaking();
        var parts = new RoomParts(talk, new Ears(), RoomTest::direct, recorded);
        try (var scene = scene(parts)) {
            scene.joins();
            scene.joins();
            scene.joins();
            Check.of(scene.transcript)
                    .likely("the parts say what kind of thread a member gets: ask their factory for it")
                    .holds(threads.size() >= 3, "3 threads of the factory's, or more", threads.size() + " of them");
            var left = new ArrayList<String>();
            Call.doing(scene.transcript, () -> {
                scene.room.stop(Duration.ofSeconds(1));
                left.addAll(talk.left);
            })
                    .whenHung("it waits for a thread that nothing ends: closing a connection ends its member's read")
                    .completes()
                    .likely("stop returned while members' threads were still at work, or before it had closed what they "
                            + "wait for")
                    .that("who had left the talk when stop returned", left.stream().sorted().toList())
                    .is(List.of("guest1", "guest2", "guest3"))
                    .likely("stop returned, and nobody ends these threads")
                    .holds(Eventually.holds(() -> threads.stream().noneMatch(Thread::isAlive),
                            Deadline.in(Member.PATIENCE)), "that all threads of the factory's end", "some run on");
        }
    }
}
