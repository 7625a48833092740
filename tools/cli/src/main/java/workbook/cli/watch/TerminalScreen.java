package workbook.cli.watch;

import java.io.IOError;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import workbook.cli.Console;
import workbook.cli.Paint;
import workbook.cli.TerminalTypes;

/// The terminal, with every key at once and nothing echoed. It is put back as it was whatever ends the process, short of
/// a `kill -9`.
public final class TerminalScreen implements Screen, AutoCloseable {
    private static final int NARROWEST = 20;
    private static final int LOWEST = 4;

    private final Terminal terminal;
    private final Attributes before;
    private final Canvas canvas;
    private final Paint paint;
    private final BlockingQueue<WatchEvent> events;
    private final Thread restorer = new Thread(this::restore, "restore the terminal");
    private List<String> left = List.of();
    private volatile boolean isClosed;

    private TerminalScreen(Terminal terminal, Canvas canvas, Paint paint, BlockingQueue<WatchEvent> events) {
        this.terminal = terminal;
        this.canvas = canvas;
        this.paint = paint;
        this.events = events;
        this.before = terminal.enterRawMode();
    }

    /// @param type the terminal's type, `TERM`
    public static TerminalScreen open(String type, Paint paint, BlockingQueue<WatchEvent> events)
            throws IOException {
        var isDumb = TerminalTypes.isDumb(type);
        // JLine would ask the terminal what it makes of compound characters, and wait for an answer.
        var builder = TerminalBuilder.builder()
                .system(true)
                .nativeSignals(true)
                .graphemeCluster(false)
                .encoding(Console.encoding());
        // JLine gives a dumb terminal no single keys, but it has them; what it lacks is a cursor to be moved.
        var terminal = builder.type(isDumb ? "ansi" : TerminalTypes.known(type)).build();
        var canvas = isDumb ? Canvas.paper() : Canvas.of(terminal);
        var screen = new TerminalScreen(terminal, canvas, paint, events);
        Runtime.getRuntime().addShutdownHook(screen.restorer);
        canvas.enter();
        terminal.handle(Terminal.Signal.INT, signal -> events.add(new WatchEvent.End()));
        terminal.handle(Terminal.Signal.WINCH, signal -> screen.drawAnew());
        terminal.handle(Terminal.Signal.TSTP, signal -> screen.stop());
        terminal.handle(Terminal.Signal.CONT, signal -> screen.comeBack());
        Thread.ofPlatform().daemon().name("keys").start(screen::readKeys);
        return screen;
    }

    /// What is on paper stays there, whatever its size.
    private void drawAnew() {
        if (!isPaper()) {
            canvas.forget();
            events.add(new WatchEvent.Redraw());
        }
    }

    /// Ctrl-Z: the shell gets its terminal as it gave it, and this process stops as if it had not noticed.
    private void stop() {
        putBack(List.of());
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(ProcessHandle.current().pid())).start().waitFor();
        } catch (IOException e) {
            comeBack(); // there is no way to stop, so it goes on
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A shell that stopped this process has set the terminal to its own liking.
    private void comeBack() {
        if (!isClosed) {
            terminal.enterRawMode();
            canvas.enter();
            drawAnew();
        }
    }

    private void readKeys() {
        var keys = new KeyReader(terminal.reader());
        try {
            while (!isClosed) {
                keys.read().ifPresent(key -> events.add(new WatchEvent.Pressed(key)));
            }
        } catch (IOException e) {
            // The terminal is gone; so is the watch.
        }
        events.add(new WatchEvent.End());
    }

    @Override
    public void show(List<String> lines) {
        canvas.draw(lines);
    }

    @Override
    public synchronized void leave(List<String> lines) {
        left = List.copyOf(lines);
    }

    @Override
    public int rows() {
        var rows = terminal.getRows();
        return rows > 0 ? Math.max(rows, LOWEST) : 24;
    }

    @Override
    public int columns() {
        var columns = terminal.getColumns();
        return columns > 0 ? Math.max(columns, NARROWEST) : 80;
    }

    @Override
    public boolean isPaper() {
        return canvas.isPaper();
    }

    @Override
    public Paint paint() {
        return paint;
    }

    private void putBack(List<String> words) {
        canvas.leave();
        canvas.print(words);
        try {
            terminal.setAttributes(before);
        } catch (RuntimeException | IOError e) {
            // JLine's own end came sooner, and has put them back
        }
    }

    /// At most once, by whichever end comes first.
    private synchronized void restore() {
        if (!isClosed) {
            isClosed = true;
            putBack(isPaper() ? List.of() : left);
        }
    }

    @Override
    public void close() throws IOException {
        restore();
        terminal.close();
        try {
            Runtime.getRuntime().removeShutdownHook(restorer);
        } catch (IllegalStateException e) {
            // the process is ending already
        }
    }
}
