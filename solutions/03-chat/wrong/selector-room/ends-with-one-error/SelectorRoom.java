package workbook.chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// Lets a member go whose line brings an exception, and ends with an error.
final class SelectorRoom implements Room {
    /// How long nobody is taken after an attempt that failed.
    private static final long REST_MILLIS = 100;
    /// Lines that are given to the kernel with one call.
    private static final int MOST_AT_ONCE = 64;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final SelectionKey door;
    private final int port;
    private final Talk talk;
    private final long idle;
    private final int bound;
    private final Policy policy;
    private final Thread loop = Thread.ofPlatform().name("room").unstarted(this::run);

    private final ByteBuffer arrived = ByteBuffer.allocateDirect(4_096);
    private final Set<Seat> members = new LinkedHashSet<>();
    /// Those who are to leave: nobody is taken out of a set that is being gone through.
    private final Queue<Seat> leaving = new ArrayDeque<>();
    /// Those for whom a line waits that nobody has tried to send yet.
    private final Queue<Seat> fresh = new ArrayDeque<>();
    /// All whose connection is open, whoever must be looked at next first.
    private final TreeSet<Seat> clock = new TreeSet<>(
            Comparator.<Seat>comparingLong(seat -> seat.due).thenComparing(seat -> seat.number));
    private final long epoch = System.nanoTime();
    private long seats;
    private boolean isClosing;

    private volatile int count;
    /// Until when the goodbyes may take, once somebody has called for the end.
    private volatile Optional<Long> end = Optional.empty();

    private SelectorRoom(Selector selector, ServerSocketChannel listener, Talk talk, Duration idle, int bound,
            Policy policy) throws IOException {
        this.selector = selector;
        this.listener = listener;
        this.talk = talk;
        this.idle = nanos(idle);
        this.bound = bound;
        this.policy = policy;
        door = listener.register(selector, SelectionKey.OP_ACCEPT);
        port = listener.socket().getLocalPort();
    }

