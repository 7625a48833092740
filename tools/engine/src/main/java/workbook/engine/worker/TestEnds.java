package workbook.engine.worker;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import workbook.kit.Todo;
import workbook.testkit.ExerciseFailure;
import workbook.testkit.Hung;
import workbook.testkit.NotRun;
import workbook.testkit.Report;

/// Says how a test ended, from what it threw: by type, never by the words of a message.
///
/// @param stacks knows the answer's files
record TestEnds(Stacks stacks) {
    Message.TestEnd passed(String method, String display, long millis) {
        return new Message.TestEnd(method, display, Message.Ending.PASSED, millis, Report.empty(), "", 0, false, "");
    }

    Message.TestEnd skipped(String method, String reason) {
        return new Message.TestEnd(method, "", Message.Ending.NOT_RUN, 0, Report.empty().with("reason", reason), "", 0,
                false, "");
    }

    Message.TestEnd failed(String method, String display, Throwable thrown, long millis) {
        var own = stacks.own(thrown);
        return new Message.TestEnd(method, display, ending(thrown, own.isPresent()), millis, report(thrown),
                own.map(StackTraceElement::getFileName).orElse(""), own.map(StackTraceElement::getLineNumber).orElse(0),
                false, Stacks.trace(thrown));
    }

    /// The same end, knowing which threads run on.
    Message.TestEnd stuck(Message.TestEnd end, List<Thread> threads) {
        var own = threads.stream().flatMap(thread -> stacks.own(thread.getStackTrace()).stream()).findFirst();
        var isPlaceKnown = !end.file().isEmpty() || own.isEmpty();
        return new Message.TestEnd(end.method(), end.display(), end.ending(), end.millis(), end.report(),
                isPlaceKnown ? end.file() : own.get().getFileName(),
                isPlaceKnown ? end.line() : own.get().getLineNumber(), !threads.isEmpty(), end.trace());
    }

    private static Message.Ending ending(Throwable thrown, boolean isInAnswer) {
        if (Stacks.find(OutOfMemoryError.class, thrown).isPresent()) {
            return Message.Ending.EXHAUSTED;
        }
        if (Stacks.find(VirtualMachineError.class, thrown).isPresent()) {
            return Message.Ending.CRASHED;
        }
        if (thrown instanceof Hung) {
            return Message.Ending.HUNG;
        }
        if (thrown instanceof TestAbortedException) {
            return Message.Ending.NOT_RUN;
        }
        var isAboutAnswer = thrown instanceof AssertionError || thrown instanceof Todo || thrown instanceof IOException;
        return isAboutAnswer || isInAnswer ? Message.Ending.FAILED : Message.Ending.BROKE;
    }

    private Report report(Throwable thrown) {
        var failure = Stacks.find(ExerciseFailure.class, thrown).map(ExerciseFailure::report);
        var todo = Stacks.find(Todo.class, thrown);
        if (todo.isPresent()) {
            var report = failure.orElseGet(
                    () -> Report.empty().with(Report.YOU, Report.notWritten(todo.get().getMessage())));
            return othersStub(todo.get()).map(file -> report.with("stub", file
                    + ", of another exercise: that one is to be solved first, or it is not to be used here"))
                    .orElse(report);
        }
        return failure.orElseGet(() -> switch (thrown) {
            case NotRun notRun -> Report.empty().with("reason", notRun.reason()).with("remedy", notRun.command());
            case TestAbortedException aborted -> Report.empty().with("reason", text(aborted));
            case AssertionError failed -> asserted(failed);
            default -> Report.empty().with(Report.YOU, threw(thrown));
        });
    }

    /// The file of a stub that is not this exercise's, which the place in the answer does not tell.
    private Optional<String> othersStub(Todo todo) {
        return Arrays.stream(todo.getStackTrace())
                .filter(frame -> !frame.getClassName().equals(Todo.class.getName()))
                .findFirst()
                .map(StackTraceElement::getFileName)
                .filter(file -> !stacks.answerFiles().contains(file));
    }

    private static Report asserted(AssertionError error) {
        if (error instanceof AssertionFailedError failed && failed.isExpectedDefined() && failed.isActualDefined()) {
            return Report.empty()
                    .with(Report.EXPECTED, failed.getExpected().getStringRepresentation())
                    .with(Report.BUT_WAS, failed.getActual().getStringRepresentation());
        }
        return Report.empty().with(Report.THE_TEST, text(error));
    }

    private String threw(Throwable thrown) {
        var error = Stacks.find(VirtualMachineError.class, thrown);
        var at = stacks.own(thrown).map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber()).orElse("");
        return switch (error.orElse(null)) {
            case StackOverflowError ignored -> "overflowed the stack (StackOverflowError)" + at;
            case OutOfMemoryError ignored -> "used up the memory of "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MB (OutOfMemoryError)" + at;
            case null, default ->
                "threw " + Stacks.chain(thrown).getFirst().toString().lines().findFirst().orElse("") + at;
        };
    }

    private static String text(Throwable thrown) {
        return Optional.ofNullable(thrown.getMessage())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(thrown.getClass().getSimpleName());
    }
}
