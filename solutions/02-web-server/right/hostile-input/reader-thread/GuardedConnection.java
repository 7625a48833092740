package workbook.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import workbook.kit.Connection;

/// Has a virtual thread do the reading, and waits for what it brings: choose it over a transport that has no time
/// limits of its own, or whose limits are coarse.
final class GuardedConnection implements Connection {
    static final int DRAIN = 1 << 20;

    private final Connection inner;
    private final Limits limits;
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(2);
    private final In in = new In();
    private Duration waiting;
    private boolean begun;
    private Optional<Thread> reader = Optional.empty();
    private boolean closed;
    private long end;

    /// What one read brought: bytes, or the end, or a failure.
    private sealed interface Piece {
        record Some(byte[] bytes) implements Piece {}

        record End() implements Piece {}

        record Failure(IOException exception) implements Piece {}
    }

    GuardedConnection(Connection inner, Limits limits) {
        this.inner = inner;
        this.limits = limits;
        this.waiting = limits.idle();
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() throws IOException {
        return inner.out();
    }

    @Override
    public void timeout(Duration limit) {
        waiting = limit;
        begun = false;
    }

    @Override
    public void shutdownOutput() throws IOException {
        inner.shutdownOutput();
    }

    @Override
    public SocketAddress peer() {
        return inner.peer();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            try {
                inner.shutdownOutput();
            } catch (IOException e) {
                // Ended before.
            }
            timeout(limits.idle());
            begun = true;
            end = System.nanoTime() + limits.idle().toNanos();
            for (var left = DRAIN; left > 0; ) {
                var count = in.read(new byte[8_192]);
                if (count < 0) {
                    break;
                }
                left -= count;
            }
        } catch (IOException e) {
            // Too slow, or gone.
        } finally {
            inner.close();
            reader.ifPresent(Thread::interrupt);
        }
    }

    private void read() {
        try {
            inner.timeout(Duration.ZERO);
            var bytes = new byte[8_192];
            for (var count = inner.in().read(bytes); count >= 0; count = inner.in().read(bytes)) {
                pieces.put(new Piece.Some(Arrays.copyOf(bytes, count)));
            }
            pieces.put(new Piece.End());
        } catch (IOException e) {
            hand(new Piece.Failure(e));
        } catch (InterruptedException e) {
            // Closed: nobody wants what was read.
        }
    }

    private void hand(Piece last) {
        try {
            pieces.put(last);
        } catch (InterruptedException e) {
            // Closed: nobody wants to know.
        }
    }

    private final class In extends InputStream {
        private byte[] bytes = new byte[0];
        private int at;
        private boolean ended;

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
            if (begun && end - System.nanoTime() <= 0) {
                throw new SocketTimeoutException("too slow");
            }
            if (at == bytes.length && !receive()) {
                return -1;
            }
            if (!begun) {
                begun = true;
                end = System.nanoTime() + limits.total().toNanos();
            }
            var count = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, into, offset, count);
            at += count;
            return count;
        }

        private boolean receive() throws IOException {
            if (reader.isEmpty()) {
                reader = Optional.of(Thread.ofVirtual().start(GuardedConnection.this::read));
            }
            if (ended) {
                return false;
            }
            switch (next()) {
                case Piece.Some some -> {
                    bytes = some.bytes();
                    at = 0;
                }
                case Piece.End end -> ended = true;
                case Piece.Failure failure -> throw failure.exception();
            }
            return !ended;
        }

        private Piece next() throws IOException {
            try {
                if (!begun && waiting.isZero()) {
                    return pieces.take();
                }
                var left = begun ? end - System.nanoTime() : waiting.toNanos();
                var piece = pieces.poll(left, TimeUnit.NANOSECONDS);
                if (piece == null) {
                    throw new SocketTimeoutException("too slow");
                }
                return piece;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
