package workbook.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import workbook.cli.Programs;

/// The programs that tests ask to confirm an answer, Git, and what grading needs.
record Peers(Path root, Programs programs, Witnesses witnesses, boolean isRoot) {
    private static final List<String> USUAL = List.of("curl", "nc", "python3");
    private static final Map<String, String> VERSION_OPTIONS = Map.of("ss", "-V", "ip", "-V");

    List<Finding> findings() throws IOException {
        var names = new LinkedHashSet<>(USUAL);
        names.addAll(witnesses.exercisesByProgram().keySet());
        var findings = new ArrayList<Finding>();
        for (var name : names) {
            findings.add(name.equals("nc") ? netcat() : witness(name));
        }
        findings.add(git());
        if (Files.isDirectory(root.resolve("solutions")) && System.getProperty("os.name").equals("Linux")) {
            findings.add(sandbox());
        }
        return findings;
    }

    private Finding witness(String name) throws IOException {
        return version(name).map(found -> Finding.fine(name, found)).orElseGet(() -> missing(name, "missing"));
    }

    /// There are several programs of this name; the tests rely on the options of OpenBSD's.
    private Finding netcat() throws IOException {
        if (!programs.has("nc")) {
            return missing("nc", "missing");
        }
        var help = programs.run(root, List.of("nc", "-h")).text();
        var isBsd = help.contains("OpenBSD") || System.getProperty("os.name").startsWith("Mac");
        return isBsd ? Finding.fine("nc", "OpenBSD netcat") : missing("nc", "another netcat than OpenBSD's");
    }

    private Finding git() throws IOException {
        return version("git").map(found -> Finding.fine("git", found))
                .orElseGet(() -> Finding.note("git", "missing", "a stub that was changed before the first start cannot"
                        + " be told from its original", install("git")).mendedBy("git"));
    }

    /// Of use to whoever has the solutions, and so may grade.
    private Finding sandbox() throws IOException {
        return version("bwrap").map(found -> Finding.fine("bwrap", found))
                .orElseGet(() -> Finding.note("bwrap", "missing", "./workbook grade cannot contain strangers' answers",
                        install("bwrap")).mendedBy("bwrap"));
    }

    private Finding missing(String name, String found) {
        return Finding.gap(name, found, witnesses.effectOfMissing(name), install(name)).mendedBy(name);
    }

    private String install(String name) {
        return PackageManager.line(programs, List.of(name), isRoot);
    }

    private Optional<String> version(String name) throws IOException {
        if (!programs.has(name)) {
            return Optional.empty();
        }
        var said = programs.run(root, List.of(name, VERSION_OPTIONS.getOrDefault(name, "--version")));
        return said.isOk()
                ? Optional.of(said.text().lines().flatMap(Peers::number).findFirst().orElse("there"))
                : Optional.empty();
    }

    /// "8.5.0" of "curl 8.5.0 (x86_64-pc-linux-gnu) …"; a line of something else, which some print first, has none.
    private static Stream<String> number(String line) {
        return Stream.of(line.split("[ ,-](?=v?\\d)|[ ,]")).filter(word -> word.matches("v?\\d+\\.\\d.*"));
    }
}
