package workbook.sockets;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// What a socket sends, with an eye on the clock: when the other side takes nothing for a while somebody is told, and
/// told again when it goes on. When it takes nothing for too long, the write ends in a [SocketTimeoutException].
///
/// A socket has a time limit for reads and none for writes. So each write has a second thread, which closes the socket
/// when the time is over: that ends the write, and the connection with it.
final class PatientOutput extends FilterOutputStream {
    private final Socket socket;
    private final Duration patience;
    private final PatientInput.Watcher watcher;

    /// @param patience how long a single write may take
    PatientOutput(Socket socket, Duration patience, PatientInput.Watcher watcher) throws IOException {
        super(socket.getOutputStream());
        this.socket = socket;
        this.patience = patience;
        this.watcher = watcher;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[]{(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        var clock = new Clock();
        var thread = Thread.ofVirtual().start(clock);
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (clock.isOver()) {
                throw new SocketTimeoutException("a write took too long");
            }
            throw e;
        } finally {
            clock.stop();
            thread.interrupt();
        }
    }

    /// Counts the seconds of one write. A program that was stopped, by Ctrl+Z, counts that as one: the other side cannot
    /// help it.
    private final class Clock implements Runnable {
        private final long start = System.nanoTime();
        private boolean isStopped;
        private boolean isPausing;
        private boolean isOver;

        @Override
        public void run() {
            try {
                for (var second = 1; tick(second); second++) {
                    // Until the write has ended, or its time.
                }
            } catch (InterruptedException | IOException e) {
                // The write has ended, or the socket is closed already.
            }
        }

        private boolean tick(int second) throws InterruptedException, IOException {
            Thread.sleep(PatientInput.PAUSE);
            synchronized (this) {
                if (isStopped) {
                    return false;
                }
                if (second < patience.toSeconds()) {
                    if (!isPausing) {
                        watcher.pauses();
                    }
                    isPausing = true;
                    return true;
                }
                isOver = true;
            }
            socket.close();
            return false;
        }

        synchronized boolean isOver() {
            return isOver;
        }

        synchronized void stop() {
            if (isPausing && !isOver) {
                watcher.resumes(Duration.ofNanos(System.nanoTime() - start));
            }
            isStopped = true;
        }
    }
}
