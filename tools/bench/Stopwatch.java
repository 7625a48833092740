import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Measures an exercise's core tests where they run: in the watch, in a one-shot check, under Maven.
///
/// In the copy, the class of the tests gets methods that add up the times of its core tests, from before each to after
/// it, and write the sum into a file after the last.
final class Stopwatch {
    private static final String METHODS = """

                private static long stopwatchSum;
                private long stopwatchStart;

                @org.junit.jupiter.api.BeforeAll
                static void stopwatchBegins() {
                    stopwatchSum = 0;
                }

                @org.junit.jupiter.api.BeforeEach
                void stopwatchStarts() {
                    stopwatchStart = System.nanoTime();
                }

                @org.junit.jupiter.api.AfterEach
                void stopwatchStops(org.junit.jupiter.api.TestInfo test) {
                    if (!test.getTags().contains("witness")) {
                        stopwatchSum += System.nanoTime() - stopwatchStart;
                    }
                }

                @org.junit.jupiter.api.AfterAll
                static void stopwatchEnds() throws java.io.IOException {
                    java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), stopwatchSum + "\\n",
                            java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
                }
            }
            """;

    private final Path times;

    private Stopwatch(Path times) {
        this.times = times;
    }

    static Stopwatch into(Copy copy, Copy.Exercise exercise) throws IOException {
        var times = copy.root().resolve(".workbook", exercise.id() + "-own-times");
        var test = copy.root().resolve(Copy.CHAPTER, "src/test/java/workbook/sockets", exercise.test() + ".java");
        var source = Files.readString(test).stripTrailing();
        Files.writeString(test, source.substring(0, source.length() - 1) + METHODS.formatted(times));
        return new Stopwatch(times);
    }

    /// Adds the sums since the last time it was asked.
    void take(Figures into) throws IOException {
        if (Files.exists(times)) {
            Files.readAllLines(times).forEach(sum -> into.add(0, Long.parseLong(sum)));
            Files.delete(times);
        }
    }
}
