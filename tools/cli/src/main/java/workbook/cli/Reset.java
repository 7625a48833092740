package workbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import workbook.engine.Exercise;
import workbook.engine.progress.Event;

/// Puts stubs back, and says where what stood there is now.
public final class Reset {
    private final Workbook workbook;

    public Reset(Workbook workbook) {
        this.workbook = workbook;
    }

    /// @return a sentence that says what was done
    public String put(Exercise exercise) throws IOException {
        var files = exercise.stubs()
                .stream()
                .map(stub -> stub.getFileName().toString())
                .collect(Collectors.joining(", "));
        for (var stub : exercise.stubs()) {
            if (Files.isDirectory(stub)) {
                throw Refusal
                        .notReady(workbook.show(stub) + " is a folder, not a file: move it away, and run this again.");
            }
        }
        if (!workbook.base().isChanged(exercise)) {
            return files + " is still the original; there is nothing to put back.";
        }
        var kept = workbook.base().reset(exercise);
        workbook.history().append(new Event.WasReset(Instant.now(), exercise.id()));
        return files + " is the original again" + kept
                .map(folder -> "; what you had written is kept, and this brings it back: "
                        + commands(exercise, folder))
                .orElse(".");
    }

    private String commands(Exercise exercise, Path backup) {
        return exercise.stubs()
                .stream()
                .filter(stub -> Files.exists(kept(backup, stub)))
                .map(stub -> "cp " + workbook.show(kept(backup, stub)) + " " + workbook.show(stub))
                .collect(Collectors.joining(" && "));
    }

    private static Path kept(Path backup, Path stub) {
        return backup.resolve(stub.getFileName());
    }
}
