package workbook.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import workbook.engine.worker.Worker;

/// How a worker JVM is started.
///
/// @param root      the workbook's folder
/// @param classPath without the answer
/// @param cache     of its classes
record WorkerCommand(Path root, List<Path> classPath, WorkerCache cache) {
    private static final List<String> FLAGS = List.of("-Xlog:disable", "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8");

    Process start(Path socket, Run.Network network) throws IOException {
        var builder = new ProcessBuilder(line(socket)).redirectErrorStream(true).directory(root.toFile());
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // A private network of its own, also below a process that has one: two answers for one address disturb each other.
        builder.environment().remove("WORKBOOK_NETWORK_ENTERED");
        if (network == Run.Network.HOST) {
            builder.environment().put("WORKBOOK_NETWORK", "host");
        }
        return builder.start();
    }

    List<String> line(Path socket) {
        var line = new ArrayList<String>();
        line.add(java().toString());
        line.addAll(FLAGS);
        line.addAll(cache.flags());
        line.add("-Dworkbook.root=" + root);
        line.addAll(List.of("-cp", classPathText(), Worker.class.getName(), socket.toString()));
        return line;
    }

    String classPathText() {
        return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /// Enters a private network where there is such a thing.
    private Path java() {
        var entering = root.resolve("tools", "net", "bin", "java");
        return !isWindows() && Files.isExecutable(entering)
                ? entering
                : Path.of(System.getProperty("java.home"), "bin", isWindows() ? "java.exe" : "java");
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
