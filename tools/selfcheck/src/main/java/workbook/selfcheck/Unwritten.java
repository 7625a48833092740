package workbook.selfcheck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import workbook.engine.Catalogue;
import workbook.engine.Exercise;
import workbook.engine.Problem;

/// Finds what `./workbook new` has left to its author: each such place says `TODO`.
final class Unwritten {
    private static final String MARK = "TODO";

    private final Catalogue catalogue;
    private final List<Problem> problems = new ArrayList<>();

    Unwritten(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    List<Problem> problems() throws IOException {
        for (var chapter : catalogue.chapters()) {
            search(chapter.readme());
            var answers = AnswerFolders.of(catalogue.root(), chapter);
            for (var exercise : catalogue.exercises(chapter)) {
                search(exercise, answers.references(chapter, exercise));
                for (var kind : List.of(answers.right(exercise), answers.wrong(exercise))) {
                    for (var answer : AnswerFolders.in(kind)) {
                        searchAll(AnswerFolders.in(answer));
                    }
                }
            }
        }
        return problems;
    }

    private void search(Exercise exercise, List<Path> references) throws IOException {
        searchAll(exercise.stubs());
        searchAll(List.of(exercise.test()));
        searchAll(references);
    }

    private void searchAll(List<Path> files) throws IOException {
        for (var file : files) {
            search(file);
        }
    }

    private void search(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        var lines = Files.readString(file, UTF_8).lines().toList();
        for (var i = 0; i < lines.size(); i++) {
            var at = lines.get(i).indexOf(MARK + ": ");
            if (at >= 0) {
                problems.add(new Problem(catalogue.root().relativize(file), i + 1, "still to be written: "
                        + lines.get(i).substring(at + MARK.length() + 2).replaceFirst("\".*$|\\W+$", "") + "."));
            }
        }
    }
}
