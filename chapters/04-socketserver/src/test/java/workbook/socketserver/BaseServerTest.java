package workbook.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static workbook.socketserver.LoopScene.ACTIONS;
import static workbook.socketserver.LoopScene.LONG;
import static workbook.socketserver.LoopScene.LOOP_ENDS;
import static workbook.socketserver.LoopScene.REQUEST;
import static workbook.socketserver.LoopScene.SHUTDOWN_RETURNS;
import static workbook.socketserver.LoopScene.WAITS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.Python;
import workbook.testkit.Witness;

/// Rows 1 to 6 of the chapter's checklist.
class BaseServerTest {
    private static final int OPEN = 500;
    private static final String NEVER_LOOKED = "the loop does not learn that it was asked to end";

    // Rounds

    @Test
    void has_everyone_handled_who_connects() throws IOException {
        try (var scene = new LoopScene()) {
            scene.servesAndWaits(LONG);
            for (var i = 1; i <= 3; i++) {
                var count = i;
                scene.connects();
                scene.eventually(() -> scene.count(REQUEST) >= count);
                scene.check()
                        .likelyIf(i > 1,
                                "a selector adds to the set of selected keys, and never takes out: while a key "
                                        + "is still there from the last time, nothing about it is new")
                        .likely("a request is ready, and nobody has it handled")
                        .that("requests handled", scene.count(REQUEST))
                        .is((long) i);
            }
        }
    }

    /// What each wait brings, one after the other.
    private enum Comes {
        /// Nothing, until the time is up.
        TIME_UP,
        /// A client that has connected.
        READY,
        /// A call of shutdown.
        END,
        /// A call of shutdown, when a request is ready already.
        END_AND_READY
    }

    /// Serves until the last of these has come.
    private static void serve(LoopScene scene, Comes... comes) throws IOException {
        for (var each : comes) {
            if (each == Comes.READY || each == Comes.END_AND_READY) {
                scene.connects();
            }
        }
        scene.transcript.test("had its waits end so: " + Stream.of(comes).map(BaseServerTest::words).toList());
        var next = new AtomicInteger();
        scene.wait = (real, millis) -> {
            if (next.get() == comes.length) {
                return real.select(millis);
            }
            var come = comes[next.getAndIncrement()];
            if (come == Comes.END || come == Comes.END_AND_READY) {
                scene.shutsDown().awaitStand();
            }
            return switch (come) {
                case READY, END_AND_READY -> real.selectNow();
                case TIME_UP, END -> 0;
            };
        };
        var serving = scene.serves(LONG);
        scene.hasEnded(serving, NEVER_LOOKED);
        scene.eventually(() -> scene.count(SHUTDOWN_RETURNS) > 0);
    }

    private static String words(Comes come) {
        return switch (come) {
            case TIME_UP -> "time up";
            case READY -> "request ready";
            case END -> "shutdown called";
            case END_AND_READY -> "request ready, and shutdown called";
        };
    }

    /// What the loop did, and not when whoever called shutdown noticed.
    private static List<String> rounds(LoopScene scene) {
        return scene.deeds().stream().filter(deed -> !deed.equals(SHUTDOWN_RETURNS)).toList();
    }

    private static String inOrder(List<String> deeds) {
        return String.join(", ", deeds);
    }

    private static String inOrder(String... deeds) {
        return inOrder(List.of(deeds));
    }

    @Test
    void calls_the_service_actions_once_in_each_round() throws IOException {
        try (var scene = new LoopScene()) {
            serve(scene, Comes.TIME_UP, Comes.READY, Comes.TIME_UP, Comes.END);
            var rounds = rounds(scene).subList(0, rounds(scene).lastIndexOf(WAITS));
            scene.check()
                    .likelyIf(scene.count(REQUEST) > 1, "a request was handled in a round in which none was ready: the "
                            + "key of the one before is still among the selected ones, since a selector only adds to them")
                    .likelyIf(rounds.stream().filter(ACTIONS::equals).count() < 3, "there was a round without service "
                            + "actions: they are for each, with a request and without")
                    .that("before the last wait", inOrder(rounds))
                    .is(inOrder(WAITS, ACTIONS, WAITS, REQUEST, ACTIONS, WAITS, ACTIONS));
        }
    }

