package workbook.answers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/// An answer whose loops have no end, until the test closes it.
public final class Round implements AutoCloseable {
    private volatile boolean isOver;

    public int count() {
        var line = "";
        while (line.length() < 1000 && !isOver) {
            line = line.strip();
        }
        return line.length();
    }

    public int print() {
        var out = new PrintStream(OutputStream.nullOutputStream());
        while (!isOver) {
            out.println("once more");
        }
        return 0;
    }

    /// Takes the end of the stream for a byte that is still to come.
    public static int untilMore(InputStream in) throws IOException {
        var read = in.read();
        while (read < 0 && !Thread.currentThread().isInterrupted()) {
            read = in.read();
        }
        return read;
    }

    @Override
    public void close() {
        isOver = true;
    }
}
