package workbook.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import workbook.kit.Connection;

/// A connection whose client cannot hold the server for longer than the limits say.
final class GuardedConnection implements Connection {
    static final int DRAIN = 1 << 20;

    private final Connection inner;
    private final Limits limits;
    private Time time;
    private boolean begun;
    private boolean closed;

    GuardedConnection(Connection inner, Limits limits) {
        this.inner = inner;
        this.limits = limits;
        this.time = Time.of(limits.idle());
    }

    @Override
    public InputStream in() throws IOException {
        return new Guarded(inner.in());
    }

    @Override
    public OutputStream out() throws IOException {
        return inner.out();
    }

    @Override
    public void timeout(Duration limit) throws IOException {
        begun = false;
        time = limit.isZero() ? Time.ENDLESS : Time.of(limit);
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
        try (inner) {
            endOutput();
            drain();
        } catch (IOException e) {
            // The client is gone, or has sent for long enough: that is the end which this waits for.
        }
    }

    private void endOutput() {
        try {
            inner.shutdownOutput();
        } catch (IOException e) {
            // Ended before, or broken; in the latter case the first read of the drain fails, too.
        }
    }

    private void drain() throws IOException {
        var in = inner.in();
        var bytes = new byte[8_192];
        var drained = 0;
        while (drained < DRAIN) {
            inner.timeout(limits.idle());
            var count = in.read(bytes);
            if (count < 0) {
                return;
            }
            drained += count;
        }
    }

    /// When it is over; `System.nanoTime()` may be any number, so that only differences of it mean something.
    private record Time(boolean ends, long at) {
        static final Time ENDLESS = new Time(false, 0);

        static Time of(Duration limit) {
            return new Time(true, System.nanoTime() + limit.toNanos());
        }

        /// Leaves the next read what is left.
        void limitReadsOf(Connection connection) throws IOException {
            var left = ends ? Duration.ofNanos(at - System.nanoTime()) : Duration.ZERO;
            if (ends && !left.isPositive()) {
                throw new SocketTimeoutException("the client takes too long");
            }
            connection.timeout(left);
        }
    }

    private final class Guarded extends InputStream {
        private final InputStream in;

        Guarded(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            time.limitReadsOf(inner);
            var count = in.read(bytes, offset, length);
            if (count > 0 && !begun) {
                begun = true;
                time = Time.of(limits.total());
            }
            return count;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }
    }
}
