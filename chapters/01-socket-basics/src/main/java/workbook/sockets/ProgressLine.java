package workbook.sockets;

import java.time.Duration;
import java.util.Locale;
import workbook.kit.Terminal;

/// Shows how far a file has come: on a terminal in one line that changes, elsewhere in a line now and then.
final class ProgressLine implements PatientInput.Watcher {
    private static final Duration ON_A_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(1);

    private final Terminal io;
    private final Duration interval;
    private final String verb;
    private long start;
    private long size;
    private long done;
    private long lastShown;
    private int columnsUsed;

    /// @param verb "sent" or "received"
    ProgressLine(Terminal io, String verb) {
        this.io = io;
        this.verb = verb;
        this.interval = io.isInteractive() ? ON_A_TERMINAL : ELSEWHERE;
    }

    /// From now on it is about a file of this size.
    void begins(long bytes) {
        size = bytes;
        start = System.nanoTime();
        lastShown = start;
    }

    void moves(long bytes) {
        done += bytes;
        var now = System.nanoTime();
        if (now - lastShown >= interval.toNanos() && done < size) {
            lastShown = now;
            show(state());
        }
    }

    @Override
    public void pauses() {
        says((done == 0 ? "nothing has come yet" : state() + ", and nothing more comes") + "; waiting");
    }

    @Override
    public void resumes(Duration after) {
        says("it goes on, after " + seconds(after.toMillis()));
    }

    /// A line that stays.
    void says(String line) {
        wipe();
        io.out().println(line);
    }

    /// How fast it went in all.
    String summary() {
        var millis = (System.nanoTime() - start) / 1_000_000;
        return bytes(done) + " in " + seconds(millis);
    }

    /// Where it stands: `received 3.1 of 52.4 MB, 6 %`.
    String state() {
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
    void wipe() {
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
