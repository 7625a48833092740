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

/// Looks at the clock before each read, and gives the read the whole time all the same.
final class Deadlines implements AutoCloseable {
    private final Socket socket;
    private byte[] kept = new byte[0];

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
        while (kept.length < count) {
            var left = end - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("the time is up");
            }
            socket.setSoTimeout((int) Math.max(1, total.toMillis()));
            receiveSome(count - kept.length);
        }
        return takeKept(count);
    }

    private void receiveSome(int most) throws IOException {
        var more = new byte[most];
        var read = socket.getInputStream().read(more);
        if (read == -1) {
            throw new EOFException();
        }
        kept = Arrays.copyOf(kept, kept.length + read);
        System.arraycopy(more, 0, kept, kept.length - read, read);
    }

    private byte[] takeKept(int count) {
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
