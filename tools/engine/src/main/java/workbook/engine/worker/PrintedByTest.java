package workbook.engine.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// What is printed while one test runs, for its report: a learner's first debugger is `println`.
///
/// Everything goes on to where it went before.
final class PrintedByTest implements AutoCloseable {
    private static final int KEPT = 2_000;
    private static final int LINES = 5;
    private static final int WIDEST = 100;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    PrintedByTest() {
        System.setOut(new PrintStream(new Echo(out), true, UTF_8));
        System.setErr(new PrintStream(new Echo(err), true, UTF_8));
    }

    /// Keeps it, up to a length, and hands it on.
    private final class Echo extends OutputStream {
        private final PrintStream before;

        private Echo(PrintStream before) {
            this.before = before;
        }

        @Override
        public void write(int value) {
            write(new byte[]{(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            before.write(bytes, offset, length);
            synchronized (kept) {
                kept.write(bytes, offset, Math.min(length, KEPT - kept.size()));
            }
        }

        @Override
        public void flush() throws IOException {
            before.flush();
        }
    }

    /// Another test begins.
    void begin() {
        synchronized (kept) {
            kept.reset();
        }
    }

    /// The first lines since then, without what would move a terminal's cursor; empty if nothing was printed.
    String text() {
        String text;
        synchronized (kept) {
            text = kept.toString(UTF_8);
        }
        var lines = new ArrayList<String>();
        text.lines().limit(LINES).map(PrintedByTest::shown).forEach(lines::add);
        return String.join("\n", text.lines().skip(LINES).findAny().isPresent() ? more(lines) : lines);
    }

    private static List<String> more(List<String> lines) {
        lines.add("…");
        return lines;
    }

    private static String shown(String line) {
        var plain = line.replace("\t", "    ").replaceAll("\\p{Cntrl}", "\uFFFD");
        return plain.length() <= WIDEST ? plain : plain.substring(0, WIDEST) + "…";
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
    }
}
