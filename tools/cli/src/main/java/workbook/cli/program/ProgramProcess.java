package workbook.cli.program;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import workbook.engine.Run;

/// A chapter's program in a JVM of its own, which has this process's terminal, folder and signals.
public final class ProgramProcess {
    private static final List<String> FLAGS = List.of("-Xlog:disable", "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final int SECONDS_TO_END = 3;

    private final Path root;
    private final Map<String, String> environment;
    private final Run.Network network;

    /// @param root        the workbook's folder
    /// @param environment variables of this process
    public ProgramProcess(Path root, Map<String, String> environment, Run.Network network) {
        this.root = root;
        this.environment = Map.copyOf(environment);
        this.network = network;
    }

    /// Runs it to its end.
    ///
    /// @param properties system properties that tell the program about itself
    /// @return what it exits with
    public int run(List<Path> classPath, Map<String, String> properties, String mainClass, List<String> arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(java().toString());
        command.addAll(FLAGS);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(ProgramMain.class.getName());
        command.add(mainClass);
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(new ProgramEnvironment(environment, network).variables());
        return await(builder.start());
    }

    private static int await(Process program) {
        // Ctrl+C reaches both processes. The prompt is to come back only when the program has ended, too.
        var end = new Thread(() -> end(program), "workbook-program-ends");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            return program.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return end(program);
        } finally {
            removeHook(end);
        }
    }

    private static int end(Process program) {
        program.destroy();
        try {
            if (!program.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                program.destroyForcibly();
            }
            return program.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return program.destroyForcibly().exitValue();
        }
    }

    private static void removeHook(Thread end) {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // This JVM is ending, and the hook has its turn.
        }
    }

    private Path java() {
        var entering = root.resolve("tools/net/bin/java");
        var isWindows = System.getProperty("os.name").startsWith("Windows");
        return network == Run.Network.PRIVATE && !isWindows && Files.isExecutable(entering)
                ? entering
                : Path.of(System.getProperty("java.home"), "bin", isWindows ? "java.exe" : "java");
    }
}
