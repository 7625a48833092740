package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `./workbook` as a process of its own, watched: what it says, and how it ends.
final class RealCommand implements AutoCloseable {
    private final Process process;
    private final SaidLines lines = new SaidLines();

    private RealCommand(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::listen);
    }

    /// @param root   the workbook's folder
    /// @param folder where the command is typed
    static RealCommand start(Path root, Path folder, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:disable", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Dworkbook.root=" + root, "-cp", System.getProperty("java.class.path"), "workbook.cli.Main"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        var process = builder.start();
        process.getOutputStream().close();
        return new RealCommand(process);
    }

    private void listen() {
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("unreadable: " + e);
        }
        lines.end();
    }

    /// The next line that contains this.
    String awaits(String words) {
        return lines.awaits(words);
    }

    /// Waits for its end.
    int exitCode() throws InterruptedException {
        if (!process.waitFor(SaidLines.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end, and said\n" + lines);
        }
        return process.exitValue();
    }

    /// All that it said, once it has ended.
    String output() {
        return lines.all();
    }

    /// The JVM of the program that it runs.
    ProcessHandle program() {
        return process.descendants().findFirst().orElseThrow(() -> new AssertionError("it runs no program"));
    }

    Process process() {
        return process;
    }

    /// Sends a signal to the program, as `kill -NAME` does.
    void signal(String name) {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(program().pid())).start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("kill refused");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
