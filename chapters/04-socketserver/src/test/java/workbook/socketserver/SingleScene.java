package workbook.socketserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

/// A server that is a listener and notes what is done with it, in a time that passes in its waits alone.
final class SingleScene implements Served, AutoCloseable {
    static final String REQUEST = "handles a request";
    static final String TIMEOUT = "handleTimeout";
    static final long AT_ONCE = Duration.ofHours(7).toNanos();

    private static final String NO_TROUBLE = "that nobody came in time is no trouble, but one of two things that this method "
            + "is for; handleTimeout is how the server hears of it";
    private static final int TOO_MANY = 100;
    private static final Duration LONGEST = Duration.ofDays(100);

    final Transcript transcript = new Transcript();
    final ServerSocketChannel listener;
    private final SingleRequest single;
    private final Queue<Step> steps = new ArrayDeque<>();
    private final List<Long> waits = new ArrayList<>();
    private final List<String> deeds = new ArrayList<>();
    private final List<Selector> selectors = new ArrayList<>();
    private final List<SocketChannel> clients = new ArrayList<>();
    private final long began;
    private long now;

    private Optional<Duration> timeout = Optional.empty();
    private Optional<Duration> socketTimeout = Optional.empty();
    Call.Action onRequest = this::accepts;
    Runnable onTimeout = () -> {};
    /// Thrown by the next wait.
    Optional<IOException> trouble = Optional.empty();

    /// A wait that ends before its time: after so long, and with a request or without.
    private record Step(Duration after, boolean brings) {}

    /// Nothing will ever happen any more, and the answer waits for it.
    private static final class WaitWithoutEnd extends Error {
        private static final long serialVersionUID = 1;

        WaitWithoutEnd(String message) {
            super(message);
        }
    }

    SingleScene() {
        this(AT_ONCE);
    }

    /// @param began what the clock says at the beginning
    SingleScene(long began) {
        this.began = began;
        now = began;
        try {
            listener = ServerSocketChannel.open();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        single = new SingleRequest(this, () -> now);
    }

    // What the test says

    SingleScene timeout(Duration limit) {
        transcript.test("gave the server a timeout of " + text(limit));
        timeout = Optional.of(limit);
        return this;
    }

    SingleScene socketTimeout(Duration limit) {
        transcript.test("gave its socket a timeout of " + text(limit));
        socketTimeout = Optional.of(limit);
        return this;
    }

    /// The next wait ends after so long, with nothing.
    SingleScene wakes(Duration after) {
        transcript.test("woke it after " + text(after) + " with nothing");
        steps.add(new Step(after, false));
        return this;
    }

    /// The next wait ends after so long, because somebody has connected.
    SingleScene brings(Duration after) throws IOException {
        transcript.test("had a client come after " + text(after));
        steps.add(new Step(after, true));
        connects();
        return this;
    }

    /// Somebody connects, and will be noticed when a wait says so.
    SocketChannel connects() throws IOException {
        var client = SocketChannel.open(listener.getLocalAddress());
        TestSide.has(client);
        clients.add(client);
        return client;
    }

    /// A call that need not end well, and ends.
    Call<Void> calls() {
        return Call.doing(transcript, () -> {
            transcript.test("called handleRequest");
            single.handleRequest();
        });
    }

    /// A call that must return.
    void returns() {
        calls().whenThrew(WaitWithoutEnd.class, "it waits, and whatever happens now, nothing will end its wait in time")
                .when(() -> !waits.isEmpty() && waits.getFirst() == LoopSelector.FOR_EVER && hasLimit(),
                        "there is a timeout, and it was not asked for when this wait began: it is asked for in each call, "
                                + "since it may change, and when the server's constructor made this object there was none")
                .when(() -> !waits.isEmpty() && waits.getLast() == LoopSelector.FOR_EVER && hasLimit()
                        && (waits.size() > 1 || timeout.equals(Optional.of(Duration.ZERO))),
                        "no time was left, or less than a millisecond, and that became 0: to a selector 0 is for ever")
                .when(() -> waits.size() > TOO_MANY, "it looks over and over where it should wait for what is left")
                .when(() -> waits.size() > TOO_MANY && isTimeUp(),
                        "by the clock that it was given its time is long up: it asks another one, or counts from a new "
                                + "beginning each time")
                .whenThrew(SocketTimeoutException.class, NO_TROUBLE)
                .whenThrew(TimeoutException.class, NO_TROUBLE)
                .whenHung("it waits elsewhere than in the server's selector")
                .completes();
    }

    private boolean isTimeUp() {
        return timeout.or(() -> socketTimeout).filter(limit -> gone().compareTo(limit) >= 0).isPresent();
    }

    private boolean hasLimit() {
        return timeout.isPresent() || socketTimeout.isPresent();
    }

    Check check() {
        return Check.of(transcript);
    }

    List<Long> waits() {
        return List.copyOf(waits);
    }

    /// The waits that were none.
    List<Long> realWaits() {
        return waits.stream().filter(millis -> millis != LoopSelector.NOT_AT_ALL).toList();
    }

    List<String> deeds() {
        return List.copyOf(deeds);
    }

    Duration gone() {
        return Duration.ofNanos(now - began);
    }

    long openSelectors() {
        return selectors.stream().filter(Selector::isOpen).count();
    }

    static String text(Duration duration) {
        return duration.toNanos() % 1_000_000 == 0 ? duration.toMillis() + " ms" : duration.toNanos() / 1000 + " µs";
    }

    // What the answer is given

    @Override
    public Selector selector() throws IOException {
        var real = Selector.open();
        listener.register(real, SelectionKey.OP_ACCEPT);
        var selector = new LoopSelector(real, this::waits, () -> {});
        selectors.add(selector);
        return selector;
    }

    private int waits(Selector real, long millis) throws IOException {
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        waits.add(millis);
        transcript.you(millis == LoopSelector.NOT_AT_ALL
                ? "looked without waiting"
                : millis == LoopSelector.FOR_EVER ? "began to wait for ever" : "began to wait " + millis + " ms");
        if (waits.size() > TOO_MANY) {
            throw new WaitWithoutEnd("has waited " + TOO_MANY + " times");
        }
        var step = steps.peek();
        if (millis == LoopSelector.NOT_AT_ALL) {
            // Time stands still, and so only what comes at once is there.
            var isThere = step != null && step.after().isZero();
            if (isThere) {
                steps.remove();
            }
            return isThere && step.brings() ? real.selectNow() : 0;
        }
        if (step != null
                && (millis == LoopSelector.FOR_EVER || step.after().compareTo(Duration.ofMillis(millis)) <= 0)) {
            steps.remove();
            now += step.after().toNanos();
            return step.brings() ? real.selectNow() : 0;
        }
        if (millis == LoopSelector.FOR_EVER || millis > LONGEST.toMillis()) {
            throw new WaitWithoutEnd("nobody will come any more");
        }
        now += millis * 1_000_000;
        return 0;
    }

    @Override
    public void handleRequestNoBlock() {
        does(REQUEST);
        try {
            onRequest.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void accepts() throws IOException {
        var connection = listener.accept();
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void serviceActions() {
        does("serviceActions");
    }

    @Override
    public Optional<Duration> timeout() {
        return timeout;
    }

    @Override
    public Optional<Duration> socketTimeout() {
        return socketTimeout;
    }

    @Override
    public void handleTimeout() {
        does(TIMEOUT);
        onTimeout.run();
    }

    private void does(String deed) {
        deeds.add(deed);
        transcript.you(deed + " after " + text(gone()));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var selector : selectors) {
            selector.close();
        }
        for (var client : clients) {
            client.close();
        }
    }
}
