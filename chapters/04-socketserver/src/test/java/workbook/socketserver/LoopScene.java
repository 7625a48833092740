package workbook.socketserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import workbook.kit.Todo;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

/// A server that is a listener and notes what is done with it, and the loop that serves it.
final class LoopScene implements Served, AutoCloseable {
    /// A poll that no test sees the end of.
    static final Duration LONG = Duration.ofHours(1);
    static final Duration PATIENCE = Duration.ofSeconds(1);

    static final String WAITS = "waits";
    static final String REQUEST = "handles a request";
    static final String ACTIONS = "service actions";
    static final String LOOP_ENDS = "serveForever returns";
    static final String SHUTDOWN_RETURNS = "shutdown returns";

    private static final String SHUT_OUT = "a thread stands before a lock, and the one that has it gives it back when the "
            + "loop ends: so shutdown cannot even ask for that";
    private static final String CLOSED = "the loop has closed what it did not open: shutdown ends a loop, and closing the "
            + "server is another call";

    final Transcript transcript = new Transcript();
    final ServeLoop loop = new ServeLoop(this);
    final ServerSocketChannel listener;
    private final List<String> deeds = new CopyOnWriteArrayList<>();
    private final List<Selector> selectors = new CopyOnWriteArrayList<>();
    private final List<Long> waits = new CopyOnWriteArrayList<>();
    private final List<Task> tasks = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> clients = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> accepted = new CopyOnWriteArrayList<>();
    private final AtomicInteger timeouts = new AtomicInteger();
    private volatile boolean over;

    // What a test may put something else in the place of.
    volatile LoopSelector.Wait wait = LoopSelector::really;
    volatile Runnable onWakeup = () -> {};
    volatile Runnable onClose = () -> {};
    volatile Call.Action onSelector = () -> {};
    volatile Call.Action onRequest = this::accepts;
    volatile Call.Action onActions = () -> {};

    /// The test is over, and the answer still goes on.
    private static final class Over extends Error {
        private static final long serialVersionUID = 1;
    }

    /// A call of the answer on a thread of its own.
    final class Task {
        final Thread thread;
        private volatile Optional<Throwable> thrown = Optional.empty();

        private Task(String name, String returns, Call.Action action) {
            thread = Thread.ofPlatform().daemon().name("testkit " + name).unstarted(() -> {
                try {
                    action.run();
                    notes(returns);
                } catch (Over e) {
                    // Nobody looks any more.
                } catch (Throwable e) {
                    thrown = Optional.of(e);
                    notes(name + " throws " + e.getClass().getSimpleName());
                }
            });
        }

        Optional<Throwable> thrown() {
            return thrown;
        }

        boolean hasEnded() {
            return thread.getState() == Thread.State.TERMINATED;
        }

        /// Whether it has by then.
        boolean ends() {
            return eventually(this::hasEnded);
        }

        /// Waits until it waits within the answer's code, or has ended. Before a lock that somebody has, it does not
        /// wait for what it came for.
        Task awaitStand() {
            Eventually.holds(() -> hasEnded() || isWaiting() && isInAnswer(), Deadline.in(PATIENCE));
            return this;
        }

        private boolean isWaiting() {
            var state = thread.getState();
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        }

        private boolean isInAnswer() {
            return Stream.of(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().startsWith(ServeLoop.class.getName()));
        }
    }

