package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import workbook.kit.Terminal;

/// A chapter's program, called on a thread of this process: what it says, and what it would exit with.
///
/// For all that does not depend on its being a process: two JVMs less to start.
final class CalledProgram implements AutoCloseable {
    private final SaidLines lines = new SaidLines();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    private CalledProgram() {}

    /// @param classes where the program's classes are
    static CalledProgram start(Path classes, String mainClass, String... arguments) throws IOException {
        var program = new CalledProgram();
        var loader = new URLClassLoader(new URL[]{classes.toUri().toURL()}, CalledProgram.class.getClassLoader());
        Thread.ofPlatform().daemon().start(() -> program.call(loader, mainClass, arguments));
        return program;
    }

    private void call(URLClassLoader loader, String mainClass, String... arguments) {
        try (loader) {
            var run = loader.loadClass(mainClass).getDeclaredMethod("run", Terminal.class, String[].class);
            run.setAccessible(true);
            exitCode.complete((int) run.invoke(null, new HeardTerminal(lines), arguments));
        } catch (IOException | ReflectiveOperationException e) {
            exitCode.completeExceptionally(e);
        } finally {
            lines.end();
        }
    }

    String awaits(String words) {
        return lines.awaits(words);
    }

    /// Waits for its end.
    int exitCode() throws InterruptedException, ExecutionException {
        try {
            return exitCode.get(SaidLines.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("it does not end, and said\n" + lines, e);
        }
    }

    /// All that it said, once it has ended.
    String output() {
        return lines.all();
    }

    /// A thread cannot be ended: where a test has failed, one that waits is left behind.
    @Override
    public void close() {
        exitCode.cancel(false);
    }

    private record HeardTerminal(PrintStream out) implements Terminal {
        HeardTerminal(SaidLines lines) {
            this(new PrintStream(new Ear(lines), true, UTF_8));
        }

        @Override
        public InputStream in() {
            return InputStream.nullInputStream();
        }

        @Override
        public PrintStream err() {
            return out;
        }

        @Override
        public boolean isInteractive() {
            return false;
        }

        @Override
        public int columns() {
            return 80;
        }
    }

    /// Cuts bytes into lines.
    private static final class Ear extends OutputStream {
        private final SaidLines lines;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Ear(SaidLines lines) {
            this.lines = lines;
        }

        @Override
        public void write(int one) {
            if (one == '\n') {
                lines.add(line.toString(UTF_8).replace("\r", ""));
                line.reset();
            } else {
                line.write(one);
            }
        }
    }
}
