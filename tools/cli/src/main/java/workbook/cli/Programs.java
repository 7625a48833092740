package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The machine's other programs, found on the `PATH` of an environment and run in it.
public record Programs(Map<String, String> environment) {
    public Programs {
        environment = Map.copyOf(environment);
    }

    /// @param exitCode what it ended with
    /// @param text     what it printed, both streams together
    public record Result(int exitCode, String text) {
        public boolean isOk() {
            return exitCode == 0;
        }
    }

    public Optional<Path> find(String name) {
        var endings = File.separatorChar == '\\' ? List.of(".exe", ".cmd", ".bat") : List.of("");
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> endings.stream().map(ending -> Path.of(folder, name + ending)))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    public boolean has(String name) {
        return find(name).isPresent();
    }

    /// Runs a program to its end, without input.
    public Result run(Path folder, List<String> command) throws IOException {
        var text = new StringBuilder();
        var exitCode = run(folder, command, line -> text.append(line).append('\n'));
        return new Result(exitCode, text.toString());
    }

    /// Runs a program to its end and hands on each line that it prints when it prints it.
    public int run(Path folder, List<String> command, Consumer<String> lines) throws IOException {
        var process = start(folder, command);
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            process.getOutputStream().close();
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                lines.accept(line);
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command.getFirst(), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private Process start(Path folder, List<String> command) throws IOException {
        var resolved = new ArrayList<>(command);
        // Otherwise it would be looked for on this process's PATH, whatever the environment says.
        find(command.getFirst()).ifPresent(program -> resolved.set(0, program.toString()));
        var builder = new ProcessBuilder(resolved).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }
}
