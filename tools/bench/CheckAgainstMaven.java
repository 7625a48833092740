import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Times `./workbook check ID` against plain Maven running the same exercise's test, in pairs, so that the ratio holds
/// when the machine's speed drifts.
///
/// Run it from the workbook's root, with a JDK 25: `java tools/bench/CheckAgainstMaven.java [ID] [TestClass] [MODULE] [PAIRS]`.
/// The exercise may be solved or not: both sides run the same tests and their exit codes are not judged.
final class CheckAgainstMaven {
    public static void main(String... args) throws Exception {
        var id = argument(args, 0, "hello-socket");
        var test = argument(args, 1, "HelloSocketTest");
        var module = argument(args, 2, "chapters/01-socket-basics");
        var pairs = Integer.parseInt(argument(args, 3, "10"));
        var check = List.of("./workbook", "check", id);
        var maven = List.of("mvn", "-o", "-q", "-B", "-Plearn", "-pl", module, "-am", "test", "-Dtest=" + test,
                "-Dsurefire.failIfNoSpecifiedTests=false");

        System.out.println("A: " + String.join(" ", check));
        System.out.println("B: " + String.join(" ", maven));
        time(check);
        time(maven);
        var as = new ArrayList<Double>();
        var bs = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        for (int pair = 0; pair < pairs; pair++) {
            double a = time(check);
            double b = time(maven);
            as.add(a);
            bs.add(b);
            ratios.add(b / a);
        }
        System.out.printf(Locale.ROOT, "%-28s %8s %8s %8s%n", pairs + " pairs, wall", "min", "median", "max");
        row("A, seconds", as);
        row("B, seconds", bs);
        row("B / A, pair by pair", ratios);
    }

    private static String argument(String[] args, int index, String otherwise) {
        return index < args.length ? args[index] : otherwise;
    }

    /// Wall time of one whole process, in seconds.
    private static double time(List<String> command) throws IOException, InterruptedException {
        var nothing = Path.of(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null").toFile();
        var log = Files.createTempFile("bench", ".log");
        long start = System.nanoTime();
        var process = new ProcessBuilder(command).redirectInput(nothing)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.waitFor();
        var took = Duration.ofNanos(System.nanoTime() - start);
        Files.delete(log);
        return took.toNanos() / 1e9;
    }

    private static void row(String title, List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        System.out.printf(Locale.ROOT, "%-28s %8.2f %8.2f %8.2f%n", title, sorted.getFirst(), median, sorted.getLast());
    }
}
