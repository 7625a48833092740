package workbook.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Says what one exercise block means: checks its keys and values and finds its files.
final class ExerciseReader {
    private static final Set<String> REQUIRED = Set.of("points", "level", "minutes", "aim");
    private static final Set<String> KNOWN = Set.of("points", "level", "minutes", "aim", "after", "judge", "needs",
            "stub", "hidden");

    private final Path root;
    private final Chapter chapter;
    private final ExerciseBlock block;
    private final Problems problems;

    ExerciseReader(Path root, Chapter chapter, ExerciseBlock block, Problems problems) {
        this.root = root;
        this.chapter = chapter;
        this.block = block;
        this.problems = problems;
    }

    /// @param order place in the whole workbook
    Exercise read(int order) {
        checkKeys();
        var folder = chapter.packageBelow(chapter.sources());
        var stubs = names("stub", className()).stream().map(name -> folder.resolve(name + ".java")).toList();
        var test = chapter.packageBelow(chapter.tests()).resolve(className() + "Test.java");
        if (!block.id().isEmpty() && !Files.exists(test)) {
            problem("exercise '" + block.id() + "' has no " + className() + "Test; ./workbook new " + chapter.topic()
                    + " " + block.id() + " writes one.");
        }
        return new Exercise(block.id(), block.title(), chapter.name(), block.section(), block.sectionTitle(), order,
                number("points"), one("level", Exercise.Level.class, Exercise.Level.CORE), number("minutes"),
                value("aim").orElse(""), list("after"), one("judge", Exercise.Judge.class, Exercise.Judge.INSIDE),
                one("needs", Exercise.Needs.class, Exercise.Needs.LOOPBACK), stubs, test, hidden(), block.task(),
                block.hints(), chapter.readme(), block.line());
    }

    private void checkKeys() {
        for (var key : block.attributes().keySet()) {
            if (!KNOWN.contains(key)) {
                var meant = Nearest.to(key, KNOWN).stream().findFirst();
                problem(named() + " has an unknown key '" + key + "'; "
                        + meant.map(word -> "write '" + word + "'?").orElse("the keys are " + words(KNOWN) + "."));
            }
        }
        var missing = REQUIRED.stream().filter(key -> value(key).isEmpty()).sorted().toList();
        if (!missing.isEmpty()) {
            problem(named() + " has no " + String.join(", no ", missing) + "; write "
                    + missing.stream().map(key -> key + "=…").collect(Collectors.joining(",")) + ".");
        }
    }

    private List<Path> hidden() {
        var folder = root.resolve("solutions", chapter.name(), "hidden");
        return list("hidden").stream().map(name -> folder.resolve(name + ".java")).toList();
    }

    private List<String> names(String key, String otherwise) {
        var names = list(key);
        for (var name : names) {
            if (!name.matches("[A-Z]\\w*")) {
                problem(named() + " names '" + name + "' as its " + key + "; write the class's name without .java");
            }
        }
        return names.isEmpty() ? List.of(otherwise) : names;
    }

    private List<String> list(String key) {
        return value(key).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private int number(String key) {
        var text = value(key);
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.get().matches("[1-9]\\d{0,3}")) {
            problem(named() + " has " + key + "=" + text.get() + "; write a whole number from 1 to 9999.");
            return 0;
        }
        return Integer.parseInt(text.get());
    }

    private <E extends Enum<E>> E one(String key, Class<E> type, E otherwise) {
        var words = new ArrayList<String>();
        for (var each : type.getEnumConstants()) {
            var word = each.name().toLowerCase(Locale.ROOT);
            words.add(word);
            if (value(key).equals(Optional.of(word))) {
                return each;
            }
        }
        value(key).ifPresent(text -> problem(
                named() + " has " + key + "=" + text + "; write one of " + String.join(", ", words) + "."));
        return otherwise;
    }

    private Optional<String> value(String key) {
        return Optional.ofNullable(block.attributes().get(key)).filter(text -> !text.isBlank());
    }

    private String className() {
        return new ExerciseId(block.id()).className();
    }

    private String named() {
        return block.id().isEmpty() ? "this exercise" : "exercise '" + block.id() + "'";
    }

    private void problem(String text) {
        problems.add(chapter.readme(), block.line(), text);
    }

    static String words(Set<String> words) {
        return words.stream().sorted().collect(Collectors.joining(", "));
    }

    static Map<String, Exercise> byId(List<Exercise> exercises) {
        return exercises.stream().collect(Collectors.toMap(Exercise::id, exercise -> exercise, (one, two) -> one));
    }
}