    // bpo-35017: shutdown() called while select() waits.
    @Test
    void begins_no_request_once_it_is_asked_to_end() throws IOException {
        try (var scene = new LoopScene()) {
            serve(scene, Comes.END_AND_READY);
            scene.check()
                    .likelyIf(scene.count(REQUEST) > 0,
                            "the end was asked for while the loop waited, and when the wait "
                                    + "was over nobody looked again: a request may take an hour, and shutdown waits for it")
                    .likelyIf(scene.count(ACTIONS) > 0, "service actions were begun after the end was asked for")
                    .that(inOrder(rounds(scene)))
                    .is(inOrder(WAITS, LOOP_ENDS));
        }
    }

    @Test
    void waits_for_as_long_as_the_poll_says() throws IOException {
        for (var poll : List.of(Duration.ofMillis(500), Duration.ofNanos(400_000))) {
            try (var scene = new LoopScene()) {
                scene.transcript.test("chose a poll of " + SingleScene.text(poll));
                scene.wait = (real, millis) -> {
                    scene.shutsDown().awaitStand();
                    return 0;
                };
                var serving = scene.serves(poll);
                scene.hasEnded(serving, NEVER_LOOKED);
                var wait = scene.waits().getFirst();
                scene.check()
                        .likelyIf(wait == LoopSelector.FOR_EVER && poll.toMillis() == 0,
                                "less than a millisecond became 0, and to a selector that is not short, but for ever")
                        .likelyIf(wait == LoopSelector.FOR_EVER,
                                "the wait has no limit: service actions are for rounds "
                                        + "in which nobody connects, too")
                        .likelyIf(wait == LoopSelector.NOT_AT_ALL, "the loop does not wait at all, but turns around in "
                                + "circles, and has a processor to itself")
                        .likelyIf(wait == 1 && scene.timeouts() > 0,
                                "timeout and socketTimeout are for a single request; "
                                        + "this loop has its poll")
                        .that("for the first wait", LoopSelector.text(wait))
                        .is(LoopSelector.text(Math.max(1, poll.toMillis())));
            }
        }
    }

    @Test
    void is_in_no_hurry_because_of_a_timeout() throws IOException {
        try (var scene = new LoopScene()) {
            scene.transcript.test("gave the server a timeout of 1 ms");
            serve(scene, Comes.TIME_UP, Comes.TIME_UP, Comes.END);
            scene.check()
                    .likely("timeout, socketTimeout and handleTimeout are for a single request; this loop waits for the "
                            + "next one as long as there is no end")
                    .that(inOrder(rounds(scene)))
                    .is(inOrder(WAITS, ACTIONS, WAITS, ACTIONS, WAITS, LOOP_ENDS));
            scene.check()
                    .likely("a timeout was made part of the wait")
                    .that("ms for each wait", List.copyOf(scene.waits()))
                    .is(List.of(LONG.toMillis(), LONG.toMillis(), LONG.toMillis()));
        }
    }

    // The end

