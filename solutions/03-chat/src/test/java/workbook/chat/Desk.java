package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import workbook.kit.Terminal;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;

/// Where a test sits, in the place of a person.
final class Desk implements Terminal {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    final TypedLines keyboard = new TypedLines();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream screen = new PrintStream(shown, true, UTF_8);

    @Override
    public InputStream in() {
        return keyboard;
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

    /// Waits until this line is there.
    void shows(String line) {
        Eventually.holds(() -> text().lines().anyMatch(line::equals), Deadline.in(PATIENCE));
        assertThat(text().lines()).contains(line);
    }
}
