package workbook.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import workbook.testkit.Deadline;
import workbook.testkit.TestSide;

/// Conversations, one after the other, that are reset while the user types without a pause.
///
/// In some of them a write is told of the reset, and the read beside it meets -1 before the thread that writes can say
/// so. Nobody can make that happen in a certain one; of those that were measured it was a sixth to a third.
final class ManyResets implements AutoCloseable {
    private static final int ROUNDS = 100;
    private static final Duration LONGEST = Duration.ofMillis(800);

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final AtomicInteger typed = new AtomicInteger();

    interface Client {
        int run(InputStream user, OutputStream screen, SocketAddress server) throws IOException;
    }

    ManyResets() throws IOException {
        TestSide.has(listener);
        Thread.ofPlatform().daemon().name("testkit resets").start(this::resets);
    }

    /// @return what the first conversation has returned that was not told as reset, or else 1
    int run(Client client) throws IOException {
        var deadline = Deadline.in(LONGEST);
        var status = 1;
        for (var round = 0; round < ROUNDS && status == 1 && !deadline.isOver(); round++) {
            try (var user = new Typist()) {
                status = client.run(user, OutputStream.nullOutputStream(), listener.getLocalSocketAddress());
            }
        }
        return status;
    }

    private void resets() {
        while (!listener.isClosed()) {
            try (var socket = listener.accept()) {
                TestSide.has(socket);
                reset(socket);
            } catch (IOException e) {
                // Closed, or a client that was quicker.
            }
        }
    }

    private void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.setSoTimeout(100);
        socket.getInputStream().read();
        // Now it writes; when it has written some more, it does without a pause.
        var enough = typed.get() + 3;
        var deadline = Deadline.in(Duration.ofMillis(2));
        while (typed.get() - enough < 0 && !deadline.isOver()) {
            LockSupport.parkNanos(50_000);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /// A user who presses Enter, and nothing else, until the conversation is over.
    private final class Typist extends InputStream {
        private volatile boolean isOver;

        @Override
        public int read() {
            typed.incrementAndGet();
            return isOver ? -1 : '\n';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            var next = read();
            if (next < 0 || length == 0) {
                return Math.min(next, 0);
            }
            bytes[offset] = (byte) next;
            return 1;
        }

        @Override
        public void close() {
            isOver = true;
        }
    }
}
