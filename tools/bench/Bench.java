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
            Without a word, all three. Values, rests in milliseconds:
              loop     exercise=yardstick saves=200 pairs=20, then more=nonblocking moresaves=40; rest=1000
              chapter  each=10 rest=1000
              hostile  times=50 hostilerest=200
            """;
    private static final Pattern CORE_MILLIS = Pattern
            .compile("\"kind\"\\s*:\\s*\"core\",\\s*\"state\"\\s*:\\s*\"\\w+\",\\s*\"millis\"\\s*:\\s*(\\d+)");

    private final Path workbook;
    private final Map<String, String> values = new TreeMap<>(Map.of("exercise", Yardstick.ID, "saves", "200", "pairs",
            "20", "more", "nonblocking", "moresaves", "40", "times", "50", "each", "10", "rest", "1000", "hostilerest",
            "200"));

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
                default -> new Hostile(bench.workbook, bench.value("times"), bench.value("hostilerest")).run();
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
            Yardstick.into(copy);
            turns(copy, values.get("exercise"), value("saves"), value("pairs"));
            if (value("moresaves") > 0) {
                var pairs = value("pairs") * value("moresaves") / Math.max(1, value("saves"));
                turns(copy, values.get("more"), value("moresaves"), Math.max(1, pairs));
            }
        }
    }

    private void turns(Copy copy, String id, int saves, int pairs) throws IOException, InterruptedException {
        var turns = new Turns(copy, id, value("rest"));
        turns.run(saves, pairs);
        turns.print();
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
