package workbook.socketserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.Python;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class RequestHandlerTest {
    private static final SocketAddress ANA = new InetSocketAddress("127.0.0.1", 1001);
    private static final SocketAddress BO = new InetSocketAddress("127.0.0.1", 1002);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String TOO_EARLY = "the constructor calls the steps. It runs before the fields of the subclass "
            + "have their values: see the quiz of this section";

    private static final String NOT_ITS_OWN = "the flag of another handler was taken for its own: each object has its own "
            + "life";

    private final Transcript transcript = new Transcript();
    private final RequestHandlerServer<String> server = new RequestHandlerServer<>(
            (request, clientAddress, by) -> new Noting(request, clientAddress, by, Set.of()));

    /// What a step of a test's handler throws.
    private static final class Trouble extends Exception {
        private static final long serialVersionUID = 1;

        Trouble(String step) {
            super("thrown by " + step);
        }
    }

    private static final class Failure extends Error {
        private static final long serialVersionUID = 1;

        Failure(String step) {
            super("thrown by " + step);
        }
    }

    /// Notes its steps, in a field that only a finished object has.
    private static class Noting extends BaseRequestHandler<String> {
        private final List<String> steps = new ArrayList<>();
        private final Set<String> throwing;

        Noting(String request, SocketAddress clientAddress, BaseServer<String> server, Set<String> throwing) {
            super(request, clientAddress, server);
            this.throwing = throwing;
        }

        List<String> steps() {
            return steps;
        }

        @Override
        protected void setup() throws Exception {
            note("setup");
        }

        @Override
        protected void handle() throws Exception {
            note("handle");
        }

        @Override
        protected void finish() throws Exception {
            note("finish");
        }

        void note(String step) throws Exception {
            steps.add(step);
            if (throwing.contains(step)) {
                throw new Trouble(step);
            }
        }
    }

    private Noting handler(String... throwing) {
        transcript.test("made a handler" + (throwing.length == 0
                ? ""
                : ", of which " + String.join(" and ", throwing) + (throwing.length == 1 ? " throws" : " throw")));
        return made(() -> new Noting("a request", ANA, server, Set.of(throwing)));
    }

    private <H> H made(Callable<H> constructor) {
        return Call.of(transcript, constructor).whenThrew(Exception.class, TOO_EARLY).value();
    }

    private Call<Void> running(BaseRequestHandler<String> handler) {
        transcript.test("called run()");
        return Call.doing(transcript, handler::run)
                .whenThrew(IllegalStateException.class, NOT_ITS_OWN);
    }

    @Test
    void calls_nothing_before_it_is_run() {
        for (var i = 0; i < 2; i++) {
            var handler = handler();
            Check.of(transcript).likely(TOO_EARLY).that("as the steps", handler.steps()).is(List.of());
            running(handler).completes();
        }
    }

    @Test
    void runs_in_the_thread_of_who_calls_it() {
        var threads = new CopyOnWriteArrayList<Thread>();
        var caller = new AtomicReference<Thread>();
        var handler = made(() -> new BaseRequestHandler<>("a request", ANA, server) {
            @Override
            protected void setup() {
                threads.add(Thread.currentThread());
            }

            @Override
            protected void handle() {
                threads.add(Thread.currentThread());
            }

            @Override
            protected void finish() {
                threads.add(Thread.currentThread());
            }
        });
        transcript.test("made a handler, and called run()");
        Call.doing(transcript, () -> {
            caller.set(Thread.currentThread());
            handler.run();
        }).whenThrew(IllegalStateException.class, NOT_ITS_OWN).completes();
        // If they run elsewhere, they may be under way still.
        var areAll = Eventually.holds(() -> threads.size() == 3, Deadline.in(SOON));
        Check.of(transcript)
                .likelyIf(!areAll, "run() has returned, and not each of the three steps was called")
                .likely("whether a request gets a thread of its own is the server's to say, and not the handler's; and "
                        + "the server must know when the handler has ended")
                .holds(areAll && threads.stream().allMatch(each -> each == caller.get()),
                        "three steps in the thread that called run()",
                        threads.size() + " steps, " + threads.stream().filter(each -> each != caller.get()).count()
                                + " of them in another thread");
    }

    @Test
    void sets_up_then_handles_then_finishes() {
        var handler = handler();
        running(handler).completes();
        Check.of(transcript)
                .likelyIf(handler.steps().isEmpty(), "run() returns, and no step has been called")
                .likely("each of the three steps belongs to a request once, in this order")
                .that("as the steps", handler.steps())
                .is(List.of("setup", "handle", "finish"));
    }

    private static final String SKIPPED = "an exception leaves run() before finish is called; what setup has opened stays "
            + "open";
    private static final String KEPT = "what a step threw did not come out of run() as it was: the server decides what an "
            + "exception means, and can do so only if it gets it";

    @Test
    void finishes_after_a_handle_that_throws() {
        var handler = handler("handle");
        running(handler).when(() -> handler.steps().contains("finish"), KEPT)
                .when(() -> handler.steps().isEmpty(), "run() does nothing")
                .throwsA(Trouble.class, "the exception that handle threw", trouble -> isFrom("handle", trouble));
        Check.of(transcript)
                .likely(SKIPPED)
                .that("as the steps", handler.steps())
                .is(List.of("setup", "handle", "finish"));
    }

    private static boolean isFrom(String step, Throwable trouble) {
        return trouble.getMessage().equals("thrown by " + step);
    }

    @Test
    void finishes_after_an_error_in_handle() {
        var steps = new ArrayList<String>();
        transcript.test("made a handler, of which handle throws an Error");
        var handler = made(() -> new Noting("a request", ANA, server, Set.of()) {
            @Override
            protected void handle() {
                steps.add("handle");
                throw new Failure("handle");
            }

            @Override
            protected void finish() {
                steps.add("finish");
            }
        });
        running(handler).when(() -> true, KEPT)
                .throwsA(Failure.class, "the Error that handle threw", failure -> isFrom("handle", failure));
        Check.of(transcript)
                .likely("an Error is no Exception, and goes past a catch of those: " + SKIPPED)
                .that("as the steps", steps)
                .is(List.of("handle", "finish"));
    }

    @Test
    void does_not_finish_what_was_not_set_up() {
        var handler = handler("setup");
        running(handler).when(() -> true, KEPT)
                .throwsA(Trouble.class, "the exception that setup threw", trouble -> isFrom("setup", trouble));
        Check.of(transcript)
                .likelyIf(handler.steps().contains("handle"), "handle was called after a setup that threw")
                .likely("finish was called for something that setup had not brought about: it will not find what it "
                        + "wants to end, and hide the exception that tells why")
                .that("as the steps", handler.steps())
                .is(List.of("setup"));
    }

    @Test
    void passes_on_what_finish_throws() {
        var handler = handler("finish");
        running(handler).when(() -> true, KEPT)
                .throwsA(Trouble.class, "the exception that finish threw", trouble -> isFrom("finish", trouble));
        Check.of(transcript)
                .likely("finish threw, and was called again: it stands in the try, and once more where the try's trouble "
                        + "is dealt with")
                .that("as the steps", handler.steps())
                .is(List.of("setup", "handle", "finish"));
    }

    @Test
    void loses_no_exception_if_handle_and_finish_both_throw() {
        var suppressed = new ArrayList<Throwable>();
        running(handler("handle", "finish")).when(() -> true, KEPT)
                .when(() -> suppressed.contains(null),
                        "an exception in a finally block takes the place of the one that led there, which is lost: "
                                + "nobody will learn why the request failed")
                .throwsA(Trouble.class, "the exception that handle threw", trouble -> {
                    // For the suspicion above.
                    if (isFrom("finish", trouble)) {
                        suppressed.add(null);
                    }
                    suppressed.addAll(List.of(trouble.getSuppressed()));
                    return isFrom("handle", trouble);
                });
        Check.of(transcript)
                .likely("what finish threw has been dropped: it belongs to what handle threw, as suppressed")
                .that("as suppressed", suppressed.stream().map(Throwable::getMessage).toList())
                .is(List.of("thrown by finish"));
    }

    @Test
    void loses_neither_even_if_one_is_an_error() {
        for (var isHandlesAnError : new boolean[]{true, false}) {
            var finishes = new AtomicInteger();
            transcript.test("made a handler, of which handle and finish throw, "
                    + (isHandlesAnError ? "handle" : "finish") + " an Error");
            var handler = made(() -> new BaseRequestHandler<>("a request", ANA, server) {
                @Override
                protected void handle() throws Exception {
                    throwsOne("handle", isHandlesAnError);
                }

                @Override
                protected void finish() throws Exception {
                    finishes.incrementAndGet();
                    throwsOne("finish", !isHandlesAnError);
                }
            });
            var suppressed = new ArrayList<String>();
            running(handler)
                    .when(() -> true, "the same rule holds for whatever is thrown: an Error is no Exception, and "
                            + "goes past a catch of those, in handle and in finish")
                    .throwsA(Throwable.class, "what handle threw", thrown -> {
                        for (var each : thrown.getSuppressed()) {
                            suppressed.add(each.getMessage());
                        }
                        return isFrom("handle", thrown);
                    });
            Check.of(transcript)
                    .likely("what finish threw has been dropped: it belongs to what handle threw, as suppressed")
                    .that("as suppressed", suppressed)
                    .is(List.of("thrown by finish"))
                    .that("times finish was called", finishes.get())
                    .is(1);
        }
    }

    private static void throwsOne(String step, boolean isError) throws Exception {
        if (isError) {
            throw new Failure(step);
        }
        throw new Trouble(step);
    }

    @Test
    void refuses_a_second_run_while_the_first_is_under_way() throws InterruptedException {
        var refused = new CountDownLatch(1);
        var refusal = new AtomicReference<Throwable>();
        var isInTime = new AtomicBoolean();
        var handles = new AtomicInteger();
        transcript.test("made a handler, and called run() a second time, in another thread, while it handled");
        var handler = made(() -> new BaseRequestHandler<>("a request", ANA, server) {
            @Override
            protected void handle() throws InterruptedException {
                if (handles.incrementAndGet() > 1) {
                    return;
                }
                var second = Thread.ofPlatform().daemon().name("testkit second run").start(() -> {
                    try {
                        run();
                    } catch (Throwable e) {
                        refusal.set(e);
                    }
                    refused.countDown();
                });
                isInTime.set(refused.await(SOON.toMillis(), TimeUnit.MILLISECONDS));
                second.interrupt();
            }
        });
        Call.doing(transcript, handler::run).completes();
        Check.of(transcript)
                .likelyIf(handles.get() > 1,
                        "the steps were called again: the sign that a run has begun is set too late, or it is "
                                + "each thread's own")
                .likelyIf(isInTime.get(), "an IllegalStateException was to come out of it, and nothing else")
                .likely("a lock is held for as long as the request is handled: the second caller waits for an hour before "
                        + "it learns that it was wrong to ask")
                .holds(isInTime.get() && refusal.get() instanceof IllegalStateException,
                        "an IllegalStateException before handle returns",
                        isInTime.get() ? String.valueOf(refusal.get()).replace("null", "a second run()") : "nothing");
    }

    @Test
    void is_for_one_request() {
        var handler = handler();
        running(handler).completes();
        transcript.test("called run() again");
        Call.doing(transcript, handler::run)
                .when(() -> handler.steps().size() > 3,
                        "a factory that gives the same handler twice goes unnoticed: the second request meets what the "
                                + "first has left in its fields")
                .throwsA(IllegalStateException.class);
        Check.of(transcript)
                .likely("it says so after the steps were called again")
                .that("as the steps", handler.steps())
                .is(List.of("setup", "handle", "finish"));
    }

    @Test
    void is_not_to_be_had_again_after_a_setup_that_threw() {
        var handler = handler("setup");
        running(handler).throwsA(Trouble.class);
        transcript.test("called run() again");
        Call.doing(transcript, handler::run)
                .when(() -> handler.steps().size() > 1,
                        "a step was called again: its life has begun with the first call, "
                                + "whatever came of it")
                .throwsA(IllegalStateException.class);
    }

    /// What each step may throw, and must come out: the same object.
    private static List<Throwable> kinds() {
        return List.of(new Trouble("a step"), new IOException("thrown by a step"),
                new InterruptedException("thrown by a step"), new IllegalStateException("thrown by a step"),
                new Failure("a step"), new AssertionError("thrown by a step"));
    }

    @Test
    void lets_everything_out_and_is_not_to_be_had_again() {
        for (var where : List.of("setup", "handle", "finish")) {
            for (var what : kinds()) {
                var steps = new ArrayList<String>();
                transcript.test("made a handler, of which " + where + " throws " + what.getClass().getSimpleName()
                        + ", and called run()");
                var handler = made(() -> new Throwing(steps, where, what));
                Call.doing(transcript, handler::run)
                        .when(() -> true, KEPT)
                        .throwsA(Throwable.class, "what " + where + " threw", thrown -> thrown == what);
                var expected = where.equals("setup") ? List.of("setup") : List.of("setup", "handle", "finish");
                Check.of(transcript).likely(SKIPPED).that("as the steps", steps).is(expected);
                for (var again = 2; again <= 3; again++) {
                    transcript.test("called run() once more");
                    Call.doing(transcript, handler::run)
                            .when(() -> steps.size() > expected.size(),
                                    "a step was called again: its life is over, whatever came of it, and no refused call begins it "
                                            + "anew")
                            .throwsA(IllegalStateException.class, "an IllegalStateException of run()",
                                    thrown -> thrown != what);
                }
            }
        }
    }

    private final class Throwing extends BaseRequestHandler<String> {
        private final List<String> steps;
        private final String where;
        private final Throwable what;

        Throwing(List<String> steps, String where, Throwable what) {
            super("a request", ANA, RequestHandlerTest.this.server);
            this.steps = steps;
            this.where = where;
            this.what = what;
        }

        @Override
        protected void setup() throws Exception {
            step("setup");
        }

        @Override
        protected void handle() throws Exception {
            step("handle");
        }

        @Override
        protected void finish() throws Exception {
            step("finish");
        }

        private void step(String step) throws Exception {
            steps.add(step);
            if (step.equals(where)) {
                switch (what) {
                    case Exception exception -> throw exception;
                    case Error error -> throw error;
                    default -> throw new IllegalArgumentException(what);
                }
            }
        }
    }

    @Test
    void leaves_an_interrupt_to_whom_it_concerns() {
        var handler = handler();
        var isInterrupted = new AtomicBoolean();
        transcript.test("interrupted its own thread, and called run()");
        Call.doing(transcript, () -> {
            Thread.currentThread().interrupt();
            handler.run();
            isInterrupted.set(Thread.interrupted());
        })
                .whenThrew(InterruptedException.class,
                        "nobody waited here: what an interrupt means is for the steps to say")
                .completes();
        Check.of(transcript)
                .likely("what an interrupt means is for the steps, and for the server, to say")
                .that("as the steps", handler.steps())
                .is(List.of("setup", "handle", "finish"));
        Check.of(transcript)
                .holds(isInterrupted.get(), "a thread that is interrupted still", "one that is not any more");
    }

    @Test
    void leaves_the_request_open() {
        var isClosed = new AtomicBoolean();
        transcript.test("made a handler for a request that can be closed, and called run()");
        AutoCloseable request = () -> isClosed.set(true);
        var closing = new RequestHandlerServer<AutoCloseable>((_, _, _) -> {
            throw new IllegalStateException("nobody asked for a handler");
        });
        Call.doing(transcript, () -> new BaseRequestHandler<>(request, ANA, closing) {
        }.run()).completes();
        Check.of(transcript)
                .likely("closing it is the server's: shutdownRequest comes after the handler's life")
                .holds(!isClosed.get(), "the request open", "the request closed");
    }

    @Test
    void lives_side_by_side_with_others() {
        var other = handler();
        var isOver = new AtomicBoolean();
        transcript.test("called run() of another handler, in another thread, while this one handled");
        var handler = made(() -> new BaseRequestHandler<>("a request", ANA, server) {
            @Override
            protected void handle() throws InterruptedException {
                var side = Thread.ofPlatform().daemon().name("testkit other handler").start(() -> {
                    try {
                        other.run();
                        isOver.set(true);
                    } catch (Exception e) {
                        // The steps tell.
                    }
                });
                side.join(SOON);
                side.interrupt();
            }
        });
        Call.doing(transcript, handler::run).completes();
        Check.of(transcript)
                .likely("a lock that all handlers share: each has to wait until the one before has ended, and threads are of no use")
                .holds(isOver.get(), "the end of the other one's run() meanwhile", "none");
    }

    @Test
    void refuses_a_run_within_its_run() {
        var refusals = new ArrayList<Exception>();
        var depth = new AtomicInteger();
        transcript.test("made a handler whose handle calls run(), and called run()");
        var handler = made(() -> new BaseRequestHandler<>("a request", ANA, server) {
            @Override
            protected void handle() {
                if (depth.incrementAndGet() > 1) {
                    return;
                }
                try {
                    run();
                } catch (Exception e) {
                    refusals.add(e);
                }
            }
        });
        Call.doing(transcript, handler::run)
                .completes()
                .likely("the flag is set when all is over, and until then a second call finds it unset")
                .holds(refusals.size() == 1 && refusals.getFirst() instanceof IllegalStateException,
                        "an IllegalStateException from the inner run()",
                        refusals.isEmpty() ? "nothing was thrown" : refusals.getFirst().toString());
    }

    @Test
    void knows_its_own_request_while_another_is_handled() {
        var ana = toldBy("hello", ANA);
        var bo = toldBy("good day", BO);
        running(ana).completes();
        running(bo).completes();
        Check.of(transcript)
                .likely("the fields belong to the class: the request that came last is everybody's")
                .that("as what handle found", ana.steps())
                .is(List.of("hello from 1001 at the test's server"))
                .that("as what handle found", bo.steps())
                .is(List.of("good day from 1002 at the test's server"));
    }

    private Noting toldBy(String request, SocketAddress client) {
        transcript.test("made a handler for \"" + request + "\"");
        return made(() -> new Noting(request, client, server, Set.of()) {
            @Override
            protected void setup() {}

            @Override
            protected void handle() {
                steps().add(this.request + " from " + ((InetSocketAddress) clientAddress).getPort() + " at " + server);
            }

            @Override
            protected void finish() {}
        });
    }

    @Test
    void needs_no_step_to_be_written() {
        transcript.test("made a handler that overrides nothing, and called run()");
        Call.doing(transcript, () -> new BaseRequestHandler<>("a request", ANA, server) {
        }.run()).completes();
    }

    private static final String PYTHON = """
            import socketserver, sys
            def life(*throwing):
                steps = []
                class Noting(socketserver.BaseRequestHandler):
                    def note(self, step):
                        steps.append(step)
                        if step in throwing: raise OSError(step)
                    def setup(self): self.note("setup")
                    def handle(self): self.note("handle")
                    def finish(self): self.note("finish")
                try: Noting("a request", ("127.0.0.1", 1001), None)
                except OSError: steps.append("thrown")
                print(*steps)
            for line in sys.argv[1:]: life(*line.split(","))
            """;

    @Test
    @Witness("python3")
    void calls_what_python_calls() {
        var lives = List.of("", "setup", "handle", "finish", "handle,finish");
        try (var python = Python.runs(PYTHON, lives.toArray(String[]::new))) {
            var ours = new StringBuilder();
            for (var life : lives) {
                var handler = handler(life.isEmpty() ? new String[0] : life.split(","));
                var end = Call.of(transcript, () -> {
                    try {
                        handler.run();
                        return "";
                    } catch (Exception e) {
                        return " thrown";
                    }
                }).value();
                ours.append(String.join(" ", handler.steps())).append(end).append('\n');
            }
            Check.of(transcript)
                    .likely("python3 has made handlers with the same steps, and printed which ones were called")
                    .that("as the steps", ours.toString())
                    .is(new String(python.printed(), US_ASCII));
        }
    }
}
