package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// Interrupts a virtual thread, which costs the socket.
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
        var reading = new FutureTask<>(() -> socket.getInputStream().readNBytes(count));
        Thread.ofVirtual().start(reading);
        try {
            var bytes = reading.get(total.toNanos(), TimeUnit.NANOSECONDS);
            if (bytes.length < count) {
                throw new EOFException();
            }
            return bytes;
        } catch (TimeoutException e) {
            reading.cancel(true);
            throw new SocketTimeoutException("the time is up");
        } catch (ExecutionException e) {
            throw (IOException) e.getCause();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
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