    @Test
    void ends_at_once_when_it_waits() throws IOException {
        try (var scene = new LoopScene()) {
            var waits = new AtomicInteger();
            var woken = new AtomicInteger();
            var serving = new AtomicReference<LoopScene.Task>();
            scene.wait = (real, millis) -> {
                waits.incrementAndGet();
                return real.select(millis);
            };
            // Gives a loop that is woken too early the time to go back to its wait.
            scene.onWakeup = () -> {
                var before = waits.get();
                woken.incrementAndGet();
                Eventually.holds(() -> waits.get() > before || serving.get().hasEnded() || isHeldUp(serving.get()),
                        Deadline.in(Duration.ofMillis(100)));
            };
            serving.set(scene.serves(LONG));
            scene.eventually(() -> waits.get() > 0);
            scene.transcript.test("waited until it waited, for up to an hour");
            var shutting = scene.shutsDown();
            var ended = shutting.ends() && serving.get().ends();
            scene.check()
                    .likelyIf(woken.get() == 0,
                            "nobody woke the thread that stands in select: it looks for the request "
                                    + "to end when its poll is over, and that may be long after")
                    .likelyIf(waits.get() > 1, "the loop was woken, found no request to end, and has gone back to its "
                            + "wait: that request came after the wake-up")
                    .likely(NEVER_LOOKED)
                    .holds(ended, "that the loop ends, and shutdown returns", scene.state());
        }
    }

    private static boolean isHeldUp(LoopScene.Task serving) {
        return serving.thread.getState() == Thread.State.BLOCKED || serving.thread.getState() == Thread.State.WAITING;
    }

    @Test
    void serves_again_after_an_end() throws IOException {
        try (var scene = new LoopScene()) {
            for (var life = 1; life <= 3; life++) {
                var count = life;
                var serving = scene.servesAndWaits(LONG);
                scene.connects();
                scene.eventually(() -> scene.count(REQUEST) == count);
                scene.check()
                        .that("requests handled after " + life + " times serveForever", scene.count(REQUEST))
                        .is((long) life);
                scene.ends(serving);
            }
        }
    }

    @Test
    void lets_shutdown_return_when_it_has_ended_and_not_before() throws IOException {
        try (var scene = new LoopScene()) {
            for (var life = 1; life <= 2; life++) {
                var asked = new AtomicReference<LoopScene.Task>();
                var isEarly = new AtomicBoolean();
                scene.onRequest = () -> {
                    scene.listener.accept().close();
                    asked.set(scene.shutsDown());
                    asked.get().awaitStand();
                    isEarly.set(asked.get().hasEnded());
                };
                scene.connects();
                scene.transcript.test("had its request take until shutdown was called");
                var serving = scene.serves(LONG);
                scene.hasEnded(serving, NEVER_LOOKED);
                scene.check().holds(asked.get() != null, "a request to be handled by loop " + life, "none");
                scene.check()
                        .likelyIf(life > 1,
                                "shutdown believed an end that was that of the loop before: each loop has an "
                                        + "end of its own")
                        .likely("shutdown asks, and does not wait for what it has asked for: whoever called it will close "
                                + "what the request in hand still needs")
                        .holds(!isEarly.get(), "that shutdown returns after the request in hand",
                                "it returned before, in loop " + life);
                scene.hasEnded(asked.get(), "the loop has ended, and whoever waits for that is not told");
            }
        }
    }

    @Test
    void calls_the_service_actions_after_its_last_request_too() throws IOException {
        try (var scene = new LoopScene()) {
            scene.onRequest = () -> {
                scene.listener.accept().close();
                scene.shutsDown().awaitStand();
            };
            scene.connects();
            scene.transcript.test("had its request take until shutdown was called");
            scene.hasEnded(scene.serves(LONG), NEVER_LOOKED);
            scene.check()
                    .likely("the end was asked for while a request was handled, and the service actions of that round "
                            + "were left out: the end is looked for before a round and after its wait, and nowhere else")
                    .that(inOrder(rounds(scene)))
                    .is(inOrder(WAITS, REQUEST, ACTIONS, LOOP_ENDS));
        }
    }

    @Test
    void announces_its_end_when_its_selector_is_closed() throws IOException {
        try (var scene = new LoopScene()) {
            var serving = scene.servesAndWaits(LONG);
            var asked = new AtomicReference<LoopScene.Task>();
            var isEarly = new AtomicBoolean();
            // Gives an end that was announced too early the time to get round.
            scene.onClose = () -> isEarly.compareAndSet(false, Eventually.holds(
                    () -> asked.get() != null && asked.get().hasEnded(), Deadline.in(Duration.ofMillis(100))));
            asked.set(scene.shutsDown());
            scene.hasEnded(serving, NEVER_LOOKED);
            scene.hasEnded(asked.get(), "the loop has ended, and whoever waits for that is not told");
            scene.check()
                    .likely("the end is announced first, and the selector is closed after it: whoever has called shutdown "
                            + "closes the server's channel now, while a selector still watches it")
                    .holds(!isEarly.get(), "that shutdown returns when the selector is closed", "it returned before");
        }
    }

