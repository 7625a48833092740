package workbook.kit;

import java.io.InputStream;
import java.io.PrintStream;

/// Where a chapter's program is read and typed at; a test hands it streams of its own instead.
public interface Terminal {
    /// Bytes as typed; name the charset when making text of them.
    InputStream in();

    PrintStream out();

    PrintStream err();

    /// Whether a person is at both ends, rather than a file or a pipe at one of them.
    boolean isInteractive();

    /// How wide a line may be.
    int columns();

    /// The terminal that this process was started from.
    static Terminal system() {
        return new SystemTerminal();
    }
}
