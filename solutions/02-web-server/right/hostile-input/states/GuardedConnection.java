package workbook.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import workbook.kit.Connection;

/// Says in types whether a request is waited for or being read, and lets each state say what a read may take: choose
/// it where more states are to come, such as a limit for the head alone.
final class GuardedConnection implements Connection {
    static final int DRAIN = 1 << 20;

    private final Connection inner;
    private final Limits limits;
    private State state;
    private boolean closed;

    private sealed interface State {
        Duration left() throws SocketTimeoutException;

        record Waiting(Duration left) implements State {}

        record Reading(long since, Duration limit) implements State {
            static Reading begin(Duration limit) {
                return new Reading(System.nanoTime(), limit);
            }

            @Override
            public Duration left() throws SocketTimeoutException {
                var left = limit.minusNanos(System.nanoTime() - since);
                if (left.compareTo(Duration.ZERO) <= 0) {
                    throw new SocketTimeoutException(limit + " are over");
                }
                return left;
            }
        }
    }

    GuardedConnection(Connection inner, Limits limits) {
        this.inner = inner;
        this.limits = limits;
        this.state = new State.Waiting(limits.idle());
    }

    @Override
    public InputStream in() throws IOException {
        return new FilterInputStream(inner.in()) {
            @Override
            public int read() throws IOException {
                inner.timeout(state.left());
                var next = super.read();
                arrived(next < 0 ? 0 : 1);
                return next;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                inner.timeout(state.left());
                var count = super.read(bytes, offset, length);
                arrived(count);
                return count;
            }
        };
    }

    private void arrived(int count) {
        if (count > 0 && state instanceof State.Waiting) {
            state = State.Reading.begin(limits.total());
        }
    }

    @Override
    public OutputStream out() throws IOException {
        return inner.out();
    }

    @Override
    public void timeout(Duration limit) {
        state = new State.Waiting(limit);
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
            try {
                inner.shutdownOutput();
            } finally {
                state = State.Reading.begin(limits.idle());
                in().readNBytes(DRAIN);
            }
        } catch (IOException e) {
            // Gone, or too slow.
        }
    }
}
