package workbook.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// A [Connection] over a channel that has no [java.net.Socket]: one of a UNIX domain.
///
/// The channel is made non-blocking, since the read of a blocking one knows no time limit. Who must wait does so with
/// a selector that lives as long as the wait: a key that stayed would keep a closed channel's descriptor open.
final class ChannelConnection implements Connection {
    /// How late a wait notices that the channel was closed by somebody other than [#close].
    private static final long GLANCE_MILLIS = 100;

    private final SocketChannel channel;
    private final SocketAddress peer;
    private final Input input = new Input();
    private final Output output = new Output();
    private final Set<Selector> waiting = ConcurrentHashMap.newKeySet();
    private volatile Duration limit = Duration.ZERO;

    ChannelConnection(SocketChannel channel) throws IOException {
        this.channel = channel;
        peer = channel.getRemoteAddress();
        channel.configureBlocking(false);
    }

    @Override
    public InputStream in() throws IOException {
        requireOpen();
        return input;
    }

    @Override
    public OutputStream out() throws IOException {
        requireOpen();
        return output;
    }

    private void requireOpen() throws SocketException {
        if (!channel.isOpen()) {
            throw closed();
        }
    }

    private static SocketException closed() {
        return new SocketException("Socket closed");
    }

    @Override
    public void timeout(Duration limit) throws IOException {
        this.limit = SocketConnection.requireLimit(limit);
    }

    @Override
    public void shutdownOutput() throws IOException {
        try {
            channel.shutdownOutput();
        } catch (ClosedChannelException e) {
            throw closed();
        }
    }

    @Override
    public SocketAddress peer() {
        return peer;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        waiting.forEach(Selector::wakeup);
    }

    /// One attempt to read or write; 0 where that would have to wait.
    private interface Attempt {
        int make() throws IOException;
    }

    /// Makes the attempt until it brings something.
    ///
    /// @param limit zero is for ever
    private int when(int operation, Duration limit, Attempt attempt) throws IOException {
        var end = System.nanoTime() + limit.toNanos();
        try {
            var count = attempt.make();
            while (count == 0) {
                var left = end - System.nanoTime();
                if (!limit.isZero() && left <= 0) {
                    throw new SocketTimeoutException("Read timed out");
                }
                await(operation, limit.isZero() ? GLANCE_MILLIS : TimeUnit.NANOSECONDS.toMillis(left) + 1);
                count = attempt.make();
            }
            return count;
        } catch (ClosedChannelException e) {
            throw closed();
        }
    }

    private void await(int operation, long millis) throws IOException {
        try (var selector = Selector.open()) {
            // First the set, then the key: a close before the key is refused here, one after it finds the selector.
            waiting.add(selector);
            try {
                channel.register(selector, operation);
                selector.select(Math.min(millis, GLANCE_MILLIS));
            } finally {
                waiting.remove(selector);
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            close();
            throw new SocketException("Closed by interrupt");
        }
    }

    private final class Input extends InputStream {
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (length == 0) {
                return 0;
            }
            var room = ByteBuffer.wrap(bytes, offset, length);
            lock.lock();
            try {
                return when(SelectionKey.OP_READ, limit, () -> channel.read(room));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() throws IOException {
            ChannelConnection.this.close();
        }
    }

    private final class Output extends OutputStream {
        /// Keeps the writes of several threads whole.
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public void write(int value) throws IOException {
            write(new byte[]{(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            var rest = ByteBuffer.wrap(bytes, offset, length);
            lock.lock();
            try {
                while (rest.hasRemaining()) {
                    when(SelectionKey.OP_WRITE, Duration.ZERO, () -> channel.write(rest));
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() throws IOException {
            ChannelConnection.this.close();
        }
    }

    @Override
    public String toString() {
        return "connection with " + peer;
    }
}
