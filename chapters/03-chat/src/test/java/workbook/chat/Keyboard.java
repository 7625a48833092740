package workbook.chat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import workbook.testkit.Bytes;
import workbook.testkit.Deadline;

/// A user's input: it has what was typed, and a read of it waits for more whatever happens, like one of `System.in`.
final class Keyboard extends InputStream {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<ByteBuffer> typed = new ArrayDeque<>();
    private Optional<IOException> broken = Optional.empty();
    private Optional<Thread> reader = Optional.empty();
    private boolean ended;
    private boolean isRead;
    private boolean closed;
    private int shortest = Integer.MAX_VALUE;

    /// One read gets this, or its beginning.
    Keyboard types(String text) {
        return types(Bytes.of(text));
    }

    Keyboard types(byte[] bytes) {
        return change(() -> typed.add(ByteBuffer.wrap(bytes)));
    }

    /// After what was typed, the end: Ctrl+D.
    Keyboard ends() {
        return change(() -> ended = true);
    }

    /// After what was typed, every read fails.
    Keyboard breaks(IOException with) {
        return change(() -> broken = Optional.of(with));
    }

    private Keyboard change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
            return this;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            reader = Optional.of(Thread.currentThread());
            shortest = Math.min(shortest, length);
            isRead = true;
            changed.signalAll();
            while (typed.isEmpty() && !ended && broken.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            isRead = false;
            changed.signalAll();
            return take(bytes, offset, length);
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] bytes, int offset, int length) throws IOException {
        if (typed.isEmpty()) {
            if (broken.isPresent()) {
                throw broken.get();
            }
            return -1;
        }
        var first = typed.element();
        var count = Math.min(length, first.remaining());
        first.get(bytes, offset, count);
        if (!first.hasRemaining()) {
            typed.remove();
        }
        return count;
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return typed.stream().mapToInt(ByteBuffer::remaining).sum();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        change(() -> closed = true);
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Who has read last.
    Optional<Thread> reader() {
        lock.lock();
        try {
            return reader;
        } finally {
            lock.unlock();
        }
    }

    boolean wasReadByteByByte() {
        lock.lock();
        try {
            return shortest == 1;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until somebody waits for more, all that was typed being taken.
    boolean awaitReader(Duration limit) {
        var deadline = Deadline.in(limit);
        lock.lock();
        try {
            while (!(isRead && typed.isEmpty()) && !deadline.isOver()) {
                changed.await(deadline.millis(), TimeUnit.MILLISECONDS);
            }
            return isRead && typed.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
