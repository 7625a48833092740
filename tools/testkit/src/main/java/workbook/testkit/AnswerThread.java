package workbook.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import workbook.kit.Todo;

/// An answer on a thread of this JVM. What it and the threads that it starts print goes to the test alone.
final class AnswerThread implements Answer.Host, Answer.Handover {
    private static final InheritableThreadLocal<Output> PRINTED = new InheritableThreadLocal<>();
    private static final PrintStream CONSOLE = System.out;

    static {
        System.setOut(new PrintStream(new Divided(), true, StandardCharsets.UTF_8));
    }

    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final ConcurrentLinkedDeque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final Output output = new Output();
    private final Thread thread;

    /// Standard output, which each answer has to itself.
    private static final class Divided extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[]{(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            var mine = PRINTED.get();
            if (mine == null) {
                CONSOLE.write(bytes, offset, length);
            } else {
                mine.write(bytes, offset, length);
            }
        }
    }

    AnswerThread(Class<?> program, String method, List<String> arguments) {
        thread = Thread.ofPlatform().daemon().name("your code").start(() -> run(program, method, arguments));
    }

    private void run(Class<?> program, String method, List<String> arguments) {
        PRINTED.set(output);
        Answer.runsFor(this);
        try {
            exit.complete(AnswerProgram.run(program, method, arguments));
        } catch (Throwable e) {
            exit.completeExceptionally(e);
        } finally {
            output.close();
        }
    }

    @Override
    public void listensOn(int number) {
        port.complete(number);
    }

    @Override
    public void closes(AutoCloseable closeable) {
        open.push(closeable);
    }

    @Override
    public Optional<Integer> port() {
        return Optional.ofNullable(port.getNow(null));
    }

    @Override
    public Output output() {
        return output;
    }

    @Override
    public Optional<Integer> exit() {
        try {
            return Optional.of(exit.get(Deadline.ofTest().millis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return Optional.of(1);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public boolean isRunning() {
        return !exit.isDone();
    }

    @Override
    public void passOn() {
        if (exit.isCompletedExceptionally() && exit.exceptionNow() instanceof Todo todo) {
            throw todo;
        }
    }

    @Override
    public void end() {
        for (var closeable : open) {
            try {
                closeable.close();
            } catch (IOException | UncheckedIOException e) {
                // It is as closed as it will be.
            } catch (Exception e) {
                throw new IllegalStateException("the answer's own close failed", e);
            }
        }
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
