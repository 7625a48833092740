import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A room of the reference, a process of its own.
final class ChatServers implements AutoCloseable {
    static final List<String> BUILDS = List.of("threads", "virtual", "selector");
    static final Path SOLUTIONS = Path.of("solutions/03-chat/target/classes");
    private static final String CLASS_PATH = SOLUTIONS + ":chapters/03-chat/target/classes:tools/kit/target/classes"
            + ":tools/cli/target/classes";
    private static final Pattern OPENED = Pattern.compile("a room at [^ ]+:([0-9]+);.*");

    private final Process process;
    private final int port;

    private ChatServers(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// @param build one of [#BUILDS]
    /// @param slow what becomes of a slow member, drop or disconnect
    /// @param flags for its JVM
    static ChatServers start(String build, String slow, String... flags) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(flags));
        command.addAll(List.of("-XX:-MaxFDLimit", "-Xmx512m", "-cp", CLASS_PATH, "workbook.cli.program.ProgramMain",
                "workbook.chat.Main", "--port", "0", "--build", build, "--slow", slow));
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var said = new BufferedReader(new InputStreamReader(process.getInputStream()));
        for (var line = said.readLine(); line != null; line = said.readLine()) {
            var opened = OPENED.matcher(line);
            if (opened.matches()) {
                Thread.ofVirtual().start(() -> drain(said));
                return new ChatServers(process, Integer.parseInt(opened.group(1)));
            }
        }
        throw new IOException("the room of build " + build + " did not open");
    }

    private static void drain(BufferedReader said) {
        try {
            while (said.readLine() != null) {
                // Who comes and goes.
            }
        } catch (IOException e) {
            // It has ended.
        }
    }

    int port() {
        return port;
    }

    /// What it has in memory, after a garbage collection.
    long kilobytes() throws IOException, InterruptedException {
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(process.pid()),
                "GC.run").redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        return status("VmRSS");
    }

    /// What its objects take that are in use, without all that a JVM has besides.
    long kilobytesOfObjects() throws IOException {
        var jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()), "GC.class_histogram").start();
        try (var said = jcmd.inputReader()) {
            return said.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("Total"))
                    .mapToLong(line -> Long.parseLong(line.split(" +")[2]) / 1024)
                    .sum();
        }
    }

    long threads() throws IOException {
        return status("Threads");
    }

    private long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /// How many files and sockets it has open.
    long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.count();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
