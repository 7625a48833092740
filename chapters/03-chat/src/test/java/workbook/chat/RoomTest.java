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
                connection -> made.incrementAndGet() == 2 ? choosy(direct(connection), "big") : direct(connection)))) {
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

    private static Outbox choosy(Outbox inner, String refused) {
        return new Outbox() {
            @Override
            public boolean offer(byte[] line) {
                return !new String(line, UTF_8).contains(refused) && inner.offer(line);
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }

    @Test
    void keeps_a_member_that_its_answer_does_not_reach() throws IOException {
        var made = new AtomicInteger();
        try (var scene = scene(parts(new Guests(),
                connection -> made.incrementAndGet() == 2 ? choosy(direct(connection), "!") : direct(connection)))) {
            var one = scene.joins();
            var two = scene.joins();
            scene.transcript.test("had guest2's outbox take no line with \"!\" in it");
            two.says("/dance");
            two.says("sorry");
            for (var member : List.of(one, two)) {
                member.hearsOr(
                        "an answer was not taken, and that was the end of its member: the line is lost, and nothing "
                                + "else",
                        "<guest2> sorry");
            }
        }
    }

    @Test
    void lets_a_member_go_whose_conversation_breaks() throws IOException {
        var talk = new Breaking();
        try (var scene = scene(parts(talk, RoomTest::direct))) {
            scene.joins();
            var leaver = scene.joins();
            var last = scene.joins();
            scene.transcript.test("had the talk throw an IllegalStateException at \"break\", and an AssertionError at "
                    + "\"burst\"");
            leaver.says("break");
            scene.hasLeft(leaver);
            hasEnded(scene, leaver);
            Check.of(scene.transcript)
                    .likely("a talk keeps the name of a member until that leaves, once")
                    .that("as the leavers that the talk was told of", List.copyOf(talk.left))
                    .is(List.of("guest2"));
            last.says("burst");
            scene.hasLeft(last, "not everything that is thrown is an Exception: an Error ends a thread just as well");
            hasEnded(scene, last);
        }
    }

    private static void hasEnded(Scene<?> scene, Member leaver) {
        var heard = leaver.next();
        Check.of(scene.transcript)
                .likely("the way out that an exception takes passes by no close")
                .holds(heard.equals(Member.END), Member.END + " at " + leaver.name, heard);
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
            if (command instanceof Command.Say(var text) && text.startsWith("b")) {
                // So that no stack of the test's own stands in what was printed.
                Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
                breaks(text);
            }
            return guests.handle(sender, command);
        }

        private static void breaks(String text) {
            if (text.equals("burst")) {
                throw new AssertionError("made by the test");
            }
            if (text.equals("break")) {
                throw new IllegalStateException("made by the test");
            }
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
    void has_an_outbox_send_what_it_keeps_before_its_connection_is_closed() throws IOException {
        var made = new AtomicInteger();
        try (var scene = scene(parts(new Guests(),
                connection -> made.incrementAndGet() > 1 ? keeping(connection) : direct(connection)))) {
            scene.joins();
            var leaver = scene.joins();
            var stayer = scene.joins();
            scene.transcript
                    .test("had the outboxes of guest2 and guest3 keep refusals and goodbyes until they are closed");
            leaver.says("/dance");
            leaver.halfCloses();
            leaver.hearsOr("the connection was closed before the outbox: what had been taken for this member was lost",
                    "! this room knows no commands but /quit");
            scene.hasLeft(leaver);
            scene.transcript.test("had you stop");
            Call.doing(scene.transcript, () -> scene.room.stop(Duration.ofSeconds(1))).completes();
            stayer.hearsOr(
                    "the goodbye was put into an outbox, and the connection was closed: an outbox that keeps lines "
                            + "has sent them when its close() returns, and not before",
                    Lines.CLOSING);
        }
    }

    /// Keeps answers and goodbyes, as an outbox with a queue may.
    private static Outbox keeping(Connection connection) throws IOException {
        var inner = direct(connection);
        return new Outbox() {
            private final ArrayList<byte[]> kept = new ArrayList<>();

            @Override
            public synchronized boolean offer(byte[] line) {
                var text = new String(line, UTF_8);
                if (text.startsWith("!") || text.equals(Lines.CLOSING + "\r\n")) {
                    return kept.add(line);
                }
                return inner.offer(line);
            }

            @Override
            public synchronized void close() {
                kept.forEach(inner::offer);
                kept.clear();
                inner.close();
            }
        };
    }

    @Test
    void closes_every_connection_though_one_does_not_close() throws Exception {
        var hands = List.of(new HandConnection(), new HandConnection(), new HandConnection());
        try (var scene = scene(parts(new Guests(), RoomTest::direct))) {
            var one = scene.joins();
            for (var hand : hands) {
                hand.complainsWhenClosed();
                Thread.ofPlatform().daemon().name("testkit member").start(() -> {
                    try {
                        scene.room.converse(hand);
                    } catch (IOException | RuntimeException e) {
                        // As it was told to.
                    }
                });
                one.next();
            }
            scene.transcript
                    .test("had three more members, the close() of whose connections throws an IOException, and had "
                            + "you stop");
            Call.doing(scene.transcript, () -> {
                try {
                    scene.room.stop(Duration.ofSeconds(1));
                } catch (IOException e) {
                    // It may say so, when it is done.
                }
            })
                    .whenHung("one close() has thrown, and the connections behind it were not closed: their members' "
                            + "threads are waited for")
                    .completes();
            for (var hand : hands) {
                Check.of(scene.transcript)
                        .likely("one close() has thrown, and the connections behind it were not closed")
                        .holds(hand.isClosedNow(), "that all connections are closed", "that one is open");
            }
        } finally {
            hands.forEach(HandConnection::letsGo);
        }
    }

    @Test
    void takes_nobody_in_when_it_has_stopped() throws IOException {
        try (var scene = scene(parts(new Guests(), RoomTest::direct)); var hand = new HandConnection()) {
            scene.joins();
            Call.doing(scene.transcript, () -> scene.room.stop(Duration.ofSeconds(1))).completes();
            scene.transcript
                    .test("had you stop, and then converse over one more connection, as somebody may who was let in just "
                            + "before");
            // So that whoever listens to it comes to an end.
            hand.ends();
            Call.doing(scene.transcript, () -> {
                try {
                    scene.room.converse(hand);
                } catch (IOException e) {
                    // It may say so.
                }
            })
                    .completes()
                    .likely("whoever was let in just before the room stopped joins it afterwards, and nobody will say "
                            + "goodbye to it, or close its connection")
                    .that("as what the connection was given", hand.taken())
                    .is("")
                    .likely("nobody closes it any more")
                    .holds(hand.isClosedNow(), "a closed connection", "an open one");
            scene.counts(0, "a room that has stopped has no members");
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

    @Test
    void waits_for_its_goodbye() throws IOException {
        var slow = new SlowGoodbye();
        try (var scene = scene(parts(new Guests(), slow::around))) {
            scene.joins();
            scene.transcript
                    .test("had the outbox take " + SlowGoodbye.LONG.toMillis() + " ms for the goodbye, and gave stop "
                            + HELD.toMillis() + " ms");
            Call.doing(scene.transcript, () -> {
                scene.room.stop(HELD);
                slow.stopReturned();
            }).completes();
            Check.of(scene.transcript)
                    .likely("a thread of the room's still works when stop returns: the one that says goodbye is one of them, "
                            + "also when the limit is over")
                    .holds(!slow.wasLeftBehind(), "that the goodbye was over when stop returned", "that it was not");
        }
    }

    /// An outbox at which the goodbye takes its time.
    private static final class SlowGoodbye {
        private static final Duration LONG = Duration.ofMillis(400);

        private final CountDownLatch stopReturned = new CountDownLatch(1);
        private final AtomicInteger underWay = new AtomicInteger();
        private volatile boolean wasLeftBehind;

        void stopReturned() {
            wasLeftBehind = underWay.get() > 0;
            stopReturned.countDown();
        }

        boolean wasLeftBehind() {
            return wasLeftBehind;
        }

        Outbox around(Connection connection) throws IOException {
            var inner = direct(connection);
            return new Outbox() {
                @Override
                public boolean offer(byte[] line) {
                    if (new String(line, UTF_8).equals(Lines.CLOSING + "\r\n")) {
                        await();
                    }
                    return inner.offer(line);
                }

                @Override
                public void close() {
                    inner.close();
                }
            };
        }

        private void await() {
            underWay.incrementAndGet();
            try {
                stopReturned.await(LONG.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                underWay.decrementAndGet();
            }
        }
    }
}
