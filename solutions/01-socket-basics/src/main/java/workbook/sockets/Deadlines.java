package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A connection on which no call waits longer than its caller wants, all in all.
final class Deadlines implements AutoCloseable {
    private final Socket socket;
    private byte[] kept = new byte[0];

    Deadlines(Socket socket) {
        this.socket = socket;
    }

    static Deadlines connect(InetSocketAddress server, Duration total) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(server, millisUntil(System.nanoTime() + total.toNanos()));
            return new Deadlines(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    byte[] recvWithin(int count, Duration total) throws IOException {
        var end = System.nanoTime() + total.toNanos();
        while (kept.length < count) {
            socket.setSoTimeout(millisUntil(end));
            var more = new byte[count - kept.length];
            var read = socket.getInputStream().read(more);
            if (read == -1) {
                throw new EOFException("the stream ended after " + kept.length + " of " + count + " bytes");
            }
            var before = kept.length;
            kept = Arrays.copyOf(kept, before + read);
            System.arraycopy(more, 0, kept, before, read);
        }
        var received = Arrays.copyOf(kept, count);
        kept = Arrays.copyOfRange(kept, count, kept.length);
        return received;
    }

    void sendWithin(byte[] bytes, Duration total) throws IOException {
        var failure = new AtomicReference<Optional<IOException>>(Optional.empty());
        var writer = Thread.startVirtualThread(() -> {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                failure.set(Optional.of(e));
            }
        });
        try {
            if (!writer.join(total)) {
                // No time limit of the socket's concerns a write: only closing the socket ends it.
                socket.close();
                throw timeIsUp();
            }
        } catch (InterruptedException e) {
            socket.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sending");
        }
        if (failure.get().isPresent()) {
            throw failure.get().get();
        }
    }

    private static int millisUntil(long end) throws SocketTimeoutException {
        var nanos = end - System.nanoTime();
        if (nanos <= 0) {
            throw timeIsUp();
        }
        // Not 0, which would be for ever.
        return Math.clamp(nanos / 1_000_000, 1, Integer.MAX_VALUE);
    }

    private static SocketTimeoutException timeIsUp() {
        return new SocketTimeoutException("the time is up");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
