import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Measures the learner's loop; `README.adoc` beside this says what and how.
final class Bench {
    private static final String USAGE = """
            Usage: java tools/bench/Bench.java [loop] [chapter] [hostile] [NAME=VALUE...]
              loop     saves in the watch, one-shot checks and Maven, in turns
              chapter  each core exercise of chapter 1 in the watch
              hostile  answers that do harm, each followed by a right one
            Without a word, all three. Values: exercise=nonblocking saves=200 pairs=20 times=50 each=10 rest=1000 (ms)
            """;
    private static final Pattern CORE_MILLIS = Pattern
            .compile("\"kind\"\\s*:\\s*\"core\",\\s*\"state\"\\s*:\\s*\"\\w+\",\\s*\"millis\"\\s*:\\s*(\\d+)");

    private final Path workbook;
    private final Map<String, String> values = new TreeMap<>(Map.of("exercise", "nonblocking", "saves", "200", "pairs",
            "20", "times", "50", "each", "10", "rest", "1000"));

    private Bench(Path workbook) {
        this.workbook = workbook;
    }

    public static void main(String... words) throws Exception {
        Locale.setDefault(Locale.ROOT);
        var here = Path.of("").toAbsolutePath();
        var bench = new Bench(here);
        if (!Files.isExecutable(here.resolve("workbook")) || !Stream.of(words).allMatch(bench::understands)) {
            System.err.print("Start this in the workbook's own folder, after ./workbook list has built it.\n" + USAGE);
            System.exit(2);
        }
        var parts = Stream.of(words).filter(word -> !word.contains("=")).toList();
        System.out.println(bench.values);
        for (var part : parts.isEmpty() ? List.of("loop", "chapter", "hostile") : parts) {
            switch (part) {
                case "loop" -> bench.loop();
                case "chapter" -> bench.chapter();
                default -> new Hostile(bench.workbook, bench.value("times"), bench.value("rest")).run();
            }
        }
    }

    private boolean understands(String word) {
        var parts = word.split("=", 2);
        if (parts.length == 2 && values.containsKey(parts[0])) {
            values.put(parts[0], parts[1]);
            return true;
        }
        return List.of("loop", "chapter", "hostile").contains(word);
    }

    private int value(String name) {
        return Integer.parseInt(values.get(name));
    }

    private void loop() throws IOException, InterruptedException {
        try (var copy = Copy.of(workbook)) {
            var exercise = copy.exercise(values.get("exercise"));
            var right = new Figures();
            var wrong = new Figures();
            var close = new Figures();
            var once = new Figures();
            var maven = new Figures();
            var test = exercise.test();
            var mvn = new String[]{"mvn", "-o", "-q", "-B", "-Plearn", "-pl", Copy.CHAPTER, "-am", "test",
                    "-Dtest=" + test, "-Dsurefire.failIfNoSpecifiedTests=false"};
            try (var loop = new Loop(copy, exercise)) {
                var perPair = Math.max(2, value("saves") / value("pairs"));
                loop.right(0, new Figures());
                copy.run(mvn);
                for (var pair = 0; pair < value("pairs"); pair++) {
                    for (var save = 0; save < perPair; save += 2) {
                        Thread.sleep(value("rest"));
                        loop.wrong(pair * perPair + save, wrong);
                        Thread.sleep(value("rest"));
                        loop.right(pair * perPair + save, right);
                    }
                    once.add(0, copy.run("./workbook", "check", exercise.id()));
                    maven.add(0, copy.run(mvn));
                }
                for (var save = 0; save < value("pairs"); save++) {
                    loop.wrong(save, close);
                    loop.right(save, close);
                }
            }
            var all = new Figures();
            all.addAll(right);
            all.addAll(wrong);
            System.out.println("\n" + Figures.header(exercise.id() + ", own core tests " + ownMillis(copy, exercise)
                    + " ms: milliseconds"));
            System.out.println(all.row("watch: save to verdict"));
            System.out.println(right.row("  of right answers"));
            System.out.println(wrong.row("  of wrong answers"));
            System.out.println(close.row("  saved as soon as the last verdict stands"));
            System.out.println(once.row("./workbook check " + exercise.id()));
            System.out.println(maven.row("mvn -o -q -Plearn … test -Dtest=" + test));
            System.out.printf("Maven takes %.1f times as long as the watch, and %.1f times as long as a one-shot check"
                    + " (medians).%n", maven.median() / right.median(), maven.median() / once.median());
        }
    }

    private void chapter() throws IOException, InterruptedException {
        System.out.println("\n" + Figures.header("watch, right answers; own: core tests' own ms"));
        try (var copy = Copy.of(workbook)) {
            for (var exercise : copy.exercises()) {
                if (exercise.level().equals("core")) {
                    var figures = new Figures();
                    try (var loop = new Loop(copy, exercise)) {
                        for (var save = 0; save < value("each"); save++) {
                            Thread.sleep(value("rest"));
                            loop.right(save, figures);
                            Thread.sleep(value("rest"));
                            loop.wrong(save, new Figures());
                        }
                        loop.right(value("each"), new Figures());
                    }
                    System.out.println(figures.row(exercise.id() + " (own " + ownMillis(copy, exercise) + ")"));
                }
            }
        }
    }

    /// How long the core tests of a right answer say they took, one after another, in a one-shot check.
    private static int ownMillis(Copy copy, Copy.Exercise exercise) throws IOException, InterruptedException {
        var json = copy.output("./workbook", "check", exercise.id(), "--json");
        return CORE_MILLIS.matcher(json).results().mapToInt(found -> Integer.parseInt(found.group(1))).sum();
    }
}
