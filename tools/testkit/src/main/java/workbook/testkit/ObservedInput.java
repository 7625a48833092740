package workbook.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// An input that the answer reads while the transcript keeps count: `read 5 bytes in 2 reads, met the end`.
///
/// It adds nothing and takes nothing away: a read of it is one read of what it stands before. Its own monitor is free
/// for the answer to hold.
public final class ObservedInput extends FilterInputStream {
    private final Transcript transcript;
    private final Object counts = new Object();
    private long taken;
    private int longestRequest;
    private boolean askedAvailable;
    private long ends;
    private boolean closed;
    private Optional<IOException> thrown = Optional.empty();

    public ObservedInput(InputStream in, Transcript transcript) {
        super(in);
        this.transcript = transcript;
    }

    @Override
    public int read() throws IOException {
        request(1);
        try {
            var value = in.read();
            note(value < 0 ? -1 : 1);
            return value;
        } catch (IOException e) {
            throw noted(e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        request(length);
        try {
            var count = in.read(buffer, offset, length);
            note(count);
            return count;
        } catch (IOException e) {
            throw noted(e);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        var skipped = in.skip(count);
        note((int) skipped);
        return skipped;
    }

    @Override
    public int available() throws IOException {
        // A BufferedInputStream asks, too; that is no mistake of the answer's.
        var asker = StackWalker.getInstance().walk(frames -> frames.skip(1).findFirst());
        if (asker.filter(frame -> !frame.getClassName().startsWith("java.")).isPresent()) {
            synchronized (counts) {
                askedAvailable = true;
            }
        }
        return in.available();
    }

    @Override
    public void close() throws IOException {
        transcript.you("closed the stream");
        synchronized (counts) {
            closed = true;
        }
        super.close();
    }

    private void request(int length) {
        synchronized (counts) {
            longestRequest = Math.max(longestRequest, length);
        }
    }

    private void note(int count) {
        synchronized (counts) {
            if (count < 0) {
                ends++;
                transcript.you("met the end");
            } else {
                taken += count;
                transcript.youRead(count);
            }
            counts.notifyAll();
        }
    }

    /// How many bytes were taken out of it.
    public long taken() {
        synchronized (counts) {
            return taken;
        }
    }

    /// The most bytes that a single read asked for.
    public int longestRequest() {
        synchronized (counts) {
            return longestRequest;
        }
    }

    /// Whether anybody asked for `available()`, which counts what has arrived and not what will.
    public boolean askedAvailable() {
        synchronized (counts) {
            return askedAvailable;
        }
    }

    /// Whether the answer has closed it.
    public boolean isClosed() {
        synchronized (counts) {
            return closed;
        }
    }

    /// How often a read was answered with -1.
    public long timesAtTheEnd() {
        synchronized (counts) {
            return ends;
        }
    }

    /// Waits until so many bytes were taken, and says whether they were.
    boolean awaitTaken(long bytes, Deadline deadline) throws InterruptedException {
        synchronized (counts) {
            while (taken < bytes && !deadline.isOver()) {
                counts.wait(deadline.millis());
            }
            return taken >= bytes;
        }
    }

    private IOException noted(IOException e) {
        synchronized (counts) {
            thrown = Optional.of(e);
        }
        return e;
    }

    /// What its last read threw, if it threw.
    public Optional<IOException> thrown() {
        synchronized (counts) {
            return thrown;
        }
    }
}
