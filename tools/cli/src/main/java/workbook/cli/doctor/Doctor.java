package workbook.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import workbook.cli.Console;
import workbook.cli.Maven;
import workbook.cli.Programs;
import workbook.engine.Exercise;

/// Looks at everything on this machine that the workbook uses.
public final class Doctor {
    private static final long ENOUGH_BYTES = 500L << 20;
    private static final int OLDEST_JDK = 25;

    private final Path root;
    private final Programs programs;
    private final Console console;
    private final List<Exercise> exercises;

    public Doctor(Path root, Programs programs, Console console, List<Exercise> exercises) {
        this.root = root;
        this.programs = programs;
        this.console = console;
        this.exercises = exercises;
    }

    public List<Finding> examine() throws IOException {
        var isRoot = new Superuser(programs).isRoot();
        var witnesses = Witnesses.of(exercises);
        return Stream.concat(
                Stream.of(jdk(), maven(isRoot), network(), witness("curl", "--version", witnesses, isRoot),
                        netcat(witnesses, isRoot), witness("python3", "--version", witnesses, isRoot), git(isRoot)),
                Stream.of(ipv6(), terminal(), disk(), writing()))
                .toList();
    }

    private Finding jdk() {
        var home = System.getProperty("java.home");
        if (Runtime.version().feature() < OLDEST_JDK || ToolProvider.getSystemJavaCompiler() == null) {
            return Finding.gap("JDK", Runtime.version() + ", " + home, "nothing can be compiled",
                    "install a JDK " + OLDEST_JDK + " or later, or name its folder in WORKBOOK_JAVA_HOME");
        }
        return Finding.fine("JDK", Runtime.version() + ", " + home);
    }

    private Finding maven(boolean isRoot) throws IOException {
        var maven = Maven.find(programs);
        var version = maven.isPresent() ? maven.get().version(programs, root) : Optional.<String>empty();
        return version.map(found -> Finding.fine("Maven", found))
                .orElseGet(() -> Finding.gap("Maven", maven.isPresent() ? "does not start" : "missing",
                        "./workbook verify and course cannot run, nor the workbook be rebuilt",
                        PackageManager.line(programs, List.of("maven"), isRoot)).mendedBy("maven"));
    }

    private Finding network() throws IOException {
        var java = root.resolve("tools/net/bin/java");
        if (!Files.isExecutable(java)) {
            return withoutPrivateNetwork("tools/net/bin/java is not there",
                    "run the workbook on Linux, in a virtual machine for example");
        }
        var said = programs.run(root, List.of(java.toString(), "-Xlog:disable", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), NetworkProbe.class.getName()));
        var lines = said.text().lines().toList();
        if (said.isOk() && lines.contains("private")) {
            return Finding.fine("private network", "every run has ports, routes and packets of its own");
        }
        var reason = lines.isEmpty() ? "tools/net/bin/java says nothing" : lines.getLast();
        var command = reason.indexOf(": ");
        return command < 0
                ? withoutPrivateNetwork(reason, "see user_namespaces(7)")
                : withoutPrivateNetwork(reason.substring(0, command), reason.substring(command + 2));
    }

    private Finding withoutPrivateNetwork(String found, String remedy) {
        var needy = exercises.stream()
                .filter(each -> each.needs() != Exercise.Needs.LOOPBACK)
                .map(Exercise::id)
                .toList();
        return needy.isEmpty()
                ? Finding.note("private network", found, "tests run on this machine's own loopback", remedy)
                : Finding.gap("private network", found, "NOT RUN: " + String.join(", ", needy), remedy);
    }

    private Finding witness(String program, String versionOption, Witnesses witnesses, boolean isRoot)
            throws IOException {
        var version = firstLine(program, versionOption);
        return version.map(found -> Finding.fine(program, number(found)))
                .orElseGet(() -> missing(program, "missing", witnesses.effectOfMissing(program), isRoot));
    }

    /// There are several programs of this name; the tests rely on the options of OpenBSD's.
    private Finding netcat(Witnesses witnesses, boolean isRoot) throws IOException {
        if (!programs.has("nc")) {
            return missing("nc", "missing", witnesses.effectOfMissing("nc"), isRoot);
        }
        var help = programs.run(root, List.of("nc", "-h")).text();
        var isBsd = help.contains("OpenBSD") || System.getProperty("os.name").startsWith("Mac");
        return isBsd
                ? Finding.fine("nc", "OpenBSD netcat")
                : missing("nc", "another netcat than OpenBSD's", witnesses.effectOfMissing("nc"), isRoot);
    }

    private Finding git(boolean isRoot) throws IOException {
        var version = firstLine("git", "--version");
        return version.map(found -> Finding.fine("git", number(found)))
                .orElseGet(() -> Finding.note("git", "missing", "a stub that was changed before the first start cannot"
                        + " be told from its original", PackageManager.line(programs, List.of("git"), isRoot))
                        .mendedBy("git"));
    }

    private Finding missing(String program, String found, String effect, boolean isRoot) {
        return Finding.gap(program, found, effect, PackageManager.line(programs, List.of(program), isRoot))
                .mendedBy(program);
    }

    private Optional<String> firstLine(String program, String option) throws IOException {
        if (!programs.has(program)) {
            return Optional.empty();
        }
        var said = programs.run(root, List.of(program, option));
        return said.isOk() ? said.text().lines().findFirst() : Optional.empty();
    }

    /// "8.5.0" of "curl 8.5.0 (x86_64-pc-linux-gnu) …".
    private static String number(String line) {
        return Stream.of(line.split(" ")).filter(word -> word.matches("v?\\d.*")).findFirst().orElse(line);
    }

    private static Finding ipv6() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return Finding.fine("IPv6", "::1 port " + socket.getLocalPort() + " can be opened");
        } catch (IOException e) {
            return Finding.note("IPv6", "::1 cannot be opened", "examples with IPv6 addresses do not work here",
                    "sudo sysctl -w net.ipv6.conf.lo.disable_ipv6=0");
        }
    }

    private Finding terminal() {
        if (!console.isInteractive()) {
            return Finding.fine("terminal", "none here; commands print plain text");
        }
        var name = programs.environment().getOrDefault("TERM", "");
        if (name.isEmpty() || name.equals("dumb")) {
            return Finding.note("terminal", name.isEmpty() ? "TERM is not set" : name,
                    "the watch shows no colours and does not clear the screen", "export TERM=xterm-256color");
        }
        return Finding.fine("terminal", name + ", " + console.columns() + " columns");
    }

    private Finding disk() throws IOException {
        FileStore store = Files.getFileStore(root);
        var free = store.getUsableSpace();
        var shown = free >= 10L << 30 ? (free >> 30) + " GB free" : (free >> 20) + " MB free";
        return free >= ENOUGH_BYTES
                ? Finding.fine("disk", shown)
                : Finding.gap("disk", shown, "builds and backups may fail",
                        "free " + (ENOUGH_BYTES >> 20) + " MB on " + store.name());
    }

    private Finding writing() {
        var folder = root.resolve(".workbook");
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "doctor-", ""));
            return Finding.fine("folder", "may be written");
        } catch (IOException e) {
            return Finding.gap("folder", root + " may not be written", "no progress, backup or build can be kept",
                    "copy the workbook to a folder of your own, or chmod -R u+w " + root);
        }
    }
}
