package workbook.selfcheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import workbook.engine.Catalogue;
import workbook.engine.Chapter;
import workbook.engine.Exercise;
import workbook.engine.Problem;
import workbook.engine.RightAnswer;

/// What must lie below `solutions`, and what must not.
final class Inventory {
    private static final int FEWEST_WRONG = 4;
    private static final int FEWEST_RIGHT = 2;
    private static final Set<String> IGNORED = Set.of("target", ".classpath", ".project", ".settings", ".factorypath");

    private final Catalogue catalogue;
    private final Path root;
    private final List<Problem> problems = new ArrayList<>();

    Inventory(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.root = catalogue.root();
    }

    List<Problem> problems() throws IOException {
        problems.addAll(catalogue.missingStubs());
        var names = catalogue.chapters().stream().map(Chapter::name).collect(Collectors.toSet());
        for (var entry : AnswerFolders.in(root.resolve("solutions"))) {
            if (!names.contains(name(entry)) && !name(entry).equals("pom.xml")) {
                stray(entry, "there is no chapter of this name");
            }
        }
        problems.addAll(new Unwritten(catalogue).problems());
        for (var chapter : catalogue.chapters()) {
            check(chapter,
                    catalogue.exercises().stream().filter(each -> each.chapter().equals(chapter.name())).toList());
        }
        return problems;
    }

    private void check(Chapter chapter, List<Exercise> exercises) throws IOException {
        var answers = AnswerFolders.of(root, chapter);
        var references = new HashSet<Path>();
        var hidden = new HashSet<Path>();
        for (var exercise : exercises) {
            references.addAll(answers.references(chapter, exercise));
            hidden.addAll(exercise.hidden());
            check(chapter, exercise, answers);
        }
        for (var entry : AnswerFolders.in(answers.folder())) {
            switch (name(entry)) {
                case "pom.xml", "src" -> {
                }
                case "right", "wrong" -> checkOwners(entry, exercises);
                case "hidden" -> AnswerFolders.in(entry)
                        .stream()
                        .filter(each -> !hidden.contains(each))
                        .forEach(each -> stray(each, "no exercise names it as hidden"));
                default -> stray(entry, "only pom.xml, src, right, wrong and hidden stand here");
            }
        }
        for (var test : hidden) {
            require(test, "an exercise names this hidden test");
        }
        // What the reference as a whole must keep, and no exercise asks for, may be tested beside it.
        var tests = answers.folder().resolve("src/test");
        try (var files = Files.walk(answers.folder().resolve("src"))) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(tests))
                    .filter(file -> !references.contains(file))
                    .forEach(file -> stray(file, "it is the reference of no stub"));
        }
    }

    private void checkOwners(Path folder, List<Exercise> exercises) throws IOException {
        for (var entry : AnswerFolders.in(folder)) {
            if (exercises.stream().noneMatch(exercise -> exercise.id().equals(name(entry)))) {
                var near = catalogue.nearest(name(entry)).stream().findFirst();
                stray(entry, "the chapter has no exercise of this id"
                        + near.map(id -> " (is it '" + id + "'?)").orElse(""));
            }
        }
    }

    private void check(Chapter chapter, Exercise exercise, AnswerFolders answers) throws IOException {
        answers.references(chapter, exercise)
                .forEach(file -> require(file, "it is the reference of '" + exercise.id() + "'"));
        checkAnswers(exercise, answers.right(exercise), FEWEST_RIGHT, "right");
        checkAnswers(exercise, answers.wrong(exercise), FEWEST_WRONG, "wrong");
        checkWhatIsSaidOfRightAnswers(exercise, answers.references(chapter, exercise).getFirst());
    }

    /// `solution` shows it: a learner who has solved the exercise may wonder why one would do it otherwise.
    private void checkWhatIsSaidOfRightAnswers(Exercise exercise, Path reference) throws IOException {
        var others = new HashSet<String>();
        for (var file : List.of(exercise.stubs().getFirst(), reference)) {
            if (Files.exists(file)) {
                RightAnswer.firstParagraph(file).ifPresent(others::add);
            }
        }
        for (var answer : RightAnswer.of(root, exercise)) {
            if (!answer.about().endsWith(".") || others.contains(answer.about())) {
                problem(answer.folder(), "does not say how it differs and when one would choose it; write one sentence"
                        + " in the /// comment on its type.");
            }
        }
    }

    private void checkAnswers(Exercise exercise, Path folder, int fewest, String kind) throws IOException {
        var found = AnswerFolders.in(folder).stream().filter(each -> !IGNORED.contains(name(each))).toList();
        if (found.size() < fewest) {
            problem(folder,
                    "exercise '" + exercise.id() + "' has " + found.size() + " " + kind + " answers of " + fewest
                            + "; write " + (fewest - found.size()) + " more.");
        }
        for (var answer : found) {
            if (Files.isDirectory(answer)) {
                checkAnswer(exercise, answer, kind);
            } else {
                stray(answer, "an answer is a folder");
            }
        }
    }

    private void checkAnswer(Exercise exercise, Path answer, String kind) throws IOException {
        var stubs = exercise.stubs().stream().map(Inventory::name).collect(Collectors.toSet());
        var files = AnswerFolders.in(answer);
        if (files.stream().noneMatch(file -> stubs.contains(name(file)))) {
            problem(answer, "changes none of the exercise's files; put " + String.join(" or ", stubs) + " into it.");
        }
        var isWrong = kind.equals("wrong");
        if (isWrong && !Files.exists(answer.resolve("says.txt"))) {
            problem(answer, "has no says.txt; name in it the test that catches this, and what its report says.");
        }
        for (var file : files) {
            if (!name(file).endsWith(".java") && !(isWrong && name(file).equals("says.txt"))) {
                stray(file, "only .java files" + (isWrong ? " and says.txt" : "") + " stand here");
            }
        }
    }

    private void require(Path file, String why) {
        if (!Files.exists(file)) {
            problem(file, "not there, and " + why + "; write it.");
        }
    }

    private void stray(Path file, String why) {
        if (!IGNORED.contains(name(file))) {
            problem(file, "belongs to nothing: " + why + "; move or delete it.");
        }
    }

    private void problem(Path file, String text) {
        problems.add(new Problem(root.relativize(file), 0, text));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
