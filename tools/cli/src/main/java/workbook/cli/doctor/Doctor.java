package workbook.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.tools.ToolProvider;
import workbook.cli.Console;
import workbook.cli.Maven;
import workbook.cli.Programs;
import workbook.cli.TerminalSize;
import workbook.engine.Exercise;

/// Looks at everything on this machine that the workbook uses.
public final class Doctor {
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
        var limits = new Limits(root, Limits.ownOpenFiles());
        var disk = new Disk(root, Path.of(System.getProperty("java.io.tmpdir")));
        var findings = new ArrayList<>(List.of(jdk(), maven(isRoot)));
        findings.add(new Namespaces(root, programs, exercises).finding());
        findings.add(new PacketLibrary(root, Path.of("/").toAbsolutePath(), programs, exercises, isRoot).finding());
        findings.addAll(new Peers(root, programs, Witnesses.of(exercises), isRoot).findings());
        findings.add(Limits.ipv6());
        findings.addAll(new Display(programs.environment(), console,
                console.isInteractive() ? TerminalSize.rows() : OptionalInt.empty()).findings());
        findings.addAll(List.of(disk.room(), disk.temporaryRoom(), disk.writing(), limits.clock(), limits.watching(),
                limits.files()));
        return isRoot ? findings.stream().map(Finding::withoutSudo).toList() : findings;
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
}
