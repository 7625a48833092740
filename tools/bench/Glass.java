import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What a terminal of this size would show, from the bytes that a program sends it.
///
/// It knows the sequences of ECMA-48 that move the cursor and clear, and passes over all others: colours, links, modes.
/// So it does not matter whether a program paints its screen anew or changes only what differs.
final class Glass {
    private final char[][] cells;
    private final int columns;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE);
    private final ByteBuffer undecoded = ByteBuffer.allocate(1 << 16);
    private final StringBuilder sequence = new StringBuilder();
    private State state = State.TEXT;
    private int row;
    private int column;

    private enum State {
        TEXT, ESCAPE, CONTROL, STRING
    }

    Glass(int rows, int columns) {
        this.columns = columns;
        cells = new char[rows][columns];
        Stream.of(cells).forEach(line -> Arrays.fill(line, ' '));
    }

    synchronized void write(byte[] bytes, int count) {
        for (var from = 0; from < count;) {
            var fits = Math.min(undecoded.remaining(), count - from);
            undecoded.put(bytes, from, fits);
            from += fits;
            undecoded.flip();
            var text = CharBuffer.allocate(undecoded.remaining() + 1);
            decoder.decode(undecoded, text, false);
            undecoded.compact();
            text.flip().chars().forEach(each -> write((char) each));
        }
        notifyAll();
    }

    private void write(char c) {
        switch (state) {
            case TEXT -> text(c);
            case ESCAPE -> escape(c);
            case CONTROL -> {
                if (c >= '@' && c <= '~') {
                    state = State.TEXT;
                    control(c);
                } else {
                    sequence.append(c);
                }
            }
            case STRING -> {
                // Ends with BEL, or with ESC \ whose backslash ESCAPE passes over.
                state = c == 7 ? State.TEXT : c == 27 ? State.ESCAPE : State.STRING;
            }
        }
    }

    private void escape(char c) {
        sequence.setLength(0);
        state = switch (c) {
            case '[' -> State.CONTROL;
            case ']', 'P', '_', '^' -> State.STRING;
            case '(', ')', ' ', '#' -> State.ESCAPE; // one more follows
            default -> State.TEXT;
        };
    }

    private void text(char c) {
        switch (c) {
            case 27 -> state = State.ESCAPE;
            case '\r' -> column = 0;
            case '\n' -> down();
            case '\b' -> column = Math.max(0, column - 1);
            default -> {
                if (c >= ' ') {
                    if (column == columns) {
                        column = 0;
                        down();
                    }
                    cells[row][column++] = c;
                }
            }
        }
    }

    private void down() {
        if (row < cells.length - 1) {
            row++;
            return;
        }
        for (var i = 1; i < cells.length; i++) {
            cells[i - 1] = cells[i];
        }
        cells[row] = new char[columns];
        Arrays.fill(cells[row], ' ');
    }

    private void control(char kind) {
        var first = number(0, 1);
        switch (kind) {
            case 'A' -> row = Math.max(0, row - first);
            case 'B' -> row = Math.min(cells.length - 1, row + first);
            case 'C' -> column = Math.min(columns - 1, column + first);
            case 'D' -> column = Math.max(0, column - first);
            case 'G' -> column = Math.clamp(first - 1, 0, columns - 1);
            case 'd' -> row = Math.clamp(first - 1, 0, cells.length - 1);
            case 'H', 'f' -> {
                row = Math.clamp(first - 1, 0, cells.length - 1);
                column = Math.clamp(number(1, 1) - 1, 0, columns - 1);
            }
            case 'J' -> clear(number(0, 0));
            case 'K' -> clearLine(row, number(0, 0));
            case 'X' -> Arrays.fill(cells[row], Math.min(column, columns), Math.min(columns, column + first), ' ');
            default -> {
                // a colour, a mode, a question
            }
        }
    }

    private int number(int index, int otherwise) {
        var words = sequence.toString().replaceFirst("^[?>=]", "").split(";");
        return index < words.length && words[index].matches("\\d+") ? Integer.parseInt(words[index]) : otherwise;
    }

    private void clear(int what) {
        for (var i = 0; i < cells.length; i++) {
            if (what >= 2 || what == 0 && i > row || what == 1 && i < row) {
                Arrays.fill(cells[i], ' ');
            }
        }
        if (what < 2) {
            clearLine(row, what);
        }
    }

    private void clearLine(int line, int what) {
        Arrays.fill(cells[line], what == 0 ? Math.min(column, columns) : 0,
                what == 1 ? Math.min(column + 1, columns) : columns, ' ');
    }

    synchronized List<String> lines() {
        return Stream.of(cells).map(line -> new String(line).stripTrailing()).toList();
    }
}
