package workbook.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.jline.utils.InfoCmp;

/// The types of terminals, as `TERM` names them.
public final class TerminalTypes {
    private TerminalTypes() {}

    /// Younger terminals are not in every machine's list, least of all behind ssh; all of them are like xterm.
    ///
    /// @return this type, or one like it that the machine knows
    public static String known(String type) throws IOException {
        try {
            InfoCmp.getInfoCmp(type);
            return type;
        } catch (IOException e) {
            return "xterm-256color";
        } catch (InterruptedException e) {
            throw new InterruptedIOException(e.getMessage());
        }
    }

    /// Whether a cursor cannot be moved there.
    public static boolean isDumb(String type) {
        return type.isEmpty() || type.startsWith("dumb");
    }
}
