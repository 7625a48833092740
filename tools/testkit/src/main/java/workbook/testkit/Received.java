package workbook.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a peer has read of the answer, up to how the answer ended its side.
final class Received {
    private final PeerLog log;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();

    /// Whether what a step has read is all that it wants.
    interface Enough {
        boolean is(ByteArrayOutputStream bytes);
    }

    /// The answer's side ended before a step had what it waits for.
    static final class EndedEarly extends IOException {
        private static final long serialVersionUID = 1;

        private EndedEarly(int count) {
            super("met the end after " + Bytes.count(count));
        }
    }

    Received(PeerLog log) {
        this.log = log;
    }

    void readUntil(Enough enough, InputStream in) throws IOException {
        var count = read(enough, in);
        if (ending.isDone()) {
            throw new EndedEarly(count);
        }
    }

    void readToTheEnd(InputStream in) throws IOException {
        read(bytes -> false, in);
    }

    void wasReset() {
        if (ending.complete(Ending.RESET)) {
            log.answer("reset the connection");
        }
    }

    private int read(Enough enough, InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            while (!enough.is(bytes) && !ending.isDone()) {
                // Byte by byte: what follows is the next step's.
                var value = in.read();
                if (value < 0) {
                    ending.complete(Ending.CLOSED);
                } else {
                    bytes.write(value);
                }
            }
            return bytes.size();
        } finally {
            note(bytes.toByteArray());
        }
    }

    private void note(byte[] bytes) {
        if (bytes.length > 0) {
            log.answer("sent " + Bytes.show(bytes));
            log.did("read " + Bytes.count(bytes.length));
            all.writeBytes(bytes);
        }
        if (ending.isDone()) {
            log.answer("closed");
        }
    }

    byte[] bytes() {
        return all.toByteArray();
    }

    /// How the answer ended its side; it is open if nothing is seen of an end within the limit.
    Ending ending(Duration limit) {
        try {
            return ending.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Ending.OPEN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Ending.OPEN;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an ending is never a failure", e);
        }
    }
}
