package workbook.sockets;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// What a socket receives, with an eye on the clock: when nothing comes for a while somebody is told, and told again
/// when bytes come after all. When nothing comes for too long, the read ends in a [SocketTimeoutException].
///
/// A time-out of a socket's read loses nothing: the connection lives, and the next read goes on where this one stopped.
final class PatientInput extends FilterInputStream {
    /// How long a silence is that is worth a word.
    static final Duration PAUSE = Duration.ofSeconds(1);

    /// Hears of pauses.
    interface Watcher {
        void pauses();

        /// @param after how long the pause was
        void resumes(Duration after);
    }

    private final Duration patience;
    private final Watcher watcher;

    /// @param patience how long a silence may be, for a single read
    PatientInput(Socket socket, Duration patience, Watcher watcher) throws IOException {
        super(socket.getInputStream());
        socket.setSoTimeout((int) PAUSE.toMillis());
        this.patience = patience;
        this.watcher = watcher;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        var start = System.nanoTime();
        var isPausing = false;
        while (true) {
            try {
                var count = in.read(bytes, offset, length);
                if (isPausing && count > 0) {
                    watcher.resumes(since(start));
                }
                return count;
            } catch (SocketTimeoutException e) {
                if (since(start).compareTo(patience) >= 0) {
                    throw e;
                }
                if (!isPausing) {
                    watcher.pauses();
                }
                isPausing = true;
            }
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