    @Test
    void is_over_for_the_thread_that_has_served_too() throws IOException {
        try (var scene = new LoopScene()) {
            var serving = scene.servesAndShutsDown(LONG);
            scene.eventually(() -> !scene.waits().isEmpty());
            scene.shutsDown();
            scene.hasEnded(serving,
                    "the loop has ended, and the thread that has served waits for an end of it: none comes");
            scene.check()
                    .likely("the thread of a loop was never forgotten: the loop has ended, and nobody serves any more")
                    .that("from shutdown in the thread that has served", serving.thrown()
                            .map(Throwable::toString)
                            .orElse("returned"))
                    .is("returned");
        }
    }

    @Test
    void lets_itself_be_interrupted_while_it_waits_for_the_end() throws IOException {
        try (var scene = new LoopScene()) {
            var asked = new AtomicReference<LoopScene.Task>();
            scene.onRequest = () -> {
                scene.listener.accept().close();
                asked.set(scene.shutsDown().awaitStand());
                scene.transcript.test("interrupted the thread that had called shutdown");
                asked.get().thread.interrupt();
                asked.get().ends();
            };
            scene.connects();
            scene.hasEnded(scene.serves(LONG), NEVER_LOOKED);
            scene.check().holds(asked.get() != null, "a request to be handled", "none");
            scene.check()
                    .likely("an interrupted wait was taken for an end: the caller closes what the request in hand still "
                            + "needs. An InterruptedException says that it was not waited out")
                    .that("from the interrupted shutdown", asked.get()
                            .thrown()
                            .map(thrown -> thrown.getClass().getSimpleName())
                            .orElse("returned"))
                    .is("InterruptedException");
        }
    }

    // Python's documentation: shutdown blocks until the loop finished; its code lets the request wait for a loop to come.
    @Test
    void ends_before_its_first_round_if_that_was_asked_for_before_it_began() throws IOException {
        try (var scene = new LoopScene()) {
            var shutting = scene.shutsDown();
            shutting.awaitStand();
            scene.check()
                    .likely("no loop has begun, so none has ended: whoever calls shutdown has just started a thread that "
                            + "will serve, and is told that it is over")
                    .holds(!shutting.hasEnded(), "that shutdown waits for the loop that is to come", "it returned");
            var serving = scene.serves(LONG);
            var ended = serving.ends() && shutting.ends();
            scene.check()
                    .likely("the request to end came before the loop, and was lost: somebody forgets it when the loop "
                            + "begins, or it is only heard by a loop that runs")
                    .holds(ended, "that the loop ends, and shutdown returns", scene.state());
            scene.check()
                    .likely("the flag is looked at for the first time after something was done")
                    .holds(scene.count(ACTIONS) == 0, "no round", scene.deeds().toString());
        }
    }

    @Test
    void keeps_a_request_to_end_for_the_next_loop() throws IOException {
        try (var scene = new LoopScene()) {
            scene.ends(scene.servesAndWaits(LONG));
            var shutting = scene.shutsDown();
            scene.hasEnded(shutting,
                    "there is no loop to wait for, and perhaps there will never be one again: a server that is "
                            + "ended twice hangs");
            var serving = scene.serves(LONG);
            scene.hasEnded(serving,
                    "the request to end came between two loops, and was lost: the thread that was to serve had "
                            + "been started, and was late");
            scene.ends(scene.servesAndWaits(LONG));
        }
    }

