package workbook.cli.watch;

import java.io.IOException;
import java.util.Optional;
import org.jline.utils.NonBlockingReader;

/// Makes keys of the characters that a terminal sends.
///
/// Arrows and the like send an escape and more, whose letters must not be taken for commands; nor must pasted text.
final class KeyReader {
    private static final char ESCAPE = '\u001b';
    private static final long ONE_READ_MILLIS = 200;
    private static final long MORE_OF_ONE_KEY_MILLIS = 50;
    private static final String PASTE_BEGINS = "200~";
    private static final String PASTE_ENDS = ESCAPE + "[201~";

    private final NonBlockingReader reader;

    KeyReader(NonBlockingReader reader) {
        this.reader = reader;
    }

    /// None if nothing was pressed for a moment. It asks again and again, because a read without a limit would keep the
    /// terminal from being closed.
    ///
    /// @throws IOException if the terminal is gone
    Optional<Key> read() throws IOException {
        var character = reader.read(ONE_READ_MILLIS);
        if (character == NonBlockingReader.READ_EXPIRED) {
            return Optional.empty();
        }
        if (character == NonBlockingReader.EOF) {
            throw new IOException("the terminal is gone");
        }
        return Optional.of(switch (character) {
            case ESCAPE -> special();
            case '\r', '\n' -> Key.Named.ENTER;
            case '\b', '\u007f' -> Key.Named.BACKSPACE;
            case '\u0003', '\u0004' -> Key.Named.INTERRUPT;
            default -> character < ' ' ? Key.Named.OTHER : new Key.Typed((char) character);
        });
    }

    private Key special() throws IOException {
        var next = reader.peek(MORE_OF_ONE_KEY_MILLIS);
        if (next != '[' && next != 'O') {
            return Key.Named.ESCAPE;
        }
        reader.read(MORE_OF_ONE_KEY_MILLIS);
        var sequence = new StringBuilder();
        for (var each = more(); each >= 0; each = more()) {
            sequence.append((char) each);
            if (each >= '@' && each <= '~') {
                break;
            }
        }
        if (sequence.toString().equals(PASTE_BEGINS)) {
            skipPaste();
        }
        return named(sequence.toString());
    }

    private int more() throws IOException {
        return reader.read(MORE_OF_ONE_KEY_MILLIS);
    }

    private void skipPaste() throws IOException {
        var last = "";
        while (!last.equals(PASTE_ENDS)) {
            var character = more();
            if (character < 0) {
                return;
            }
            last = last.substring(Math.max(0, last.length() - PASTE_ENDS.length() + 1)) + (char) character;
        }
    }

    private static Key named(String sequence) {
        return switch (sequence) {
            case "A" -> Key.Named.UP;
            case "B" -> Key.Named.DOWN;
            case "5~" -> Key.Named.PAGE_UP;
            case "6~" -> Key.Named.PAGE_DOWN;
            case "H", "1~", "7~" -> Key.Named.HOME;
            case "F", "4~", "8~" -> Key.Named.END;
            case "M" -> Key.Named.ENTER; // that of the number block
            default -> Key.Named.OTHER;
        };
    }
}
