package workbook.sockets;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Has one thread read everything into a queue, and lets the calls wait for the queue: choose it for peers
/// that cannot send more than fits into memory, for nothing slows them down.
final class Deadlines implements AutoCloseable {
    private final Socket socket;
    private final BlockingQueue<Callable<Integer>> queue = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    Deadlines(Socket socket) {
        this.socket = socket;
        Thread.startVirtualThread(this::pump);
    }

    private void pump() {
        try {
            for (var value = socket.getInputStream().read(); value >= 0; value = socket.getInputStream().read()) {
                var arrived = value;
                queue.add(() -> arrived);
            }
            queue.add(() -> {
                throw new EOFException();
            });
        } catch (IOException e) {
            queue.add(() -> {
                throw e;
            });
        }
    }

    static Deadlines connect(InetSocketAddress server, Duration total) throws IOException {
        var socket = new Socket();
        socket.connect(server, (int) Math.max(1, total.toMillis()));
        return new Deadlines(socket);
    }

    byte[] recvWithin(int count, Duration total) throws IOException {
        var end = System.nanoTime() + total.toNanos();
        while (kept.size() < count) {
            kept.write(within(end, () -> {
                var next = Optional.ofNullable(queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS));
                return next.orElseThrow(SocketTimeoutException::new).call();
            }));
        }
        var bytes = kept.toByteArray();
        kept.reset();
        kept.write(bytes, count, bytes.length - count);
        return Arrays.copyOf(bytes, count);
    }

    private static <T> T within(long end, Callable<T> step) throws IOException {
        try {
            return step.call();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("interrupted before " + end, e);
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
