package workbook.chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// After each round it goes over all seats, to find who has left and who is silent: choose it for rooms of hundreds.
final class SelectorRoom implements Room {
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Selector selector = Selector.open();
    private final Talk talk;
    private final Duration idle;
    private final int bound;
    private final Policy policy;
    private final int port;
    private final List<Seat> seats = new ArrayList<>();
    private final AtomicInteger members = new AtomicInteger();
    private final ByteBuffer bytes = ByteBuffer.allocate(2_048);
    private final Thread thread;
    private volatile boolean isStopping;
    private volatile long end = Long.MAX_VALUE;
    private boolean isClosed;

    private SelectorRoom(InetSocketAddress address, Talk talk, Duration idle, int bound, Policy policy)
            throws IOException {
        this.talk = talk;
        this.idle = idle;
        this.bound = bound;
        this.policy = policy;
        try {
            listener.bind(address);
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        } catch (IOException e) {
            listener.close();
            selector.close();
            throw e;
        }
        thread = new Thread(this::run, "selector room");
    }

    static SelectorRoom open(InetSocketAddress address, Talk talk, Duration idle, int bound, Policy policy)
            throws IOException {
        if (bound < 1) {
            throw new IllegalArgumentException("a bound of " + bound);
        }
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("an idle time of " + idle);
        }
        var room = new SelectorRoom(address, talk, idle, bound, policy);
        room.thread.start();
        return room;
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    private void run() {
        try {
            while (!isClosed || !seats.isEmpty() && millis() < end) {
                var before = millis();
                selector.select(timeout(before));
                var keys = selector.selectedKeys().iterator();
                while (keys.hasNext()) {
                    var key = keys.next();
                    keys.remove();
                    if (key.attachment() instanceof Seat seat) {
                        seat.guarded(seat::ready);
                    } else if (key.isValid() && key.isAcceptable()) {
                        accept();
                    }
                }
                if (isStopping && !isClosed) {
                    isClosed = true;
                    listener.close();
                    tell(Lines.CLOSING);
                    seats.forEach(seat -> seat.isLeaving = true);
                }
                sweep(before);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            seats.forEach(seat -> seat.isBroken = true);
            sweep(millis());
            try {
                listener.close();
                selector.close();
            } catch (IOException e) {
                // As closed as they will be.
            }
        }
    }

    private long timeout(long now) {
        var next = end;
        for (var seat : seats) {
            next = Math.min(next, seat.next());
        }
        return Math.max(1, next - now + 1);
    }

    private void accept() {
        try {
            var channel = listener.accept();
            if (channel != null) {
                channel.configureBlocking(false);
                var seat = new Seat(channel);
                seats.add(seat);
                seat.guarded(seat::enter);
            }
        } catch (IOException e) {
            // Not this one, then.
        }
    }

    /// Sees to the time, and to those who have left, until nothing changes any more.
    private void sweep(long now) {
        seats.stream().filter(seat -> seat.next() <= now).toList().forEach(Seat::timeIsOver);
        var again = true;
        while (again) {
            again = false;
            for (var seat : List.copyOf(seats)) {
                if ((seat.isBroken || seat.isLeaving) && seat.isMember) {
                    again = true;
                    seat.leave();
                }
            }
        }
        for (var seat : List.copyOf(seats)) {
            if (seat.isBroken || seat.isLeaving && seat.waiting.isEmpty()) {
                seats.remove(seat);
                seat.closeChannel();
            }
        }
    }

    private void tell(String text) {
        var line = LineCodec.line(text);
        for (var seat : seats) {
            if (seat.isMember) {
                seat.offer(line);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private final class Seat implements Outbox {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final Session session;
        private final LineCodec codec = new LineCodec(Ears.LONGEST);
        private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
        private boolean isMember;
        private boolean isLeaving;
        private boolean isBroken;
        private boolean isAsked;
        private long since = millis();

        Seat(SocketChannel channel) throws IOException {
            this.channel = channel;
            key = channel.register(selector, SelectionKey.OP_READ, this);
            session = new Session(this);
        }

        long next() {
            var half = Math.min(idle.toMillis(), Long.MAX_VALUE / 4) / 2;
            return since + (isLeaving ? 2 * half : half);
        }

        void guarded(Work work) {
            try {
                work.run();
            } catch (IOException e) {
                isBroken = true;
            } catch (RuntimeException | Error e) {
                isBroken = true;
                Thread.currentThread().getUncaughtExceptionHandler().uncaughtException(Thread.currentThread(), e);
            }
        }

        void enter() {
            talk.join(session);
            isMember = true;
            members.incrementAndGet();
            tell(Lines.joined(session.name()));
        }

        void leave() {
            isMember = false;
            members.decrementAndGet();
            since = millis();
            if (key.isValid()) {
                // It is heard no more.
                key.interestOps(waiting.isEmpty() ? 0 : SelectionKey.OP_WRITE);
            }
            guarded(() -> {
                if (!isClosed) {
                    tell(Lines.left(session.name()));
                }
                talk.leave(session);
            });
        }

        void timeIsOver() {
            if (isLeaving || isAsked) {
                isBroken = true;
            } else {
                since = millis();
                isAsked = true;
                offer(LineCodec.line(Lines.PING));
            }
        }

        void ready() throws IOException {
            if (key.isValid() && key.isWritable()) {
                flush();
            }
            if (key.isValid() && key.isReadable() && !isLeaving && !isBroken) {
                var count = channel.read(bytes.clear());
                if (count == -1) {
                    isLeaving = true;
                    return;
                }
                hear(bytes.flip());
                since = millis();
                isAsked = false;
            }
        }

        private void hear(ByteBuffer heard) {
            var isTooLong = false;
            try {
                codec.feed(heard);
            } catch (ProtocolException e) {
                isTooLong = true;
            }
            try {
                for (var line = codec.next(); line.isPresent(); line = codec.next()) {
                    handle(talk.handle(session, Command.of(line.get())));
                    if (isLeaving || isBroken) {
                        return;
                    }
                }
            } catch (ProtocolException e) {
                isTooLong = true;
            }
            if (isTooLong) {
                offer(LineCodec.line(Lines.refused(Ears.REASON)));
                isLeaving = true;
            }
        }

        private void handle(Reply reply) {
            if (reply instanceof Reply.ToAll(String line)) {
                tell(line);
            } else if (reply instanceof Reply.ToSender(String line)) {
                offer(LineCodec.line(line));
            } else if (reply instanceof Reply.ToOne(Session member, String line)) {
                member.outbox().offer(LineCodec.line(line));
            } else if (reply instanceof Reply.Goodbye) {
                isLeaving = true;
            }
        }

        @Override
        public boolean offer(byte[] line) {
            if (isLeaving || isBroken || !channel.isOpen()) {
                return false;
            }
            if (waiting.size() >= bound) {
                isBroken = policy == Policy.DISCONNECT;
                return false;
            }
            waiting.addLast(ByteBuffer.wrap(line));
            if (waiting.size() == 1) {
                guarded(this::flush);
            }
            return true;
        }

        private void flush() throws IOException {
            while (!waiting.isEmpty()) {
                channel.write(waiting.getFirst());
                if (waiting.getFirst().hasRemaining()) {
                    key.interestOpsOr(SelectionKey.OP_WRITE);
                    return;
                }
                waiting.removeFirst();
            }
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        }

        private void closeChannel() {
            try {
                channel.close();
            } catch (IOException e) {
                // Gone.
            }
        }

        @Override
        public void close() {
            isLeaving = true;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int members() {
        return members.get();
    }

    @Override
    public void stop(Duration limit) {
        end = Math.min(end, millis() + Math.min(limit.toMillis(), Long.MAX_VALUE / 4));
        isStopping = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