    static SelectorRoom open(InetSocketAddress address, Talk talk, Duration idle, int bound, Policy policy)
            throws IOException {
        if (bound < 1) {
            throw new IllegalArgumentException("a bound of " + bound);
        }
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("an idle time of " + idle);
        }
        var listener = ServerSocketChannel.open();
        try {
            listener.bind(address).configureBlocking(false);
            var room = new SelectorRoom(Selector.open(), listener, talk, idle, bound, policy);
            room.loop.start();
            return room;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    /// Never so many that a sum overflows.
    private static long nanos(Duration duration) {
        return Math.clamp(TimeUnit.NANOSECONDS.convert(duration), 0, Long.MAX_VALUE / 4);
    }

    /// Since the room was opened.
    private long now() {
        return System.nanoTime() - epoch;
    }

    // The loop

    private void run() {
        try (selector; listener) {
            while (!isOver()) {
                // Whatever has arrived by now is heard in this round, before anybody is taken for silent.
                var now = now();
                var isResting = door.isValid() && door.interestOps() == 0;
                selector.select(this::serve, isResting ? Math.min(REST_MILLIS, millisToWait(now)) : millisToWait(now));
                if (isResting) {
                    door.interestOps(SelectionKey.OP_ACCEPT);
                }
                lookAtTheClock(now);
                if (end.isPresent() && !isClosing) {
                    sayGoodbye();
                }
                sendWhatWaits();
            }
        } catch (IOException e) {
            report(e);
        } finally {
            Set.copyOf(clock).forEach(Seat::goesAtOnce);
            isClosing = true;
            letThemLeave();
        }
    }

    /// At the end of a round, so that all that it has brought for somebody goes out at once.
    private void sendWhatWaits() {
        for (var seat = fresh.poll(); seat != null; seat = fresh.poll()) {
            seat.tries(seat::write);
        }
        letThemLeave();
    }

    private boolean isOver() {
        return isClosing && (clock.isEmpty() || end.orElseThrow() <= now());
    }

    /// At least 1: to a selector, 0 means for ever.
    private long millisToWait(long now) {
        var until = Math.min(clock.isEmpty() ? Long.MAX_VALUE : clock.first().due, end.orElse(Long.MAX_VALUE));
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - now) + 1);
    }

    private void serve(SelectionKey key) {
        if (!key.isValid()) {
            // Closed since the selection, when another one's line did not fit.
            return;
        }
        if (key == door) {
            accept();
        } else {
            var seat = (Seat) key.attachment();
            seat.tries(seat::serve);
        }
        letThemLeave();
    }

    private void accept() {
        try {
            var caller = listener.accept();
            if (caller != null) {
                take(caller);
            }
        } catch (IOException e) {
            // Perhaps no descriptor is left. The caller still waits, so the door would say so at once, and again.
            door.interestOps(0);
        }
    }

    private void take(SocketChannel caller) throws IOException {
        try {
            caller.configureBlocking(false);
            caller.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var seat = new Seat(caller, caller.register(selector, SelectionKey.OP_READ));
            seat.tries(() -> joins(seat));
        } catch (IOException e) {
            // Gone already.
            caller.close();
        }
    }

    private void lookAtTheClock(long now) {
        while (!clock.isEmpty() && clock.first().due <= now) {
            clock.first().isDue();
        }
        letThemLeave();
    }

    private void sayGoodbye() throws IOException {
        isClosing = true;
        listener.close();
        toAll(Lines.CLOSING);
        members.forEach(Seat::goes);
        letThemLeave();
    }

    /// Where a thread that dies of an exception would leave it.
    private void report(Throwable e) {
        loop.getUncaughtExceptionHandler().uncaughtException(loop, e);
    }

    // The members

    private void joins(Seat seat) {
        talk.join(seat.session);
        members.add(seat);
        count = members.size();
        toAll(Lines.joined(seat.session.name()));
    }

    private void hears(Seat seat, String line) {
        switch (talk.handle(seat.session, Command.of(line))) {
            case Reply.ToAll(var text) -> toAll(text);
            case Reply.ToSender(var text) -> seat.offer(LineCodec.line(text));
            case Reply.ToOne(var member, var text) -> member.outbox().offer(LineCodec.line(text));
            case Reply.Nothing() -> {
            }
            case Reply.Goodbye() -> seat.goes();
        }
    }

    private void letThemLeave() {
        for (var seat = leaving.poll(); seat != null; seat = leaving.poll()) {
            try {
                leaves(seat);
            } catch (RuntimeException e) {
                report(e);
            }
        }
    }

    private void leaves(Seat seat) {
        seat.finish();
        if (!members.remove(seat)) {
            return;
        }
        count = members.size();
        try {
            if (!isClosing) {
                toAll(Lines.left(seat.session.name()));
            }
        } finally {
            talk.leave(seat.session);
        }
    }

    private void toAll(String text) {
        var line = LineCodec.line(text);
        members.forEach(seat -> seat.offer(line));
    }

    /// A connection of the room's, and what there is to know of it: its key's attachment.
    private final class Seat implements Outbox {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final long number = seats++;
        private final Session session = new Session(this);
        private final LineCodec codec = new LineCodec(Ears.LONGEST);
        private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
        /// Whether it is heard, and takes lines.
        private boolean isPresent = true;
        private boolean isAsked;
        private long due;

        Seat(SocketChannel channel, SelectionKey key) {
            this.channel = channel;
            this.key = key;
            key.attach(this);
            isDueIn(idle / 2);
        }

        private void isDueIn(long nanos) {
            clock.remove(this);
            due = now() + nanos;
            clock.add(this);
        }

        void isDue() {
            if (isPresent && !isAsked) {
                isAsked = true;
                isDueIn(idle / 2);
                offer(LineCodec.line(Lines.PING));
            } else {
                goesAtOnce();
            }
        }

        private interface Step {
            void run() throws IOException;
        }

        /// Whatever goes wrong goes wrong for this one alone.
        void tries(Step step) {
            try {
                step.run();
            } catch (IOException e) {
                goesAtOnce();
            } catch (RuntimeException e) {
                report(e);
                goesAtOnce();
            }
        }

        void serve() throws IOException {
            if (key.isReadable()) {
                read();
            }
            if (key.isValid() && key.isWritable()) {
                write();
            }
        }

        private void read() throws IOException {
            if (channel.read(arrived.clear()) < 0) {
                goes();
                return;
            }
            try {
                hear(arrived.flip());
            } catch (ProtocolException e) {
                offer(LineCodec.line(Lines.refused(Ears.REASON)));
                goes();
            }
            if (isPresent) {
                isAsked = false;
                isDueIn(idle / 2);
            }
        }

        /// Hears the lines before one that is too long, and only then throws.
        private void hear(ByteBuffer bytes) throws ProtocolException {
            try {
                codec.feed(bytes);
            } finally {
                for (var line = codec.next(); isPresent && line.isPresent(); line = codec.next()) {
                    hears(this, line.get());
                }
            }
        }

        @Override
        public boolean offer(byte[] line) {
            if (isPresent && waiting.size() == bound) {
                tries(this::write);
            }
            if (isPresent && waiting.size() == bound && policy == Policy.DISCONNECT) {
                goesAtOnce();
            }
            if (!isPresent || waiting.size() == bound) {
                return false;
            }
            waiting.add(ByteBuffer.wrap(line));
            if (waiting.size() == 1) {
                fresh.add(this);
            }
            return true;
        }

        /// Writes what is taken; what is left waits until there is room, and only then room is of interest.
        private void write() throws IOException {
            if (!channel.isOpen()) {
                return;
            }
            while (!waiting.isEmpty()) {
                var some = waiting.stream().limit(MOST_AT_ONCE).toArray(ByteBuffer[]::new);
                channel.write(some);
                waiting.removeIf(line -> !line.hasRemaining());
                if (some[some.length - 1].hasRemaining()) {
                    break;
                }
            }
            key.interestOps((isPresent ? SelectionKey.OP_READ : 0) | (waiting.isEmpty() ? 0 : SelectionKey.OP_WRITE));
            if (!isPresent && waiting.isEmpty()) {
                close();
            }
        }

        /// It is heard no more; it leaves when whatever is under way is done.
        void goes() {
            if (isPresent) {
                isPresent = false;
                leaving.add(this);
            }
        }

        void goesAtOnce() {
            close();
            goes();
        }

        /// What waits for it still goes out.
        void finish() {
            if (channel.isOpen()) {
                isDueIn(idle);
                tries(this::write);
            }
        }

        @Override
        public void close() {
            waiting.clear();
            clock.remove(this);
            try {
                channel.close();
            } catch (IOException e) {
                // As closed as it will be.
            }
        }
    }

    // From other threads

    @Override
    public int port() {
        return port;
    }

    @Override
    public int members() {
        return count;
    }

    @Override
    public void stop(Duration limit) throws IOException {
        endWithin(limit);
        var isInterrupted = false;
        while (loop.isAlive()) {
            try {
                loop.join();
            } catch (InterruptedException e) {
                // Then there is no time for goodbyes; what is to be closed is closed all the same.
                isInterrupted = true;
                endWithin(Duration.ZERO);
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void endWithin(Duration limit) {
        var by = now() + nanos(limit);
        end = Optional.of(Math.min(by, end.orElse(by)));
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        stop(Duration.ZERO);
    }
}
