package workbook.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.IntSupplier;
import workbook.kit.Connection;

/// A connection of the test's, which counts what is read from it and how often it is closed.
final class GuardObserved implements Connection {
    private final Connection inner;
    private final InputStream source;
    private volatile long read;
    private volatile int closed;

    private GuardObserved(Connection inner, InputStream source) {
        this.inner = inner;
        this.source = source;
    }

    static GuardObserved of(Connection inner) throws IOException {
        return new GuardObserved(inner, inner.in());
    }

    /// One whose client sends without a pause, as fast as it is read: so many bytes, then the end.
    static GuardObserved ofFlood(Connection inner, long count) {
        return new GuardObserved(inner, flood(count, () -> 'a'));
    }

    /// So many bytes, then the end; 1,000 at most at a time.
    static InputStream flood(long count, IntSupplier bytes) {
        return new InputStream() {
            private long left = count;

            @Override
            public int read() {
                return left == 0 ? -1 : next();
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (length > 0 && left == 0) {
                    return -1;
                }
                var taken = (int) Math.min(Math.min(length, 1_000), left);
                for (var i = 0; i < taken; i++) {
                    into[offset + i] = (byte) next();
                }
                return taken;
            }

            private int next() {
                left--;
                return bytes.getAsInt() & 0xff;
            }
        };
    }

    long read() {
        return read;
    }

    boolean isClosed() {
        return closed > 0;
    }

    @Override
    public InputStream in() {
        return counting(source, count -> read += count);
    }

    interface Counter {
        void add(int count);
    }

    static InputStream counting(InputStream source, Counter counter) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var value = source.read();
                if (value >= 0) {
                    counter.add(1);
                }
                return value;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                var count = source.read(bytes, offset, length);
                if (count > 0) {
                    counter.add(count);
                }
                return count;
            }

            @Override
            public int available() throws IOException {
                return source.available();
            }
        };
    }

    @Override
    public OutputStream out() throws IOException {
        return inner.out();
    }

    @Override
    public void timeout(Duration limit) throws IOException {
        inner.timeout(limit);
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
        closed++;
        inner.close();
    }
}
