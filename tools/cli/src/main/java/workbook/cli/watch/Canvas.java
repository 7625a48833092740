package workbook.cli.watch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.utils.Curses;
import org.jline.utils.InfoCmp.Capability;
import workbook.cli.Columns;
import workbook.cli.Console;

/// Where lines are drawn, by what the terminal says it can do: only those that have changed, each in its place, so that
/// nothing flickers.
///
/// It is the terminal's second screen where there is one: what stood there before stands there afterwards, and the wheel
/// of the mouse, which most terminals turn into arrow keys there, moves the text. It writes past JLine, whose own end may
/// come sooner than this one's.
final class Canvas {
    /// Show all of it at once, and do not take what is pasted for keys; terminals that know neither ignore both.
    private static final String BEGIN = "\u001b[?2026h";
    private static final String END = "\u001b[?2026l";
    private static final String MARK_PASTES = "\u001b[?2004h";
    private static final String MARK_NO_PASTES = "\u001b[?2004l";
    private static final String NO_COLOURS = "\u001b[0m";

    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false,
            Console.encoding());
    private final Optional<Terminal> terminal;
    private List<String> drawn = List.of();
    /// Whatever is drawn when the terminal is given back would stand there for good.
    private boolean isEntered;

    private Canvas(Optional<Terminal> terminal) {
        this.terminal = terminal;
    }

    /// Lines can only be added.
    static Canvas paper() {
        return new Canvas(Optional.empty());
    }

    /// Paper again, if the terminal cannot put its cursor anywhere.
    static Canvas of(Terminal terminal) {
        var canMove = terminal.getStringCapability(Capability.cursor_address) != null
                && terminal.getStringCapability(Capability.clr_eol) != null
                && terminal.getStringCapability(Capability.clear_screen) != null;
        return new Canvas(Optional.of(terminal).filter(any -> canMove));
    }

    boolean isPaper() {
        return terminal.isEmpty();
    }

    synchronized void enter() {
        isEntered = true;
        put(Capability.enter_ca_mode);
        put(Capability.cursor_invisible);
        write(MARK_PASTES);
        forget();
        out.flush();
    }

    synchronized void leave() {
        isEntered = false;
        // A frame that a terminal's end broke off has begun, and not ended.
        write(END + NO_COLOURS + MARK_NO_PASTES);
        put(Capability.clear_screen);
        put(Capability.exit_ca_mode);
        put(Capability.cursor_normal);
        out.flush();
    }

    /// The screen shows something else now.
    synchronized void forget() {
        drawn = List.of();
    }

    synchronized void draw(List<String> lines) {
        if (isPaper()) {
            if (!lines.equals(drawn)) {
                print(lines);
            }
            drawn = List.copyOf(lines);
            return;
        }
        if (!isEntered) {
            return;
        }
        write(BEGIN);
        if (drawn.size() != lines.size()) {
            put(Capability.clear_screen);
            drawn = List.of();
        }
        for (var row = 0; row < lines.size(); row++) {
            if (drawn.isEmpty() || !drawn.get(row).equals(lines.get(row))) {
                put(Capability.cursor_address, row, 0);
                out.print(lines.get(row));
                clearRestOfLine(lines.get(row));
            }
        }
        write(END);
        out.flush();
        drawn = List.copyOf(lines);
    }

    /// Not where there is none: behind the last column, that column would be cleared.
    private void clearRestOfLine(String line) {
        var columns = terminal.map(Terminal::getColumns).orElse(0);
        if (columns <= 0 || Columns.of(line) < columns) {
            put(Capability.clr_eol);
        }
    }

    synchronized void print(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }

    private void write(String sequence) {
        if (!isPaper()) {
            out.print(sequence);
        }
    }

    private void put(Capability capability, Object... values) {
        terminal.map(known -> known.getStringCapability(capability))
                .ifPresent(sequence -> out.print(Curses.tputs(sequence, values)));
    }
}
