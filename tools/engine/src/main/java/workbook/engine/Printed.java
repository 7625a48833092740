package workbook.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What a process prints: its beginning is kept, the rest is counted, all of it is read.
final class Printed {
    private static final int KEPT = 16_384;

    private final Thread reader;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final StringBuilder line = new StringBuilder();
    private long dropped;
    private String lastMarker = "";
    private boolean isOver;

    Printed(InputStream in) {
        reader = Thread.ofPlatform().daemon().name("workbook-output").start(() -> read(in));
    }

    private void read(InputStream in) {
        var buffer = new byte[8192];
        try (in) {
            for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                add(buffer, count);
            }
        } catch (IOException e) {
            // The process was killed; what it printed before is kept.
        }
        synchronized (this) {
            isOver = true;
            notifyAll();
        }
    }

    private synchronized void add(byte[] bytes, int count) {
        for (var i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                endLine();
            } else if (line.length() < KEPT) {
                line.append((char) (bytes[i] & 0xff));
            } else {
                dropped++;
            }
        }
    }

    private void endLine() {
        var text = line.toString();
        line.setLength(0);
        var marker = text.indexOf(WorkerProcess.MARKER);
        if (marker < 0) {
            keep(text + "\n");
            return;
        }
        keep(text.substring(0, marker));
        lastMarker = text.substring(marker).strip();
        notifyAll();
    }

    private void keep(String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        var fits = Math.min(bytes.length, KEPT - kept.size());
        kept.write(bytes, 0, fits);
        dropped += bytes.length - fits;
    }

    /// Forgets what was printed so far.
    synchronized void clear() {
        kept.reset();
        line.setLength(0);
        dropped = 0;
    }

    /// Waits, but not long, until a line was printed that says that all is.
    synchronized void await(String marker, Duration longest) throws InterruptedException {
        var until = System.nanoTime() + longest.toNanos();
        while (!isOver && !lastMarker.equals(marker)) {
            var rest = (until - System.nanoTime()) / 1_000_000;
            if (rest <= 0) {
                return;
            }
            wait(rest);
        }
    }

    /// Waits, but not long, for the end of all.
    void awaitEnd(Duration longest) throws InterruptedException {
        reader.join(longest);
    }

    synchronized String text() {
        var text = kept.toString(StandardCharsets.UTF_8)
                + new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return dropped == 0 ? text : text + "\n… and " + dropped + " bytes more\n";
    }
}
