package workbook.rawtcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import workbook.kit.Connection;

/// Drives connections: gives them time, carries their segments over a wire, and lets threads wait for them.
final class Stack implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Wire wire;
    private final Inet4Address address;
    private final RandomGenerator random;
    private final Settings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Integer, Consumer<Connection>> listeners = new HashMap<>();
    private final ConnectionTable table = new ConnectionTable(this::welcome);
    private final Thread thread;
    private int nextPort = 49_152;
    private final List<TcpConnection> welcomed = new ArrayList<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private volatile boolean isClosed;

    Stack(Wire wire, Inet4Address address, Settings settings, RandomGenerator random) {
        this.wire = wire;
        this.address = address;
        this.settings = settings;
        this.random = random;
        thread = Thread.ofPlatform().daemon().name("tcp").start(this::run);
    }

    /// Has a virtual thread serve each connection to this port.
    void listen(int port, Consumer<Connection> handler) {
        lock.lock();
        try {
            listeners.put(port, handler);
        } finally {
            lock.unlock();
        }
    }

    Connection connect(InetSocketAddress server, Duration limit) throws IOException {
        lock.lock();
        try {
            var ends = new Ends(address, nextPort++, (Inet4Address) server.getAddress(), server.getPort());
            var tcp = new TcpConnection(ends, random.nextInt(), settings);
            table.add(ends, tcp);
            send(tcp.open(Instant.now()));
            wire.wake();
            var connection = new StackConnection(ends, tcp);
            connection.awaitOpen(limit);
            return connection;
        } finally {
            lock.unlock();
        }
    }

    /// Completed with what has ended the driver before its time, if anything ever does.
    CompletableFuture<Void> failure() {
        return failure;
    }

    /// Waits until every connection that somebody has opened is over, but for TIME_WAIT, or the limit is.
    void awaitEnds(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            var nanos = limit.toNanos();
            while (nanos > 0 && !failure.isDone() && !welcomed.stream().allMatch(Stack::isOver)) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOver(TcpConnection tcp) {
        return tcp.state() == State.TIME_WAIT || tcp.state() == State.CLOSED;
    }

    private Optional<Machine> welcome(Ends ends) {
        var handler = Optional.ofNullable(listeners.get(ends.localPort()));
        return handler.map(each -> {
            var tcp = new TcpConnection(ends, random.nextInt(), settings);
            welcomed.removeIf(Stack::isOver);
            welcomed.add(tcp);
            Thread.ofVirtual().name("connection").start(() -> serve(new StackConnection(ends, tcp), each));
            return tcp;
        });
    }

    private void serve(StackConnection connection, Consumer<Connection> handler) {
        lock.lock();
        try {
            connection.awaitOpen(Duration.ofSeconds(60));
        } catch (IOException e) {
            return;
        } finally {
            lock.unlock();
        }
        handler.accept(connection);
    }

    private void run() {
        try {
            while (!isClosed) {
                wire.await(untilAlarm());
                lock.lock();
                try {
                    var now = Instant.now();
                    for (var packet = wire.receive(); packet.isPresent(); packet = wire.receive()) {
                        var segment = Packets.segment(packet.get(), wire.isChecked());
                        if (segment.isPresent()) {
                            send(table.on(segment.get(), now));
                        }
                    }
                    send(table.tick(now));
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        } catch (Throwable e) {
            lock.lock();
            try {
                failure.completeExceptionally(e);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private Duration untilAlarm() {
        lock.lock();
        try {
            var left = table.alarm().map(at -> Duration.between(Instant.now(), at)).orElse(LONGEST_WAIT);
            return left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
        } finally {
            lock.unlock();
        }
    }

    private void send(List<Segment> segments) throws IOException {
        for (var segment : segments) {
            wire.send(Packets.of(segment));
        }
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        wire.wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wire.close();
    }

    private final class StackConnection implements Connection {
        private final Ends ends;
        private final TcpConnection tcp;
        private Duration timeout = Duration.ZERO;
        private boolean isClosedHere;
        private boolean isOutputShut;

        StackConnection(Ends ends, TcpConnection tcp) {
            this.ends = ends;
            this.tcp = tcp;
        }

        void awaitOpen(Duration limit) throws IOException {
            var deadline = System.nanoTime() + limit.toNanos();
            while (tcp.state() == State.SYN_SENT || tcp.state() == State.SYN_RECEIVED || tcp.state() == State.LISTEN) {
                await(deadline - System.nanoTime(), "Connect timed out");
            }
            if (tcp.isReset()) {
                throw new SocketException("Connection refused");
            }
        }

        private void await(long nanos, String late) throws IOException {
            if (failure.isCompletedExceptionally()) {
                throw new IOException("the connection's driver has ended: " + failure.exceptionNow(),
                        failure.exceptionNow());
            }
            if (nanos <= 0) {
                throw new SocketTimeoutException(late);
            }
            try {
                changed.await(nanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SocketException("interrupted");
            }
        }

        private void sendReady() throws IOException {
            send(tcp.flush(Instant.now()));
            wire.wake();
        }

        @Override
        public InputStream in() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    var one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    if (length == 0) {
                        return 0;
                    }
                    lock.lock();
                    try {
                        var deadline = System.nanoTime() + (timeout.isZero() ? Long.MAX_VALUE / 2 : timeout.toNanos());
                        while (tcp.readable() == 0) {
                            if (isClosedHere) {
                                throw new SocketException("Socket closed");
                            }
                            if (tcp.isReset()) {
                                throw new SocketException("Connection reset");
                            }
                            if (tcp.isAtEnd()) {
                                return -1;
                            }
                            await(deadline - System.nanoTime(), "Read timed out");
                        }
                        var bytes = tcp.read(length);
                        System.arraycopy(bytes, 0, into, offset, bytes.length);
                        sendReady();
                        return bytes.length;
                    } finally {
                        lock.unlock();
                    }
                }
            };
        }

        @Override
        public OutputStream out() {
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[]{(byte) b});
                }

                @Override
                public void write(byte[] from, int offset, int length) throws IOException {
                    lock.lock();
                    try {
                        for (var done = 0; done < length;) {
                            if (isClosedHere || tcp.isReset() || tcp.state() == State.CLOSED) {
                                throw new SocketException(tcp.isReset() ? "Connection reset" : "Socket closed");
                            }
                            if (isOutputShut) {
                                throw new SocketException("Socket output is shutdown");
                            }
                            var taken = tcp.write(from, offset + done, length - done);
                            done += taken;
                            sendReady();
                            if (taken == 0) {
                                await(Long.MAX_VALUE / 2, "");
                            }
                        }
                    } finally {
                        lock.unlock();
                    }
                }
            };
        }

        @Override
        public void timeout(Duration limit) {
            timeout = limit;
        }

        @Override
        public void shutdownOutput() throws IOException {
            lock.lock();
            try {
                isOutputShut = true;
                tcp.shutdownOutput();
                sendReady();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public SocketAddress peer() {
            return new InetSocketAddress(ends.remote(), ends.remotePort());
        }

        @Override
        public void close() throws IOException {
            lock.lock();
            try {
                if (!isClosedHere) {
                    isClosedHere = true;
                    tcp.shutdownOutput();
                    sendReady();
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
