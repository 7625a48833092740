package workbook.cli.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.TerminalBuilder;
import workbook.cli.Console;
import workbook.cli.TerminalTypes;
import workbook.kit.LineEditor;
import workbook.kit.Terminal;

/// A terminal at which the line that is being typed stays whole while others are printed.
final class EditingTerminal implements Terminal {
    private final Terminal streams;
    private final Map<String, String> environment;

    /// @param environment variables of this process
    EditingTerminal(Terminal streams, Map<String, String> environment) {
        this.streams = streams;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public InputStream in() {
        return streams.in();
    }

    @Override
    public PrintStream out() {
        return streams.out();
    }

    @Override
    public PrintStream err() {
        return streams.err();
    }

    @Override
    public boolean isInteractive() {
        return streams.isInteractive();
    }

    @Override
    public boolean hasColours() {
        return canMoveCursor() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    @Override
    public int columns() {
        return streams.columns();
    }

    private boolean canMoveCursor() {
        return isInteractive() && !TerminalTypes.isDumb(type());
    }

    private String type() {
        return environment.getOrDefault("TERM", "");
    }

    @Override
    public LineEditor editor(String prompt) {
        if (!canMoveCursor()) {
            return LineEditor.plain(streams);
        }
        try {
            return new Editor(TerminalBuilder.builder()
                    .system(true)
                    .nativeSignals(true)
                    .graphemeCluster(false)
                    .encoding(Console.encoding())
                    .type(TerminalTypes.known(type()))
                    .build(), prompt);
        } catch (IOException e) {
            return LineEditor.plain(streams);
        }
    }

    private static final class Editor implements LineEditor {
        private final org.jline.terminal.Terminal terminal;
        private final LineReader reader;
        private final String prompt;
        private final ReentrantLock typing = new ReentrantLock();
        private volatile Optional<Thread> typist = Optional.empty();
        private volatile boolean isClosed;

        Editor(org.jline.terminal.Terminal terminal, String prompt) {
            this.terminal = terminal;
            this.prompt = prompt;
            // Between two lines, too: what is typed then would be echoed among the printed lines, and a Ctrl-D lost.
            terminal.enterRawMode();
            reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
                    // In a shell, "hello!" would ask for an earlier line.
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .option(LineReader.Option.INSERT_TAB, true)
                    .build();
        }

        @Override
        public Optional<String> next() {
            typing.lock();
            try {
                typist = Optional.of(Thread.currentThread());
                return isClosed ? Optional.empty() : Optional.of(reader.readLine(prompt));
            } catch (EndOfFileException | UserInterruptException e) {
                return Optional.empty();
            } finally {
                typing.unlock();
            }
        }

        @Override
        public void print(String line) {
            reader.printAbove(line);
        }

        @Override
        public void close() {
            isClosed = true;
            typist.ifPresent(Thread::interrupt);
            // It takes its line off the screen first.
            typing.lock();
            try {
                terminal.close();
            } catch (IOException e) {
                // Then it stays as it is; there is nobody to tell.
            } finally {
                typing.unlock();
            }
        }
    }
}
