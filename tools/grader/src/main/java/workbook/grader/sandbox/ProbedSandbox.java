package workbook.grader.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workbook.grader.runner.ProbeMain;

/// Looks at a sandbox from inside, with a program of ours, before anything else runs in one.
public final class ProbedSandbox {
    private static final long MOST_PRINTED = 1 << 20;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private ProbedSandbox() {}

    /// What does not hold, in one sentence that names the probe and what to do; empty if all does.
    public static Optional<String> fault(Sandbox sandbox, RunnerModules modules)
            throws IOException, InterruptedException {
        for (var name : List.of("bwrap", "unshare", "setpriv", "prlimit", "ip", "ldd")) {
            if (!Tools.has(name)) {
                return Optional
                        .of("the program " + name + " is missing; ./workbook doctor --fix installs what grading needs");
            }
        }
        var arguments = List.of("-Xlog:disable", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m",
                "-XX:CompressedClassSpaceSize=48m", "-cp", RunnerModules.MODULES + "/runner.jar",
                ProbeMain.class.getName(), "probe");
        try (var process = sandbox.start(new Cell(modules.shown(), Map.of(), false, Limits.OF_TESTS, arguments),
                MOST_PRINTED)) {
            var status = process.status(LONGEST);
            var printed = process.printed().strip();
            if (!status.equals(Optional.of(ProbeMain.DONE))) {
                return Optional.of(notStarted(status, printed));
            }
            return fault(Stream.of(printed.split("\n"))
                    .filter(line -> line.contains("="))
                    .collect(Collectors.toMap(line -> line.split("=")[0], line -> line.split("=", 2)[1],
                            (one, two) -> one)));
        }
    }

    private static String notStarted(Optional<Integer> status, String printed) {
        var said = printed.lines().findFirst().orElse("it says nothing");
        return switch (status.orElse(0)) {
            case Sandbox.NO_NETWORK -> "the sandbox's network cannot be set up (" + said + "); it needs iproute2";
            case Sandbox.NAMESPACES_LEFT -> "further namespaces cannot be forbidden in the sandbox (" + said
                    + "); it needs Linux 4.9 or later";
            default -> "the sandbox does not start" + status.map(each -> ", status " + each).orElse("") + " (" + said
                    + "); ./workbook doctor says what keeps this system from using namespaces";
        };
    }

    private static Optional<String> fault(Map<String, String> found) {
        return Stream.of(
                probe("network", found, "outside", value -> value.contains("unreachable"), "the network is reachable"),
                probe("memory", found, "memory", value -> value.contains("Permission denied"),
                        "/proc/self/mem can be opened"),
                probe("program", found, "program", value -> value.contains("Permission denied"), "java can be read"),
                probe("capabilities", found, "capabilities", value -> value.matches("0+"), "there are rights left"),
                probe("namespaces", found, "namespace", value -> value.equals("0"), "namespaces can be made"),
                probe("nproc", found, "threads",
                        value -> Integer.parseInt(value) < Limits.OF_TESTS.processes(), "nothing bounds its threads"),
                probe("files", found, "file", value -> Integer.parseInt(value) <= 64, "nothing bounds its files"),
                probe("shared memory", found, "shared", value -> Integer.parseInt(value) <= 16,
                        "nothing bounds its shared memory"),
                probe("dev", found, "dev", value -> value.contains("Read-only"), "/dev can be written to"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> probe(String name, Map<String, String> found, String key,
            Predicate<String> isSound, String otherwise) {
        return isSound.test(found.getOrDefault(key, "0"))
                ? Optional.empty()
                : Optional.of("the probe \"" + name + "\" fails: in the sandbox " + otherwise + " ("
                        + found.getOrDefault(key, "no answer")
                        + "); grade on another machine, or --trust-submissions");
    }
}
