package workbook.sockets;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Leaves a read waiting on its thread when the time is over, and takes its byte in the next call: choose it
/// for streams that know no time limit.
final class Deadlines implements AutoCloseable {
    private final Socket socket;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Optional<FutureTask<Integer>> pending = Optional.empty();

    Deadlines(Socket socket) {
        this.socket = socket;
    }

    static Deadlines connect(InetSocketAddress server, Duration total) throws IOException {
        var channel = SocketChannel.open();
        try {
            channel.socket().connect(server, Math.toIntExact(total.plusMillis(1).toMillis()));
            return new Deadlines(channel.socket());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    byte[] recvWithin(int count, Duration total) throws IOException {
        var end = System.nanoTime() + total.toNanos();
        while (kept.size() < count) {
            var reading = pending.orElseGet(() -> started(() -> socket.getInputStream().read()));
            pending = Optional.of(reading);
            var value = await(reading, end - System.nanoTime());
            if (value < 0) {
                throw new EOFException();
            }
            kept.write(value);
            pending = Optional.empty();
        }
        var bytes = kept.toByteArray();
        kept.reset();
        kept.write(bytes, count, bytes.length - count);
        return Arrays.copyOf(bytes, count);
    }

    private static <T> FutureTask<T> started(Callable<T> task) {
        var future = new FutureTask<>(task);
        Thread.ofPlatform().daemon().start(future);
        return future;
    }

    private static <T> T await(FutureTask<T> task, long nanos) throws IOException {
        try {
            return task.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    void sendWithin(byte[] bytes, Duration total) throws IOException {
        var writing = started(() -> {
            socket.getOutputStream().write(bytes);
            return bytes;
        });
        try {
            await(writing, total.toNanos());
        } catch (SocketTimeoutException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
