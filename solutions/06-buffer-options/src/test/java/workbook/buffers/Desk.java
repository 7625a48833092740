package workbook.buffers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import workbook.kit.Terminal;

/// Where a test sits, in the place of a person who types nothing.
final class Desk implements Terminal {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream screen = new PrintStream(shown, true, UTF_8);

    @Override
    public InputStream in() {
        return InputStream.nullInputStream();
    }

    @Override
    public PrintStream out() {
        return screen;
    }

    @Override
    public PrintStream err() {
        return screen;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public int columns() {
        return 80;
    }

    String text() {
        return shown.toString(UTF_8);
    }
}
