package workbook.chat;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.locks.ReentrantLock;

/// Carries what a user types to a server and what the server sends to the screen, both at any time.
final class DuplexClient {
    private static final int CONNECT_LIMIT = 10_000;
    private static final int MOMENT = 500;
    private static final int PIECE = 8_192;

    private final Socket socket;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean writeFailed;

    private DuplexClient(Socket socket) {
        this.socket = socket;
    }

    static int run(InputStream user, OutputStream screen, SocketAddress server) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server, CONNECT_LIMIT);
            var client = new DuplexClient(socket);
            // A virtual thread keeps no program from ending, whatever it waits for.
            Thread.ofVirtual().name("from the user").start(() -> client.send(user));
            return client.show(screen) && !client.wasToldToAWrite() ? 0 : 1;
        }
    }

    private void send(InputStream user) {
        try {
            var out = socket.getOutputStream();
            var bytes = new byte[PIECE];
            for (var count = read(user, bytes); count >= 0; count = read(user, bytes)) {
                send(bytes, count, out);
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            // There is nobody left to send to; the thread that reads will see an end.
        }
    }

    /// A user's stream that fails has ended.
    private static int read(InputStream user, byte[] bytes) {
        try {
            return user.read(bytes);
        } catch (IOException e) {
            return -1;
        }
    }

    private void send(byte[] bytes, int count, OutputStream out) throws IOException {
        writing.lock();
        try {
            out.write(bytes, 0, count);
        } catch (IOException e) {
            writeFailed = true;
            throw e;
        } finally {
            writing.unlock();
        }
    }

    /// @return whether the server came to an end of its own
    private boolean show(OutputStream screen) throws IOException {
        var bytes = new byte[PIECE];
        while (true) {
            int count;
            try {
                count = socket.getInputStream().read(bytes);
            } catch (SocketException reset) {
                return false;
            }
            if (count < 0) {
                return true;
            }
            screen.write(bytes, 0, count);
            screen.flush();
        }
    }

    /// The kernel tells a reset once: if to a write, the reads that follow meet a clean end. That write is under way
    /// until it has left word, so it is waited for; one that stands, for want of room, has nothing to say, and may stand
    /// for ever.
    private boolean wasToldToAWrite() {
        try {
            if (writing.tryLock(MOMENT, MILLISECONDS)) {
                writing.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return writeFailed;
    }
}
