package workbook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What a program prints, as far as it has come, for somebody to wait for; a flood is cut.
final class Output extends OutputStream {
    private static final int MOST = 1 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ended;

    /// Copies a stream until its end, on a thread of its own.
    Thread copy(InputStream in) {
        return Thread.ofPlatform().daemon().name("testkit output").start(() -> {
            try (in) {
                in.transferTo(this);
            } catch (IOException e) {
                // The program was ended while we read.
            } finally {
                close();
            }
        });
    }

    @Override
    public void write(int value) {
        write(new byte[]{(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) {
        bytes.write(from, offset, Math.min(length, MOST - bytes.size()));
        notifyAll();
    }

    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
    }

    synchronized byte[] soFar() {
        return bytes.toByteArray();
    }

    /// The first match in what has come so far.
    synchronized Optional<MatchResult> find(Pattern pattern) {
        var match = pattern.matcher(bytes.toString(UTF_8));
        return match.find() ? Optional.of(match.toMatchResult()) : Optional.empty();
    }

    /// The first match; empty if the output ends, or the deadline comes, before.
    synchronized Optional<MatchResult> await(Pattern pattern, Deadline deadline) {
        while (true) {
            var match = find(pattern);
            if (match.isPresent() || ended || deadline.isOver()) {
                return match;
            }
            try {
                wait(deadline.millis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }
}
