package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Keeps what has come in an array of the call alone.
final class Deadlines implements AutoCloseable {
    private final Socket socket;

    Deadlines(Socket socket) {
        this.socket = socket;
    }

    static Deadlines connect(InetSocketAddress server, Duration total) throws IOException {
        var socket = new Socket();
        socket.connect(server, (int) Math.max(1, total.toMillis()));
        return new Deadlines(socket);
    }

    byte[] recvWithin(int count, Duration total) throws IOException {
        var end = System.nanoTime() + total.toNanos();
        var bytes = new byte[count];
        var received = 0;
        while (received < count) {
            var left = end - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("the time is up");
            }
            socket.setSoTimeout((int) Math.max(1, left / 1_000_000));
            var read = socket.getInputStream().read(bytes, received, count - received);
            if (read == -1) {
                throw new EOFException();
            }
            received += read;
        }
        return bytes;
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
                socket.close();
                throw new SocketTimeoutException("the time is up");
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        if (failure.get().isPresent()) {
            throw failure.get().get();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
