import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Measures the TCP of chapter 5; `README.adoc` beside this says what and how.
final class RawTcp {
    private static final String USAGE = """
            Usage: java tools/bench/RawTcp.java [checksum] [header] [goodput]
            Without a word, all three.
            """;
    private static final List<String> ALL = List.of("checksum", "header", "goodput");
    private static final String JMH = "1.37";
    private static final List<String> TOOLS = List.of("org.openjdk.jmh:jmh-core:" + JMH,
            "org.openjdk.jmh:jmh-generator-annprocess:" + JMH, "net.sf.jopt-simple:jopt-simple:5.0.4",
            "org.apache.commons:commons-math3:3.6.1");
    private static final Path TARGET = Path.of("tools/bench/target").toAbsolutePath();
    private static final Path LIBRARIES = TARGET.resolve("lib");
    private static final Path CLASSES = TARGET.resolve("classes");
    private static final Path SOURCES = Path.of("tools/bench/rawtcp");
    private static final String BIN = Path.of(System.getProperty("java.home"), "bin").toString();

    private RawTcp() {}

    public static void main(String... words) throws IOException, InterruptedException {
        var wanted = words.length == 0 ? ALL : List.of(words);
        if (!ALL.containsAll(wanted)) {
            System.err.print(USAGE);
            System.exit(2);
        }
        fetch();
        compile();
        if (wanted.contains("checksum")) {
            jmh("Checksums");
        }
        if (wanted.contains("header")) {
            jmh("Headers");
        }
        if (wanted.contains("goodput")) {
            for (var run : List.of("memory 256 0", "memory 256 10", "kernel 64 0", "kernel 16 10")) {
                // This java has a network of its own, where nobody has the address that is answered for.
                var command = new ArrayList<>(List.of("tools/net/bin/java", "--enable-native-access=ALL-UNNAMED", "-cp",
                        classPath(), "workbook.rawtcp.Goodput"));
                command.addAll(List.of(run.split(" ")));
                run(command);
            }
        }
    }

    /// The reference, what it stands on, and JMH.
    private static void fetch() throws IOException, InterruptedException {
        run(List.of("mvn", "-B", "-q", "-Dworkbook.quick", "-DskipTests", "-pl", "solutions/05-raw-tcp", "-am", "package",
                "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies", "-DincludeScope=runtime",
                "-DoutputDirectory=" + LIBRARIES));
        for (var tool : TOOLS) {
            var parts = tool.split(":");
            if (!Files.exists(LIBRARIES.resolve(parts[1] + "-" + parts[2] + ".jar"))) {
                run(List.of("mvn", "-B", "-q", "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy",
                        "-Dartifact=" + tool, "-DoutputDirectory=" + LIBRARIES));
            }
        }
    }

    private static void compile() throws IOException, InterruptedException {
        Files.createDirectories(CLASSES);
        var command = new ArrayList<>(List.of(BIN + "/javac", "-proc:full", "-d", CLASSES.toString(), "-cp", classPath()));
        try (var sources = Files.list(SOURCES)) {
            sources.map(Path::toString).sorted().forEach(command::add);
        }
        run(command);
    }

    /// The reference's classes stand in front of the stubs of the same names.
    private static String classPath() throws IOException {
        try (var jars = Files.list(LIBRARIES)) {
            return Stream.concat(
                    Stream.of(CLASSES, Path.of("solutions/05-raw-tcp/target/classes").toAbsolutePath(),
                            Path.of("chapters/05-raw-tcp/target/classes").toAbsolutePath()),
                    jars.sorted()).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static void jmh(String benchmark) throws IOException, InterruptedException {
        run(List.of(BIN + "/java", "-cp", classPath(), "org.openjdk.jmh.Main", "workbook.rawtcp." + benchmark, "-f", "1",
                "-wi", "3", "-w", "1", "-i", "5", "-r", "1"));
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        var exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            System.err.println(command.getFirst() + " ended with " + exit);
            System.exit(1);
        }
    }
}
