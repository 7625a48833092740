package workbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import workbook.engine.Exercise;
import workbook.engine.base.Backup;

/// What was kept whenever the workbook put something else in its place: each file with the command that brings it back.
final class ShownBackups {
    private final Workbook workbook;
    private final Optional<Exercise> only;

    /// @param id of the exercise that is of interest; all if there is none
    ShownBackups(Workbook workbook, Optional<String> id) {
        this.workbook = workbook;
        this.only = id.map(workbook::named);
    }

    List<String> lines() throws IOException {
        var lines = new ArrayList<String>();
        for (var backup : Backup.all(workbook.root())) {
            try (var files = Files.walk(backup)) {
                for (var file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                    place(backup, file).filter(this::isOfInterest)
                            .ifPresent(place -> lines.add("cp " + workbook.show(file) + " " + workbook.show(place)));
                }
            }
        }
        if (lines.isEmpty()) {
            return List.of("Nothing was put back so far, so nothing had to be kept.");
        }
        lines.addFirst("Each brings back what stood there, the latest last:");
        return lines;
    }

    private boolean isOfInterest(Path place) {
        return only.isEmpty() || only.get().stubs().contains(place);
    }

    /// Where a file stood: an update keeps paths, a reset the names of one exercise's files. What an update kept of the
    /// workbook's own files is not listed.
    private Optional<Path> place(Path backup, Path file) {
        var reason = backup.getFileName().toString();
        if (reason.endsWith("-originals")) {
            return Optional.empty();
        }
        if (reason.matches("[\\d-]+-(update|import)(-\\d+)?")) {
            return Optional.of(workbook.root().resolve(backup.relativize(file)));
        }
        return workbook.exercises()
                .stream()
                .filter(exercise -> reason.matches("[\\d-]+-" + exercise.id() + "(-\\d+)?"))
                .flatMap(exercise -> exercise.stubs().stream())
                .filter(stub -> stub.getFileName().equals(file.getFileName()))
                .findFirst();
    }
}
