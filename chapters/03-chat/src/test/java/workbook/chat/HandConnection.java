package workbook.chat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import workbook.kit.Connection;

/// A connection without a socket: what it brings is put in by hand, what it is given can be looked at.
final class HandConnection implements Connection {
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> arriving = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean takesNothing;
    private final AtomicBoolean complains = new AtomicBoolean();

    /// The next read brings these bytes, or some of them.
    void brings(byte[] bytes) {
        arriving.add(bytes);
    }

    /// After what it has brought it brings the end.
    void ends() {
        arriving.add(END);
    }

    /// From now on a write waits until the connection is closed.
    void takesNothingMore() {
        takesNothing = true;
    }

    /// When it is closed for the first time it throws, and is closed.
    void complainsWhenClosed() {
        complains.set(true);
    }

    /// Whoever waits for it does so no more.
    void letsGo() {
        closed.countDown();
        ends();
    }

    boolean isClosedNow() {
        return closed.getCount() == 0;
    }

    synchronized byte[] taken() {
        return taken.toByteArray();
    }

    @Override
    public InputStream in() {
        return new Arriving();
    }

    @Override
    public OutputStream out() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[]{(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                take(Arrays.copyOfRange(bytes, offset, offset + length));
            }
        };
    }

    private void take(byte[] bytes) throws IOException {
        if (takesNothing) {
            awaitClose();
        }
        if (closed.getCount() == 0) {
            throw new SocketException("closed");
        }
        synchronized (this) {
            taken.writeBytes(bytes);
        }
    }

    private void awaitClose() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            // As the write of a socket on a thread of the system's would do.
            Thread.currentThread().interrupt();
            throw new SocketException("interrupted");
        }
    }

    private final class Arriving extends InputStream {
        private byte[] current = {};
        private int at;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (at == current.length) {
                current = await();
                at = 0;
            }
            if (closed.getCount() == 0) {
                throw new SocketException("closed");
            }
            if (current == END) {
                ends();
                return -1;
            }
            var count = Math.min(length, current.length - at);
            System.arraycopy(current, at, bytes, offset, count);
            at += count;
            return count;
        }

        private byte[] await() throws IOException {
            try {
                return arriving.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SocketException("interrupted");
            }
        }
    }

    @Override
    public void timeout(Duration limit) {
        // Nobody in these tests is silent for too long.
    }

    @Override
    public void shutdownOutput() {
        // The test looks at what was taken, and at the close.
    }

    @Override
    public SocketAddress peer() {
        return InetSocketAddress.createUnresolved("by-hand", 1);
    }

    @Override
    public void close() throws IOException {
        // Before anybody wakes up who would close it, too.
        var isFirst = complains.getAndSet(false);
        letsGo();
        if (isFirst) {
            throw new IOException("made by the test");
        }
    }
}
