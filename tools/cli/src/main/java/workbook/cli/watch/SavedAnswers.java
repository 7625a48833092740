package workbook.cli.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import workbook.engine.Exercise;

/// What a save means to the exercise that is worked on.
///
/// @param isOwn    whether its own answer is among the files
/// @param isToRun  whether its verdict may be another now: by its own answer, by one that it stands on, or by code that
///                 belongs to no exercise
/// @param others  other exercises whose answers were saved
/// @param words   what there is to be said of those
record SavedAnswers(boolean isOwn, boolean isToRun, List<Exercise> others, String words) {
    static SavedAnswers of(Set<Path> files, Exercise exercise, List<Exercise> all) {
        var isOwn = exercise.stubs().stream().anyMatch(files::contains);
        var others = all.stream()
                .filter(each -> !each.equals(exercise) && each.stubs().stream().anyMatch(files::contains))
                .toList();
        var isOfNone = files.stream().anyMatch(file -> all.stream().noneMatch(each -> each.stubs().contains(file)));
        var isBelow = others.stream().anyMatch(each -> exercise.after().contains(each.id()));
        return new SavedAnswers(isOwn, isOwn || isOfNone || isBelow, others,
                others.stream().map(each -> sentence(each, files)).collect(Collectors.joining(" ")));
    }

    private static String sentence(Exercise other, Set<Path> files) {
        var names = other.stubs()
                .stream()
                .filter(files::contains)
                .map(file -> file.getFileName().toString())
                .collect(Collectors.joining(", "));
        return names + " belongs to " + other.id() + ": saved, not checked here; l, then Enter, goes there.";
    }
}
