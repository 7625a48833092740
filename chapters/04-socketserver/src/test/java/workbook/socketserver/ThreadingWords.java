package workbook.socketserver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import workbook.kit.Todo;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.Transcript;

/// A server without sockets: its requests are words, and it notes what is done with each.
class ThreadingWords implements ThreadingMixIn<String>, AutoCloseable {
    /// How long the test waits for what should happen.
    static final Duration PATIENCE = Duration.ofSeconds(1);
    /// How long the test looks on while nothing should happen.
    static final Duration WHILE = Duration.ofMillis(40);
    /// When a request that nobody lets go ends all the same: the answer has it wait for what comes after.
    private static final Duration LONGEST = Duration.ofMillis(1500);

    private static final SocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4242);

    final Transcript transcript;
    private final RequestThreads threads = new RequestThreads();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final Map<String, Deed> deeds = new ConcurrentHashMap<>();
    private final List<Thread> workers = new CopyOnWriteArrayList<>();
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    /// What a request does when it is handled.
    interface Deed {
        void happen() throws Exception;
    }

    ThreadingWords() {
        this(new Transcript());
    }

    ThreadingWords(Transcript transcript) {
        this.transcript = transcript;
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
    }

    // What the mix-in needs

    @Override
    public RequestThreads requestThreads() {
        return threads;
    }

    @Override
    public void finishRequest(String request, SocketAddress clientAddress) throws Exception {
        workers.add(Thread.currentThread());
        notes.add(request + " begins");
        if (gates.containsKey(request)) {
            gates.get(request).await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (deeds.containsKey(request)) {
            deeds.get(request).happen();
        }
        notes.add(request + " ends");
    }

    @Override
    public void handleError(String request, SocketAddress clientAddress, Exception trouble) {
        notes.add("handleError of " + request + ": " + trouble.getMessage());
    }

    @Override
    public void shutdownRequest(String request) {
        notes.add(request + " is shut down");
    }

    // What the test says

    /// From now on this request stands until it is let go.
    void holds(String request) {
        gates.put(request, new CountDownLatch(1));
    }

    void letsGo(String request) {
        transcript.test("let " + request + " come to its end");
        gates.get(request).countDown();
    }

    /// What happens when this request is handled.
    void does(String request, Deed deed) {
        deeds.put(request, deed);
    }

    /// The call of `processRequest`.
    Call<Void> processing(String request) {
        transcript.test("called processRequest for " + request
                + (gates.containsKey(request) ? ", which takes long" : ""));
        return Call.doing(transcript, () -> processRequest(request, CLIENT));
    }

    /// Calls `processRequest`, which returns while the request may be handled still.
    void takes(String request) {
        processing(request).completes();
        passOnTodo();
    }

    /// Calls `processRequest` for one that takes long, and waits until its handling has begun.
    void takesLong(String request) {
        holds(request);
        takes(request);
        awaits(request + " begins", "nothing has begun to handle the request");
    }

    /// Waits until this has been noted.
    void awaits(String note, String likely) {
        var has = Eventually.holds(() -> notes.contains(note), Deadline.in(PATIENCE));
        passOnTodo();
        Check.of(transcript).likely(likely).holds(has, "\"" + note + "\"", shown());
    }

    boolean has(String note) {
        return notes.contains(note);
    }

    /// All that was noted of this request, after the thread that handled it has ended.
    String all(String request) throws InterruptedException {
        for (var worker : workers) {
            worker.join(PATIENCE);
        }
        passOnTodo();
        return String.join(", ", notes.stream().filter(note -> note.contains(request)).toList());
    }

    private String shown() {
        return notes.isEmpty() ? "nothing" : String.join(", ", notes);
    }

    /// What ended a thread.
    List<Throwable> uncaught() {
        return uncaught;
    }

    /// Waits for the threads, on a thread of the test's.
    Closing closing() {
        transcript.test("called joinRequestThreads");
        return new Closing(() -> {
            joinRequestThreads();
            notes.add("joined");
        });
    }

    /// A call that may have to wait, and the thread that makes it.
    static final class Closing {
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final Thread thread;

        Closing(Deed deed) {
            thread = Thread.ofPlatform().daemon().name("testkit closes").start(() -> {
                try {
                    deed.happen();
                    end.complete(null);
                } catch (Throwable e) {
                    end.completeExceptionally(e);
                }
            });
        }

        /// Whether it has returned, or does before that time is over.
        boolean returnsIn(Duration time) throws InterruptedException {
            thread.join(time);
            if (end.isCompletedExceptionally()) {
                switch (end.exceptionNow()) {
                    case Error error -> throw error;
                    case Throwable trouble -> throw new IllegalStateException("it threw " + trouble, trouble);
                }
            }
            return end.isDone();
        }

        /// Waits until it waits.
        void stands() {
            Eventually.holds(() -> switch (thread.getState()) {
                case WAITING, TIMED_WAITING, BLOCKED, TERMINATED -> true;
                case NEW, RUNNABLE -> false;
            }, Deadline.in(PATIENCE));
        }

        void interrupt() {
            thread.interrupt();
        }
    }

    private void passOnTodo() {
        for (var thrown : uncaught) {
            if (thrown instanceof Todo todo) {
                throw todo;
            }
        }
    }

    /// Lets everything end.
    @Override
    public void close() throws InterruptedException {
        gates.values().forEach(CountDownLatch::countDown);
        for (var worker : workers) {
            worker.join(WHILE);
        }
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