    LoopScene() {
        try {
            listener = ServerSocketChannel.open();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
            listener.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What the answer is given

    @Override
    public Selector selector() throws IOException {
        try {
            onSelector.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        var real = Selector.open();
        listener.register(real, SelectionKey.OP_ACCEPT);
        var selector = new LoopSelector(real, this::waits, onWakeup, () -> onClose.run());
        selectors.add(selector);
        return selector;
    }

    private int waits(Selector real, long millis) throws IOException {
        goesOn();
        waits.add(millis);
        notes(WAITS);
        var ready = wait.select(real, millis);
        goesOn();
        return ready;
    }

    @Override
    public void handleRequestNoBlock() {
        goesOn();
        notes(REQUEST);
        runs(onRequest);
    }

    @Override
    public void serviceActions() {
        goesOn();
        notes(ACTIONS);
        runs(onActions);
    }

    @Override
    public Optional<Duration> timeout() {
        timeouts.incrementAndGet();
        return Optional.of(Duration.ofMillis(1));
    }

    @Override
    public Optional<Duration> socketTimeout() {
        return timeout();
    }

    @Override
    public void handleTimeout() {
        notes("timeout");
    }

    private void goesOn() {
        if (over) {
            throw new Over();
        }
    }

    private static void runs(Call.Action action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void accepts() throws IOException {
        var connection = listener.accept();
        if (connection != null) {
            accepted.add(connection);
        }
    }

    private void notes(String deed) {
        if (!over) {
            deeds.add(deed);
            transcript.you(deed);
        }
    }

    // What the test does

    /// Starts a loop.
    Task serves(Duration poll) {
        transcript.test("called serveForever");
        return starts("serveForever", LOOP_ENDS, () -> loop.serveForever(poll));
    }

    /// Starts a loop, and the next one as soon as it has ended.
    Task servesTwice(Duration poll) {
        return starts("serveForever", LOOP_ENDS, () -> {
            loop.serveForever(poll);
            loop.serveForever(poll);
        });
    }

    /// Starts a loop, and calls shutdown in the same thread when it has ended.
    Task servesAndShutsDown(Duration poll) {
        transcript.test("called serveForever, and then shutdown in the same thread");
        return starts("serveForever", LOOP_ENDS, () -> {
            loop.serveForever(poll);
            loop.shutdown();
        });
    }

    /// Starts a loop, and waits until it waits.
    Task servesAndWaits(Duration poll) {
        var before = waits.size();
        var task = serves(poll);
        var isWaiting = eventually(() -> waits.size() > before || task.hasEnded()) && !task.hasEnded();
        var how = task.thrown().map(thrown -> "threw " + thrown.getClass().getSimpleName()).orElse("returned");
        check().likelyIf(!listener.isOpen(), CLOSED)
                .likelyIf(task.hasEnded() && task.thrown().isEmpty() && count(LOOP_ENDS) > 1,
                        "the loop before was asked to "
                                + "end, and this one still believes that it is meant")
                .likelyIf(task.thrown().isPresent() && count(LOOP_ENDS) > 0,
                        "the loop before has left something behind that "
                                + "is of no use any more")
                .likely("the loop ends before it has waited for a request; nobody has asked it to")
                .holds(isWaiting, "a loop that waits", task.hasEnded() ? "one that " + how : "one that does not");
        return task;
    }

    /// Has a thread of its own ask for the end.
    Task shutsDown() {
        transcript.test("called shutdown in another thread");
        return shutsDownQuietly();
    }

    Task shutsDownQuietly() {
        return starts("shutdown", SHUTDOWN_RETURNS, loop::shutdown);
    }

    private Task starts(String name, String returns, Call.Action action) {
        var task = new Task(name, returns, action);
        tasks.add(task);
        task.thread.start();
        return task;
    }

    /// Connects, which the kernel answers, whether somebody accepts or not.
    SocketChannel connects() throws IOException {
        transcript.test("connected");
        return connectsQuietly();
    }

    SocketChannel connectsQuietly() throws IOException {
        check().likely(CLOSED).holds(listener.isOpen(), "an open listener", "a closed one");
        var client = SocketChannel.open(listener.getLocalAddress());
        TestSide.has(client);
        clients.add(client);
        return client;
    }

    /// Ends a loop, and is sure of it.
    void ends(Task serving) {
        var shutting = shutsDown();
        var ended = shutting.ends() && serving.ends();
        check().likelyIf(isShutOut(), SHUT_OUT).holds(ended, "that the loop ends, and shutdown returns", state());
    }

    /// Whether a caller of shutdown does not get in.
    private boolean isShutOut() {
        return tasks.stream().anyMatch(task -> task.thread.getState() == Thread.State.BLOCKED);
    }

    /// Waits for an end that the answer should come to by itself.
    void hasEnded(Task task, String likely) {
        var ended = task.ends();
        check().likelyIf(isShutOut(), SHUT_OUT)
                .likely(likely)
                .holds(ended, "that " + task.thread.getName().substring(8) + " returns", state());
    }

    boolean allHaveEnded() {
        return eventually(() -> tasks.stream().allMatch(Task::hasEnded));
    }

    List<String> deeds() {
        return List.copyOf(deeds);
    }

    long count(String deed) {
        return deeds.stream().filter(deed::equals).count();
    }

    /// For how many milliseconds the answer wanted to wait, each time.
    List<Long> waits() {
        return List.copyOf(waits);
    }

    List<SocketChannel> accepted() {
        return List.copyOf(accepted);
    }

    int timeouts() {
        return timeouts.get();
    }

    long openSelectors() {
        return selectors.stream().filter(Selector::isOpen).count();
    }

    /// Who is still under way.
    String state() {
        var running = new TreeMap<String, Integer>();
        tasks.stream()
                .filter(task -> !task.hasEnded())
                .forEach(task -> running.merge(task.thread.getName().substring(8), 1, Integer::sum));
        var texts = running.entrySet()
                .stream()
                .map(each -> each.getValue() == 1 ? each.getKey() : each.getKey() + " " + each.getValue() + " times")
                .toList();
        return texts.isEmpty() ? "all have ended" : "still under way: " + String.join(", ", texts);
    }

    boolean eventually(BooleanSupplier condition) {
        return Eventually.holds(() -> isStub() || condition.getAsBoolean(), Deadline.in(PATIENCE));
    }

    private boolean isStub() {
        return tasks.stream().anyMatch(task -> task.thrown.filter(Todo.class::isInstance).isPresent());
    }

    /// A check of what has been done so far; what is not written yet is said instead.
    Check check() {
        for (var task : tasks) {
            if (task.thrown.orElse(null) instanceof Todo todo) {
                throw todo;
            }
        }
        return Check.of(transcript);
    }

    @Override
    public void close() throws IOException {
        over = true;
        listener.close();
        for (var task : tasks) {
            selectors.forEach(selector -> {
                if (selector.isOpen()) {
                    selector.wakeup();
                }
            });
            try {
                if (!task.thread.join(Duration.ofMillis(50))) {
                    task.thread.interrupt();
                    task.thread.join(Duration.ofMillis(50));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        for (var selector : selectors) {
            selector.close();
        }
        for (var connection : Stream.concat(clients.stream(), accepted.stream()).toList()) {
            connection.close();
        }
    }
}
