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

    /// Whether colours may be used: a person sees it, and has not asked for none (`NO_COLOR`).
    default boolean hasColours() {
        return false;
    }

    /// What to type lines at while others are printed; to be closed.
    ///
    /// @param prompt stands before what is typed, on a terminal
    default LineEditor editor(String prompt) {
        return LineEditor.plain(this);
    }

    /// How wide a line may be.
    int columns();

    /// The terminal that this process was started from.
    static Terminal system() {
        return new SystemTerminal();
    }
}
