package workbook.cli.program;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import workbook.kit.Terminal;
import workbook.kit.Todo;
import workbook.kit.network.PrivateNetwork;

/// Where a chapter's program begins in its own JVM: it calls `Main.run`, and says in plain words how that ended if not by
/// returning. The arguments are the name of the `Main` and its own arguments.
public final class ProgramMain {
    /// The property that asks for a network of the program's own.
    static final String PRIVATE = "workbook.program.private";

    private static final int UNCAUGHT = 1;
    private static final int NOT_WRITTEN = 3;

    private final Terminal terminal;
    private final StubOwners owners;

    private ProgramMain(Terminal terminal, StubOwners owners) {
        this.terminal = terminal;
        this.owners = owners;
    }

    public static void main(String... arguments) {
        endWithStarter();
        var terminal = new EditingTerminal(Terminal.system(), System.getenv());
        if (Boolean.getBoolean(PRIVATE)) {
            // Before the JDK looks at the network for the first time.
            var network = PrivateNetwork.enter();
            if (!network.isPrivate()) {
                terminal.err().println("This program runs in the network of the machine. " + network.reason());
            }
        }
        var program = new ProgramMain(terminal, StubOwners.ofThisRun());
        Thread.setDefaultUncaughtExceptionHandler(program::diedIn);
        System.exit(program.run(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length)));
    }

    /// Otherwise a `./workbook` that is killed would leave its program behind.
    private static void endWithStarter() {
        ProcessHandle.current().parent().ifPresent(ProgramMain::endWith);
    }

    private static void endWith(ProcessHandle starter) {
        starter.onExit().thenRun(() -> {
            // A program that has no descriptor left cannot read of the other's state, and takes it for dead. To see
            // whether a path is there needs none.
            if (Files.exists(Path.of("/proc", Long.toString(starter.pid())))) {
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> endWith(starter));
            } else {
                Runtime.getRuntime().halt(UNCAUGHT);
            }
        });
    }

    private int run(String mainClass, String[] arguments) {
        try {
            var run = Class.forName(mainClass).getDeclaredMethod("run", Terminal.class, String[].class);
            run.setAccessible(true);
            return (int) run.invoke(null, terminal, arguments);
        } catch (InvocationTargetException e) {
            return ended(e.getCause());
        } catch (ReflectiveOperationException | ClassCastException | NullPointerException e) {
            terminal.err().println(mainClass + " has no 'static int run(Terminal io, String... arguments)'.");
            return UNCAUGHT;
        }
    }

    private int ended(Throwable thrown) {
        var todo = todoIn(thrown);
        if (todo.isPresent()) {
            terminal.err().println(owners.sentence(todo.get()));
            return NOT_WRITTEN;
        }
        terminal.err().println("The program ended with an exception that it does not catch.");
        withoutStarter(thrown).printStackTrace(terminal.err());
        return UNCAUGHT;
    }

    /// A thread of the program's own that dies takes nothing with it, except where it has met a stub.
    private void diedIn(Thread thread, Throwable thrown) {
        if (todoIn(thrown).isPresent()) {
            System.exit(ended(thrown));
        }
        terminal.err().println("The program's thread \"" + thread.getName() + "\" ended with an exception.");
        thrown.printStackTrace(terminal.err());
    }

    private static Optional<Todo> todoIn(Throwable thrown) {
        var at = Optional.of(thrown);
        while (at.isPresent() && !(at.get() instanceof Todo)) {
            at = Optional.ofNullable(at.get().getCause());
        }
        return at.map(Todo.class::cast);
    }

    /// The same exception, whose stack begins where the program does.
    private static Throwable withoutStarter(Throwable thrown) {
        for (var at = Optional.of(thrown); at.isPresent(); at = Optional.ofNullable(at.get().getCause())) {
            at.get()
                    .setStackTrace(Arrays.stream(at.get().getStackTrace())
                            .takeWhile(frame -> !frame.getClassName().startsWith("jdk.internal.reflect.")
                                    && !frame.getClassName().equals(ProgramMain.class.getName()))
                            .toArray(StackTraceElement[]::new));
        }
        return thrown;
    }
}
