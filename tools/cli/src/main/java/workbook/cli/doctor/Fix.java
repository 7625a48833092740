package workbook.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import workbook.cli.Console;
import workbook.cli.Programs;

/// Installs what is missing, by apt-get, if this process may; else says the line to type.
public final class Fix {
    private final Programs programs;
    private final Console console;
    private final Path lists;

    public Fix(Programs programs, Console console) {
        this(programs, console, Path.of("/var/lib/apt/lists"));
    }

    /// @param lists where apt-get keeps what it knows of packages
    Fix(Programs programs, Console console, Path lists) {
        this.programs = programs;
        this.console = console;
        this.lists = lists;
    }

    /// @param wanted packages, by our names for them
    /// @return whether anything was installed, so that a second look is worth it
    public boolean install(List<String> wanted) throws IOException {
        if (wanted.isEmpty()) {
            return false;
        }
        var prefix = new Superuser(programs).prefix();
        if (prefix.isEmpty() || PackageManager.of(programs).stream().noneMatch(PackageManager.APT::equals)) {
            console.say("To install what is missing, type: "
                    + PackageManager.line(programs, wanted, new Superuser(programs).isRoot()));
            return false;
        }
        var packages = PackageManager.APT.packages(wanted);
        console.say("Installing " + String.join(", ", packages) + " with apt-get …");
        var isUpToDate = knowsNoPackages();
        if (isUpToDate) {
            run(prefix.get(), List.of("update"));
        }
        if (!installed(prefix.get(), packages) && !isUpToDate) {
            // What it knows may be too old: the versions it asks for are gone from the archive.
            run(prefix.get(), List.of("update"));
            installed(prefix.get(), packages);
        }
        return true;
    }

    private boolean installed(List<String> prefix, List<String> packages) throws IOException {
        return run(prefix,
                Stream.concat(Stream.of("install", "-y", "--no-install-recommends"), packages.stream()).toList());
    }

    private boolean run(List<String> prefix, List<String> arguments) throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"));
        command.addAll(arguments);
        return programs.run(Path.of("/"), command, line -> {
            // Where dpkg does not write to a terminal, its progress is a line for each twentieth.
            if (!line.startsWith("(Reading database")) {
                console.say("  " + line);
            }
        }) == 0;
    }

    /// Images for containers come with empty lists.
    private boolean knowsNoPackages() throws IOException {
        if (!Files.isDirectory(lists)) {
            return true;
        }
        try (var files = Files.list(lists)) {
            return files.noneMatch(file -> file.getFileName().toString().contains("_Packages"));
        }
    }
}
