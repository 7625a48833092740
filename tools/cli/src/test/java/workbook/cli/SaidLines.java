package workbook.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a program has said, line by line, while it still speaks.
final class SaidLines {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    /// In the place of a line that does not come any more.
    private static final String END = "\0";

    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> said = new ArrayList<>();

    void add(String line) {
        lines.add(line);
    }

    /// There will be no more.
    void end() {
        lines.add(END);
    }

    /// The next line that contains this.
    String awaits(String words) {
        for (var line = next(); !line.equals(END); line = next()) {
            if (line.contains(words)) {
                return line;
            }
        }
        throw new AssertionError("it never said '" + words + "' but\n" + this);
    }

    /// All of them, once it has ended.
    String all() {
        var line = next();
        while (!line.equals(END)) {
            line = next();
        }
        return toString();
    }

    private String next() {
        try {
            var line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("it said no more than\n" + this);
            }
            if (!line.equals(END)) {
                said.add(line);
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return String.join("\n", said);
    }
}
