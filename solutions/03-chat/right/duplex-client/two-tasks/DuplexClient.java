package workbook.chat;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Makes a task of each direction and waits for the one that ends the program: choose it where more than one thing may
/// end it.
final class DuplexClient {
    private DuplexClient() {}

    static int run(InputStream user, OutputStream screen, SocketAddress server) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server);
            var written = new Written(socket.getOutputStream());
            CompletableFuture.runAsync(() -> send(user, socket, written), Thread::startVirtualThread);
            var shown = CompletableFuture.supplyAsync(() -> show(socket, screen), Thread::startVirtualThread);
            var status = shown.join();
            return written.isWell() ? status : 1;
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException failure) {
                throw failure.getCause();
            }
            throw e;
        }
    }

    private static void send(InputStream user, Socket socket, Written written) {
        try {
            new Typed(user).transferTo(written);
            socket.shutdownOutput();
        } catch (IOException e) {
            // The write that failed has said so.
        }
    }

    private static int show(Socket socket, OutputStream screen) {
        try {
            var in = socket.getInputStream();
            in.transferTo(new Flushing(screen));
            return 0;
        } catch (SocketException e) {
            return 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends where it fails.
    private static final class Typed extends FilterInputStream {
        Typed(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                return -1;
            }
        }
    }

    /// Of each write knows how it has ended, once it has.
    private static final class Written extends FilterOutputStream {
        private volatile CompletableFuture<Boolean> last = CompletableFuture.completedFuture(true);

        Written(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            var written = new CompletableFuture<Boolean>();
            last = written;
            try {
                out.write(bytes, offset, length);
                written.complete(true);
            } finally {
                written.complete(false);
            }
        }

        /// Whether no write was told of a reset; of one that is under way it waits for the end, but not for ever.
        boolean isWell() {
            return last.completeOnTimeout(true, 500, MILLISECONDS).join();
        }
    }

    /// Flushes after each write.
    private static final class Flushing extends FilterOutputStream {
        Flushing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            out.flush();
        }
    }
}
