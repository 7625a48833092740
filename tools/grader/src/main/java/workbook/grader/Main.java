package workbook.grader;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import workbook.engine.BrokenWorkbook;
import workbook.engine.Catalogue;
import workbook.engine.Exercise;

/// `java … workbook.grader.Main root=… submissions=… out=… jobs=…`: what `./workbook grade` starts, see [Arguments].
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        var parsed = Arguments.of(arguments);
        if (parsed.isBound()) {
            endWithInput();
        }
        var isOver = new AtomicBoolean();
        if (!parsed.columns().isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                if (!isOver.get()) {
                    out.println(TerminalProgress.CLEAR + "Stopped; the same command goes on where this one was.");
                }
            }, "workbook-grader-stopped"));
        }
        var exitCode = run(parsed, judges(parsed), out, err);
        isOver.set(true);
        System.exit(exitCode);
    }

    private static JudgeFactory judges(Arguments arguments) {
        return arguments.isTrusted()
                ? TrustedJudge.factory()
                : new SandboxedJudges(arguments.root().resolve(".workbook").resolve("grader"));
    }

    /// The command that started this holds the other end, and so does nobody once it was killed.
    private static void endWithInput() {
        Thread.ofPlatform().daemon().name("workbook-grader-bound").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // It never says anything.
                }
            } catch (IOException e) {
                // It is gone all the same.
            }
            System.exit(ExitCodes.BROKEN);
        });
    }

    static int run(Arguments arguments, JudgeFactory judges, PrintStream out, PrintStream err) {
        try (judges) {
            var catalogue = Catalogue.read(arguments.root());
            if (!Files.isDirectory(arguments.root().resolve("solutions"))) {
                throw GradingStopped
                        .notReady("This copy of the workbook has no solutions, which grading needs: it is one"
                                + " that was handed out; grade with the instructor's.");
            }
            var setup = new GraderSetup(catalogue, catalogue.exercises()
                    .stream()
                    .filter(exercise -> isWanted(arguments, exercise))
                    .toList(), arguments.submissions(), arguments.out(), arguments.jobs());
            Consumer<String> details = arguments.isQuiet() ? line -> {} : out::println;
            Progress progress = arguments.isQuiet() || arguments.columns().isEmpty()
                    ? Progress.NONE
                    : new TerminalProgress(out, arguments.columns().get());
            return new Grading(setup, judges, progress, out, details).run(arguments.isRestart());
        } catch (GradingStopped e) {
            err.println(e.getMessage());
            return e.exitCode();
        } catch (BrokenWorkbook e) {
            err.println(e.getMessage());
            return ExitCodes.BROKEN;
        } catch (IOException e) {
            err.println("The workbook in " + arguments.root() + " cannot be read: " + e.getMessage());
            return ExitCodes.NOT_READY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCodes.BROKEN;
        }
    }

    private static boolean isWanted(Arguments arguments, Exercise exercise) {
        return arguments.only().isEmpty() || arguments.only().contains(exercise.id());
    }
}
