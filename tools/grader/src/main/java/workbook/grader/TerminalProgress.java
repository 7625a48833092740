package workbook.grader;

import java.io.PrintStream;
import java.time.Duration;

/// One line on a terminal that says what is being judged, how many of all are done, and how long the rest may take.
final class TerminalProgress implements Progress {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration FIRST_GUESS = Duration.ofSeconds(3);
    static final String CLEAR = "\r\u001b[K";

    private final PrintStream terminal;
    private final int columns;
    private String task = "judging";
    private int total;
    private int done;
    private long begun;
    private long shown;

    TerminalProgress(PrintStream terminal, int columns) {
        this.terminal = terminal;
        this.columns = columns;
    }

    @Override
    public synchronized void begin(int count) {
        start("judging", count);
    }

    @Override
    public synchronized void confirming(int count) {
        start("once more, alone", count);
    }

    private void start(String what, int count) {
        task = what;
        total = count;
        done = 0;
        begun = System.nanoTime();
        shown = begun - PAUSE.toNanos();
    }

    @Override
    public synchronized void judging(String what) {
        var now = System.nanoTime();
        if (now - shown >= PAUSE.toNanos()) {
            shown = now;
            terminal.print(CLEAR + cut(line(what, Duration.ofNanos(now - begun))));
            terminal.flush();
        }
    }

    private String line(String what, Duration took) {
        var left = done == 0 || took.compareTo(FIRST_GUESS) < 0
                ? ""
                : ", about "
                        + Summary.shown(
                                Duration.ofSeconds(took.multipliedBy(total - done).dividedBy(done).toSeconds() + 1))
                        + " left";
        return "%s: %d of %d%s  %s".formatted(task, done, total, left, what);
    }

    /// A line that wraps could not be cleared. Characters of two columns are counted as such, roughly.
    private String cut(String line) {
        var cut = new StringBuilder();
        var width = 0;
        for (var each : line.codePoints().toArray()) {
            width += each < 0x1100 ? 1 : 2;
            if (width >= columns) {
                break;
            }
            cut.appendCodePoint(each);
        }
        return cut.toString();
    }

    @Override
    public synchronized void judged() {
        done++;
    }

    @Override
    public synchronized void end() {
        terminal.print(CLEAR);
        terminal.flush();
    }
}
