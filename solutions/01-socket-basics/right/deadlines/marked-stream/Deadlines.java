package workbook.sockets;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Goes back to the start of the call by `mark` and `reset` when it fails, and has an alarm close the socket
/// under a write: choose it where the bytes come through a `BufferedInputStream` anyway.
final class Deadlines implements AutoCloseable {
    private final Socket socket;
    private final BufferedInputStream in;

    Deadlines(Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream());
    }

    static Deadlines connect(InetSocketAddress server, Duration total) throws IOException {
        var socket = new Socket();
        socket.connect(server, (int) Math.max(1, total.toMillis()));
        return new Deadlines(socket);
    }

    byte[] recvWithin(int count, Duration total) throws IOException {
        var end = System.nanoTime() + total.toNanos();
        var bytes = new byte[count];
        in.mark(count + 1);
        try {
            for (var received = 0; received < count; ) {
                var left = (end - System.nanoTime()) / 1_000_000;
                if (left < 0) {
                    throw new SocketTimeoutException();
                }
                socket.setSoTimeout((int) Math.max(left, 1));
                var read = in.read(bytes, received, count - received);
                if (read < 0) {
                    throw new EOFException();
                }
                received += read;
            }
            return bytes;
        } catch (IOException e) {
            in.reset();
            throw e;
        }
    }

    void sendWithin(byte[] bytes, Duration total) throws IOException {
        var late = new AtomicBoolean();
        try (var alarm = Executors.newSingleThreadScheduledExecutor()) {
            var ring = alarm.schedule(() -> {
                late.set(true);
                socket.close();
                return late;
            }, total.toNanos(), TimeUnit.NANOSECONDS);
            try {
                socket.getOutputStream().write(bytes);
            } finally {
                ring.cancel(false);
            }
        } catch (IOException e) {
            throw late.get() ? new SocketTimeoutException() : e;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