    @Test
    void refuses_to_be_ended_by_its_own_thread() throws IOException {
        try (var scene = new LoopScene()) {
            var ends = new CopyOnWriteArrayList<String>();
            scene.onRequest = () -> {
                scene.listener.accept().close();
                try {
                    scene.loop.shutdown();
                    ends.add("returned");
                } catch (IllegalStateException e) {
                    ends.add("threw IllegalStateException");
                }
            };
            scene.transcript.test("had its requests call shutdown in the thread that serves");
            var serving = scene.servesAndWaits(LONG);
            for (var i = 1; i <= 2; i++) {
                var count = i;
                scene.connects();
                scene.eventually(() -> ends.size() >= count);
                scene.check()
                        .likelyIf(scene.count(REQUEST) < i,
                                "shutdown was refused, and the request to end was noted all "
                                        + "the same")
                        .likelyIf(ends.isEmpty(), "the thread waits for an end that only it can bring about")
                        .likely("shutdown returned, and the loop has not ended: it still runs below its caller")
                        .that("from shutdown in request " + i, ends.size() < i ? "nothing" : ends.get(i - 1))
                        .is("threw IllegalStateException");
            }
            scene.ends(serving);
        }
    }

    // What is thrown

    @Test
    void lets_an_error_out_and_everyone_who_waits_go() throws IOException {
        throwsWhile("it handles a request", new StackOverflowError(), (scene, thrower) -> scene.onRequest = thrower);
        throwsWhile("it is in its service actions", new IllegalStateException("no"),
                (scene, thrower) -> scene.onActions = thrower);
        throwsWhile("it waits", new IOException("no"), (scene, thrower) -> scene.wait = (real, millis) -> {
            try {
                thrower.run();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return 0;
        });
        throwsWhile("it asks for a selector", new IOException("no"), (scene, thrower) -> scene.onSelector = thrower);
    }

    private interface Place {
        void of(LoopScene scene, Call.Action thrower);
    }

    private static void throwsWhile(String where, Throwable trouble, Place place) throws IOException {
        try (var scene = new LoopScene()) {
            var name = trouble.getClass().getSimpleName();
            var waiting = new CopyOnWriteArrayList<LoopScene.Task>();
            scene.connects();
            place.of(scene, () -> {
                for (var i = 0; i < 3; i++) {
                    waiting.add(scene.shutsDownQuietly().awaitStand());
                }
                switch (trouble) {
                    case Error e -> throw e;
                    case Exception e -> throw e;
                    default -> throw new IllegalStateException(trouble);
                }
            });
            scene.transcript.test("threw an " + name + " while " + where + ", when three had called shutdown");
            var serving = scene.serves(LONG);
            scene.hasEnded(serving, "the loop took what was thrown for a small matter, and goes on");
            scene.check()
                    .likelyIf(serving.thrown().isEmpty(),
                            "what was thrown was swallowed: whoever serves takes it for an "
                                    + "orderly end")
                    .holds(serving.thrown().filter(thrown -> thrown == trouble).isPresent(),
                            "that " + name + " from serveForever",
                            serving.thrown().map(Throwable::toString).orElse("it returned"));
            var released = scene.eventually(() -> waiting.stream().allMatch(LoopScene.Task::hasEnded));
            scene.check()
                    .likely("the end was announced where an exception does not come by: whoever has called shutdown waits "
                            + "for ever, with the rest of the program behind it")
                    .holds(released, "that all calls of shutdown return", scene.state());
            place.of(scene, () -> {});
            scene.wait = LoopSelector::really;
            scene.onRequest = () -> scene.listener.accept().close();
            scene.transcript.test("threw nothing from now on");
            scene.ends(scene.servesAndWaits(LONG));
        }
    }

    // What stays

    @Test
    void leaves_the_listener_open_and_closes_its_selector() throws IOException {
        try (var scene = new LoopScene()) {
            scene.ends(scene.servesAndWaits(LONG));
            scene.check()
                    .likely("the loop has closed what it did not open: shutdown ends a loop, and closing the server is "
                            + "another call")
                    .holds(scene.listener.isOpen(), "an open listener after shutdown", "a closed one");
            scene.check()
                    .likely("a selector is a descriptor of the system, or three, and each loop asks for a new one")
                    .holds(scene.openSelectors() == 0, "no open selector after shutdown",
                            "one that nobody can close any more");
            scene.transcript.test("connected, with nobody to accept");
            try (var client = scene.connects()) {
                scene.check().holds(client.isConnected(), "a connection", "none");
                var serving = scene.serves(LONG);
                scene.eventually(() -> scene.count(REQUEST) == 1);
                scene.check()
                        .likely("whoever connected between two loops waits in the listener's queue, and the next loop's "
                                + "first wait finds it there")
                        .that("requests handled by the second loop", scene.count(REQUEST))
                        .is(1L);
                scene.ends(serving);
            }
        }
    }

    // Many

    @Test
    void twenty_loops_begin_and_end_at_the_same_time() throws IOException {
        var scenes = new ArrayList<LoopScene>();
        try {
            for (var i = 0; i < 20; i++) {
                scenes.add(new LoopScene());
            }
            for (var life = 1; life <= 3; life++) {
                for (var scene : scenes) {
                    scene.serves(LONG);
                    scene.shutsDown();
                }
                for (var scene : scenes) {
                    var ended = scene.allHaveEnded();
                    scene.check()
                            .likely("serveForever and shutdown ran at the same moment, and one of them looked before the "
                                    + "other had written")
                            .holds(ended, "that loop " + life
                                    + " ends, and shutdown returns", scene.state());
                }
            }
        } finally {
            for (var scene : scenes) {
                scene.close();
            }
        }
    }

    @Test
    void releases_all_who_wait_although_the_next_loop_begins_at_once() throws IOException {
        try (var scene = new LoopScene()) {
            var waiting = new ArrayList<LoopScene.Task>();
            scene.onRequest = () -> {
                scene.listener.accept().close();
                scene.transcript.test("called shutdown in 20 other threads");
                for (var i = 0; i < 20; i++) {
                    waiting.add(scene.shutsDownQuietly().awaitStand());
                }
            };
            scene.connects();
            scene.transcript.test("called serveForever twice, the second time as soon as it had returned");
            var serving = scene.servesTwice(LONG);
            var released = scene.eventually(() -> scene.waits().size() >= 2
                    && waiting.stream().allMatch(LoopScene.Task::hasEnded));
            scene.check()
                    .likely("those who wait are woken, and then look whether the loop has ended; by then the next one runs, "
                            + "and nobody will end that")
                    .holds(released, "that all 20 calls of shutdown return", scene.state());
            scene.ends(serving);
        }
    }

    @Test
    void waits_for_no_request_that_has_a_thread_of_its_own() throws IOException {
        try (var scene = new LoopScene()) {
            var done = new CountDownLatch(1);
            var handled = new AtomicInteger();
            scene.onRequest = () -> {
                for (var each = scene.listener.accept(); each != null; each = scene.listener.accept()) {
                    var connection = each;
                    Thread.startVirtualThread(() -> answers(connection, done));
                    handled.incrementAndGet();
                }
            };
            scene.transcript.test("had each request wait in a thread of its own");
            var serving = scene.servesAndWaits(LONG);
            var clients = new ArrayList<SocketChannel>();
            for (var i = 0; i < OPEN; i++) {
                clients.add(scene.connectsQuietly());
            }
            scene.transcript.test("connected " + OPEN + " times");
            scene.eventually(() -> handled.get() == OPEN);
            scene.check().that("connections taken", handled.get()).is(OPEN);
            scene.ends(serving);
            done.countDown();
            for (var client : clients) {
                var bytes = ByteBuffer.allocate(4);
                while (client.read(bytes) > 0) {
                }
                scene.check()
                        .likely("the end of the loop has ended connections, which are not the loop's")
                        .that("as the answer of a request that was open at the end",
                                new String(bytes.array(), 0, bytes.position(), UTF_8))
                        .is("done");
            }
        }
    }

    private static void answers(SocketChannel connection, CountDownLatch done) {
        try (connection) {
            done.await();
            connection.write(ByteBuffer.wrap("done".getBytes(UTF_8)));
        } catch (IOException | InterruptedException e) {
            // The client reads nothing then, which is what the test compares.
        }
    }

    // Python as the judge

    @Test
    @Witness("python3")
    void goes_through_its_rounds_as_pythons_loop_does() throws IOException {
        try (var scene = new LoopScene(); var python = Python.runs(ROUNDS)) {
            serve(scene, Comes.TIME_UP, Comes.READY, Comes.TIME_UP, Comes.END_AND_READY);
            scene.check()
                    .likely("Python's serve_forever, with the same waits, did this in another order")
                    .that("done in the rounds", String.join("\n", rounds(scene)) + "\n")
                    .is(new String(python.printed(), UTF_8));
        }
    }

    private static final String ROUNDS = """
            import socketserver, threading
            comes = iter(['time up', 'ready', 'time up', 'end and ready'])
            class Selector:
                def __enter__(self): return self
                def __exit__(self, *trouble): pass
                def register(self, server, events): self.server = server
                def select(self, timeout):
                    print('waits')
                    come = next(comes)
                    if come == 'end and ready':
                        threading.Thread(target=self.server.shutdown).start()
                        while not self.server._BaseServer__shutdown_request: pass
                    return [server] if come.endswith('ready') else []
            class Server(socketserver.BaseServer):
                def get_request(self):
                    print('handles a request')
                    raise OSError('none after all')
                def service_actions(self): print('service actions')
            socketserver._ServerSelector = Selector
            server = Server(None, None)
            server.serve_forever()
            print('serveForever returns')
            """;

    @Test
    @Witness("python3")
    void lives_and_ends_as_pythons_loop_does() throws IOException {
        try (var scene = new LoopScene(); var python = Python.runs(LIVES)) {
            var lives = new ArrayList<String>();
            var shutting = scene.shutsDown();
            shutting.awaitStand();
            lives.add("shutdown before the first loop: " + (shutting.hasEnded() ? "returned" : "waits"));
            lives.add("the first loop: " + (scene.serves(LONG).ends() ? "ended" : "serves"));
            lives.add(
                    "shutdown after the end: " + (shutting.ends() && scene.shutsDown().ends() ? "returned" : "waits"));
            lives.add("the second loop: " + (scene.serves(LONG).ends() ? "ended" : "serves"));
            var serving = scene.servesAndWaits(LONG);
            lives.add("the third loop: " + (serving.hasEnded() ? "ended" : "serves"));
            scene.check()
                    .likely("this is what Python's server does when shutdown comes early, late and twice")
                    .that("in these lives", String.join("\n", lives) + "\n")
                    .is(new String(python.printed(), UTF_8));
            scene.ends(serving);
        }
    }

    private static final String LIVES = """
            import socketserver, threading
            server = socketserver.TCPServer(('127.0.0.1', 0), socketserver.BaseRequestHandler)
            def starts(target):
                thread = threading.Thread(target=target)
                thread.start()
                return thread
            def ended(thread, yes, no, limit=2):
                thread.join(limit)
                return no if thread.is_alive() else yes
            early = starts(server.shutdown)
            print('shutdown before the first loop:', ended(early, 'returned', 'waits', 0.03))
            loop = lambda: server.serve_forever(0.01)
            print('the first loop:', ended(starts(loop), 'ended', 'serves'))
            early.join()
            print('shutdown after the end:', ended(starts(server.shutdown), 'returned', 'waits'))
            print('the second loop:', ended(starts(loop), 'ended', 'serves'))
            print('the third loop:', ended(starts(loop), 'ended', 'serves', 0.03))
            server.shutdown()
            server.server_close()
            """;
}
