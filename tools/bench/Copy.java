import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A copy of the workbook in a temporary folder, with its own history: no file of the learner's is touched.
record Copy(Path root) implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    static final String CHAPTER = "chapters/01-socket-basics";
    private static final String SOURCES = "src/main/java/workbook/sockets/";
    private static final Pattern STUB = Pattern.compile("stub=(\"[^\"]*\"|\\w+),");
    private static final Pattern BLOCK = Pattern.compile("(?m)^\\[#([a-z0-9-]+)]\\R\\[exercise,(.*)]$");

    static Copy of(Path workbook) throws IOException, InterruptedException {
        var root = Files.createTempDirectory("workbook-bench");
        var copy = new Copy(root);
        // Its times too, so that nothing is built again that is built.
        copy.run("sh", "-c", "cd \"$0\" && tar cf - --exclude=./.git --exclude=./docs/target --exclude=./.idea . | tar xf - -C \"$1\"",
                workbook.toString(), root.toString());
        copy.run("sh", "-c", "find .workbook -mindepth 1 -maxdepth 1 ! -name app ! -name base -exec rm -r {} +");
        copy.run("./workbook", "list");
        copy.awaitCaches();
        return copy;
    }

    /// The launcher makes them in the background after it has built; without them all would be measured at its slowest.
    private void awaitCaches() throws IOException, InterruptedException {
        var apps = root.resolve(".workbook/app");
        var app = apps.resolve(Files.readAllLines(apps.resolve("stamp")).getFirst());
        var until = System.nanoTime() + LONGEST.toNanos();
        while (!Files.exists(app.resolve("cli.aot")) || !Files.exists(app.resolve("worker.aot"))) {
            if (System.nanoTime() > until) {
                System.out.println("No caches of loaded classes came to be: these figures are without them.");
                return;
            }
            Thread.sleep(100);
        }
    }

    /// @param level `core`, `deeper` or `summit`
    /// @param files names of the answer's
    record Exercise(String id, String level, List<String> files) {
        /// The name of its test's class, which follows from the id.
        String test() {
            return type(id) + "Test";
        }

        private static String type(String id) {
            var type = new StringBuilder();
            for (var word : id.split("-")) {
                type.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
            return type.toString();
        }

        private static Exercise of(MatchResult block) {
            var attributes = block.group(2) + ",";
            var stubs = STUB.matcher(attributes);
            var names = stubs.find() ? stubs.group(1).replace("\"", "") : type(block.group(1));
            return new Exercise(block.group(1), attributes.replaceFirst(".*level=(\\w+).*", "$1"),
                    Stream.of(names.split(",")).map(name -> name + ".java").toList());
        }
    }

    List<Exercise> exercises() throws IOException {
        return BLOCK.matcher(Files.readString(root.resolve(CHAPTER + "/README.adoc")))
                .results()
                .map(Exercise::of)
                .toList();
    }

    Exercise exercise(String id) throws IOException {
        return exercises().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no exercise " + id + " in " + CHAPTER + "."));
    }

    Path answer(String file) {
        return root.resolve(CHAPTER, SOURCES, file);
    }

    String reference(String file) throws IOException {
        return Files.readString(root.resolve("solutions/01-socket-basics", SOURCES, file));
    }

    /// The changed file of a classic wrong answer: of the first, in the order of their names, that comes back.
    Path wrong(Exercise exercise) throws IOException {
        try (var all = Files.list(root.resolve("solutions/01-socket-basics/wrong", exercise.id()))) {
            var first = all.sorted().filter(Copy::comesBack).findFirst().orElseThrow();
            return exercise.files().stream().map(first::resolve).filter(Files::exists).findFirst().orElseThrow();
        }
    }

    private static boolean comesBack(Path wrong) {
        try {
            return !Files.readString(wrong.resolve("says.txt")).startsWith("HUNG");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void solve(Exercise exercise) throws IOException {
        for (var file : exercise.files()) {
            Files.writeString(answer(file), reference(file));
        }
    }

    /// Puts the references in the place of all exercises before this one and has them checked: then it is the current one.
    void goTo(Exercise exercise) throws IOException, InterruptedException {
        var check = new ArrayList<>(List.of("./workbook", "check"));
        for (var before : exercises()) {
            solve(before);
            if (before.equals(exercise)) {
                break;
            }
            check.add(before.id());
        }
        if (check.size() > 2) {
            run(check.toArray(String[]::new));
        }
    }

    /// @return the wall time of the whole process, which must end well
    long run(String... command) throws IOException, InterruptedException {
        var start = System.nanoTime();
        output(command);
        return System.nanoTime() - start;
    }

    /// @return what it printed; its errors, too
    String output(String... command) throws IOException, InterruptedException {
        var log = root.resolveSibling(root.getFileName() + ".log");
        var process = new ProcessBuilder(command).directory(root.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var status = process.waitFor();
        var said = Files.readString(log);
        Files.delete(log);
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with status " + status + ":\n" + said);
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        try (var all = Files.walk(root)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
