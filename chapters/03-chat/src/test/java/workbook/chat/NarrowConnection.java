package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import workbook.kit.Connection;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;

/// A connection whose other end takes what is written, or takes half of it and then nothing until it is let go: as TCP
/// does with a peer that does not read.
///
/// Like the write of a socket, a write here is ended by a close, and not by an interrupt.
final class NarrowConnection implements Connection {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private boolean held;
    private boolean closed;
    private int writing;
    private boolean mixed;
    private int writes;
    private int late;

    synchronized void holds() {
        held = true;
    }

    synchronized void letsGo() {
        held = false;
        notifyAll();
    }

    /// Whether somebody stands in a write, soon.
    boolean isBeingWritten() {
        return Eventually.holds(() -> {
            synchronized (this) {
                return writing > 0;
            }
        }, Deadline.in(Member.PATIENCE));
    }

    synchronized boolean isClosedNow() {
        return closed;
    }

    /// Whether a write has begun while another one was under way.
    synchronized boolean wasMixed() {
        return mixed;
    }

    /// How many writes there have been.
    synchronized int writes() {
        return writes;
    }

    /// How many of them have begun when the connection was closed.
    synchronized int late() {
        return late;
    }

    synchronized String taken() {
        return taken.toString(UTF_8);
    }

    @Override
    public OutputStream out() {
        return new OutputStream() {
            @Override
            public void write(int value) throws SocketException {
                write(new byte[]{(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws SocketException {
                take(bytes, offset, length);
            }
        };
    }

    private synchronized void take(byte[] bytes, int offset, int length) throws SocketException {
        mixed |= writing > 0;
        writes++;
        late += closed ? 1 : 0;
        writing++;
        try {
            var half = length / 2;
            failIfClosed();
            taken.write(bytes, offset, half);
            awaitLetGo();
            failIfClosed();
            taken.write(bytes, offset + half, length - half);
        } finally {
            writing--;
        }
    }

    private void awaitLetGo() {
        var wasInterrupted = false;
        while (held && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void failIfClosed() throws SocketException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
    }

    @Override
    public InputStream in() {
        return InputStream.nullInputStream();
    }

    @Override
    public void timeout(Duration limit) {
        // Nobody reads here.
    }

    @Override
    public void shutdownOutput() {
        // The test looks at what was taken, and at the close.
    }

    @Override
    public SocketAddress peer() {
        return InetSocketAddress.createUnresolved("narrow", 1);
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
