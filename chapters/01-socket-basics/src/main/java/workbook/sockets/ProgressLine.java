package workbook.sockets;

import java.time.Duration;
import java.util.Locale;
import workbook.kit.Terminal;

/// Shows how far a file has come: on a terminal in one line that changes, elsewhere in a line now and then.
///
/// More than one thread may have something to say.
final class ProgressLine implements PatientInput.Watcher {
    private static final Duration ON_A_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(1);

    private final Terminal io;
    private final Duration interval;
    private final String verb;
    private final String standstill;
    private long start;
    private long size;
    private long done;
    private long lastShown;
    private int columnsUsed;

    /// @param verb       "sent" or "received"
    /// @param standstill what it is called when nothing moves
    ProgressLine(Terminal io, String verb, String standstill) {
        this.io = io;
        this.verb = verb;
        this.standstill = standstill;
        this.interval = io.isInteractive() ? ON_A_TERMINAL : ELSEWHERE;
    }

    /// From now on it is about a file of this size.
    synchronized void begins(long bytes) {
        size = bytes;
        start = System.nanoTime();
        lastShown = start;
        if (io.isInteractive()) {
            // After Ctrl+C: the prompt gets a line of its own.
            Runtime.getRuntime().addShutdownHook(new Thread(this::ends));
        }
    }

    private synchronized void ends() {
        if (columnsUsed > 0) {
            io.out().println();
            columnsUsed = 0;
        }
    }

    synchronized boolean isComplete() {
        return done == size;
    }

    synchronized void moves(long bytes) {
        done += bytes;
        var now = System.nanoTime();
        if (now - lastShown >= interval.toNanos() && done < size) {
            lastShown = now;
            show(state());
        }
    }

    @Override
    public synchronized void pauses() {
        says((done == 0 ? "nothing has been " + verb + " yet" : state() + ", and " + standstill) + "; waiting");
    }

    @Override
    public synchronized void resumes(Duration after) {
        says("it goes on, after " + seconds(after.toMillis()));
    }

    /// A line that stays.
    synchronized void says(String line) {
        wipe();
        io.out().println(line);
    }

    /// How fast it went in all.
    synchronized String summary() {
        var millis = (System.nanoTime() - start) / 1_000_000;
        return bytes(done) + " in " + seconds(millis);
    }

    /// Where it stands: `received 3.1 of 52.4 MB, 6 %`.
    synchronized String state() {
        return size == 0 ? verb + " nothing" : String.format(Locale.ROOT, "%s %s of %s, %d %%", verb, bytes(done), bytes(size),
                (long) (100.0 * done / size));
    }

    private void show(String line) {
        if (io.isInteractive()) {
            var shown = line.substring(0, Math.min(line.length(), Math.max(1, io.columns() - 1)));
            io.out().print("\r" + shown + " ".repeat(Math.max(0, columnsUsed - shown.length())));
            io.out().flush();
            columnsUsed = shown.length();
        } else {
            io.out().println(line);
        }
    }

    /// Takes the changing line away, to make room for one that stays.
    synchronized void wipe() {
        if (columnsUsed > 0) {
            io.out().print("\r" + " ".repeat(columnsUsed) + "\r");
            io.out().flush();
            columnsUsed = 0;
        }
    }

    static String bytes(long count) {
        if (count < 1_000) {
            return count + (count == 1 ? " byte" : " bytes");
        }
        return count < 1_000_000
                ? String.format(Locale.ROOT, "%.1f KB", count / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", count / 1e6);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
}
