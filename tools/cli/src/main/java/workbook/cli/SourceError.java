package workbook.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import workbook.engine.Exercise;

/// A place where the compiler gave up, in one sentence that says what to do about it.
public final class SourceError {
    private final Workbook workbook;
    private final Diagnostic<? extends JavaFileObject> error;

    /// @param error one that has a file
    public SourceError(Workbook workbook, Diagnostic<? extends JavaFileObject> error) {
        this.workbook = workbook;
        this.error = error;
    }

    public String sentence() {
        var file = Path.of(error.getSource().toUri());
        var what = error.getMessage(Locale.ROOT).lines().findFirst().orElse("it is not Java");
        var next = ownerOf(file).map(owner -> "mend it, or ./workbook reset " + owner.id()
                + " puts the original back and keeps yours").orElse("mend it");
        return workbook.show(file) + ":" + error.getLineNumber() + ": does not compile, " + what + "; " + next + ".";
    }

    private Optional<Exercise> ownerOf(Path file) {
        return workbook.exercises().stream().filter(exercise -> exercise.stubs().contains(file)).findFirst();
    }
}
