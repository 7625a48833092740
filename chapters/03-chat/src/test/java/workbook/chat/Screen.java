package workbook.chat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import workbook.testkit.Bytes;
import workbook.testkit.Deadline;

/// A screen that shows what was flushed, and nothing else.
final class Screen extends OutputStream {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CountDownLatch held = new CountDownLatch(1);
    private int shown;
    private boolean isHeld;
    private boolean isWriting;
    private boolean closed;
    private Optional<IOException> broken = Optional.empty();

    /// Every write fails from now on.
    synchronized void breaks(IOException with) {
        broken = Optional.of(with);
    }

    /// Every write waits until [#goesOn].
    synchronized Screen stands() {
        isHeld = true;
        return this;
    }

    synchronized void goesOn() {
        isHeld = false;
        held.countDown();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[]{(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (begins()) {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (this) {
            if (broken.isPresent()) {
                throw broken.get();
            }
            written.write(bytes, offset, length);
            notifyAll();
        }
    }

    private synchronized boolean begins() {
        isWriting = true;
        notifyAll();
        return isHeld;
    }

    @Override
    public synchronized void flush() throws IOException {
        if (broken.isPresent()) {
            throw broken.get();
        }
        shown = written.size();
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        shown = written.size();
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /// What stands on it.
    synchronized byte[] shown() {
        return java.util.Arrays.copyOf(written.toByteArray(), shown);
    }

    /// Whether something was written and not flushed.
    synchronized boolean isBehind() {
        return shown < written.size();
    }

    /// Waits until so many bytes stand on it, and says whether they do.
    synchronized boolean awaits(String text, Duration limit) {
        var count = Bytes.of(text).length;
        return waits(() -> shown >= count, limit);
    }

    /// Waits until somebody writes.
    synchronized boolean awaitsWriting(Duration limit) {
        return waits(() -> isWriting, limit);
    }

    private boolean waits(java.util.function.BooleanSupplier until, Duration limit) {
        var deadline = Deadline.in(limit);
        try {
            while (!until.getAsBoolean() && !deadline.isOver()) {
                TimeUnit.MILLISECONDS.timedWait(this, deadline.millis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return until.getAsBoolean();
    }
}
