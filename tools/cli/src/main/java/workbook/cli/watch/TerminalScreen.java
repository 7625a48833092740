package workbook.cli.watch;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import workbook.cli.Paint;

/// The terminal, with every key at once and nothing echoed. It is put back as it was whatever ends the process, short of
/// a `kill -9`.
public final class TerminalScreen implements Screen, AutoCloseable {
    private static final int NARROWEST = 20;
    private static final long ONE_READ_MILLIS = 200;
    private static final long MORE_OF_ONE_KEY_MILLIS = 50;

    private final Terminal terminal;
    private final boolean canClear;
    private final Attributes before;
    private final Paint paint;
    private final BlockingQueue<WatchEvent> events;
    private final Thread restorer = new Thread(this::restore, "restore the terminal");
    private volatile boolean isClosed;

    private TerminalScreen(Terminal terminal, boolean canClear, Paint paint, BlockingQueue<WatchEvent> events) {
        this.terminal = terminal;
        this.canClear = canClear;
        this.paint = paint;
        this.events = events;
        this.before = terminal.enterRawMode();
    }

    /// @param type the terminal's type, `TERM`
    public static TerminalScreen open(String type, Paint paint, BlockingQueue<WatchEvent> events)
            throws IOException {
        var isDumb = type.isEmpty() || type.startsWith("dumb");
        var builder = TerminalBuilder.builder().system(true).nativeSignals(true);
        // JLine gives a dumb terminal no single keys, but it has them; what it lacks is a screen to be cleared.
        var terminal = (isDumb ? builder.type("ansi") : builder).build();
        var screen = new TerminalScreen(terminal, !isDumb, paint, events);
        Runtime.getRuntime().addShutdownHook(screen.restorer);
        terminal.handle(Terminal.Signal.INT, signal -> events.add(new WatchEvent.End()));
        terminal.handle(Terminal.Signal.WINCH, signal -> events.add(new WatchEvent.Redraw()));
        terminal.handle(Terminal.Signal.CONT, signal -> screen.comeBack());
        Thread.ofPlatform().daemon().name("keys").start(screen::readKeys);
        return screen;
    }

    /// A shell that stopped this process has set the terminal to its own liking.
    private void comeBack() {
        terminal.enterRawMode();
        events.add(new WatchEvent.Redraw());
    }

    /// Asks again and again, because a read without a limit would keep the terminal from being closed.
    private void readKeys() {
        try {
            var reader = terminal.reader();
            var key = NonBlockingReader.READ_EXPIRED;
            while (!isClosed && key != NonBlockingReader.EOF) {
                key = reader.read(ONE_READ_MILLIS);
                if (key == WatchEvent.Key.ESCAPE) {
                    skipRestOfKey(reader);
                }
                if (key >= 0) {
                    events.add(new WatchEvent.Key((char) key));
                }
            }
        } catch (IOException e) {
            // The terminal is gone; so is the watch.
        }
        events.add(new WatchEvent.End());
    }

    /// Arrows and function keys send an escape and letters, which mean nothing here and must not be taken for commands.
    private static void skipRestOfKey(NonBlockingReader reader) throws IOException {
        var next = reader.peek(MORE_OF_ONE_KEY_MILLIS);
        if (next != '[' && next != 'O') {
            return;
        }
        reader.read();
        for (var each = reader.read(MORE_OF_ONE_KEY_MILLIS); each >= 0; each = reader
                .read(MORE_OF_ONE_KEY_MILLIS)) {
            if (each >= '@' && each <= '~') {
                return;
            }
        }
    }

    @Override
    public void show(List<String> lines) {
        if (!canClear || !terminal.puts(Capability.clear_screen)) {
            terminal.writer().println();
        }
        lines.forEach(terminal.writer()::println);
        terminal.flush();
    }

    @Override
    public int rows() {
        var rows = terminal.getRows();
        return rows > 0 ? rows : Integer.MAX_VALUE;
    }

    @Override
    public int columns() {
        var columns = terminal.getColumns();
        return columns > 0 ? Math.max(columns, NARROWEST) : 80;
    }

    @Override
    public Paint paint() {
        return paint;
    }

    private synchronized void restore() {
        terminal.setAttributes(before);
        terminal.flush();
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        Runtime.getRuntime().removeShutdownHook(restorer);
        restore();
        terminal.close();
    }
}
