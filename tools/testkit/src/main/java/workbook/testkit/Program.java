package workbook.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A program of this machine that a witness test drives, found on the `PATH`.
///
/// @param name what one types
/// @param path where it is
public record Program(String name, Path path) {
    /// The package that holds a program, where it is not called the same, by package manager.
    private static final Map<String, Map<String, String>> PACKAGES = Map.of(
            "nc", Map.of("apt-get", "netcat-openbsd", "apk", "netcat-openbsd", "pacman", "openbsd-netcat", "dnf",
                    "netcat", "brew", "netcat"),
            "python3", Map.of("pacman", "python", "brew", "python"),
            "ip", Map.of("apt-get", "iproute2", "apk", "iproute2", "pacman", "iproute2", "dnf", "iproute"),
            "ss", Map.of("apt-get", "iproute2", "apk", "iproute2", "pacman", "iproute2", "dnf", "iproute"));

    /// The program, or [NotRun] with the line that installs it.
    public static Program named(String name) {
        return find(name).orElseThrow(() -> new NotRun(name + " is not installed", install(name)));
    }

    public static Optional<Program> find(String name) {
        var folders = Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator);
        return Stream.of(folders)
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> Stream.of(Path.of(folder, name), Path.of(folder, name + ".exe")))
                .filter(Files::isExecutable)
                .findFirst()
                .map(path -> new Program(name, path));
    }

    /// Starts it. The caller closes what comes back, which ends the program.
    public Running start(Transcript transcript, List<String> arguments) {
        return start(transcript, arguments, new byte[0]);
    }

    /// Starts it and writes this to its standard input, then the end.
    public Running start(Transcript transcript, List<String> arguments, byte[] input) {
        var command = Stream.concat(Stream.of(path.toString()), arguments.stream()).toList();
        try {
            var running = new Running(name, new ProcessBuilder(command).start());
            running.write(input);
            transcript.test("ran " + Stream.concat(Stream.of(name), arguments.stream().map(Program::shown))
                    .collect(Collectors.joining(" ")));
            return running;
        } catch (IOException e) {
            throw new NotRun(path + " does not start: " + e.getMessage(), install(name));
        }
    }

    private static String shown(String argument) {
        var line = argument.lines().findFirst().orElse("");
        return line.equals(argument) && !line.contains(" ")
                ? line
                : "'" + line + (line.equals(argument) ? "" : " …") + "'";
    }

    /// What to type to install a program on this system.
    public static String install(String name) {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.contains("windows")) {
            return "wsl --install, then " + line("apt-get", "sudo apt-get install", name);
        }
        if (system.contains("mac")) {
            return line("brew", "brew install", name);
        }
        var managers = Map.of("dnf", "sudo dnf install", "pacman", "sudo pacman -S", "apk", "sudo apk add");
        return managers.keySet()
                .stream()
                .sorted()
                .filter(manager -> find(manager).isPresent())
                .findFirst()
                .map(manager -> line(manager, managers.get(manager), name))
                .orElse(line("apt-get", "sudo apt-get install", name));
    }

    private static String line(String manager, String command, String name) {
        return command + " " + PACKAGES.getOrDefault(name, Map.of()).getOrDefault(manager, name);
    }
}
