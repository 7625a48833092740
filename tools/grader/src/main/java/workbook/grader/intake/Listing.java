package workbook.grader.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The submissions in an instructor's folder, one entry each, before any of them is opened.
///
/// @param entries by student
/// @param notes   sentences about entries that are no submissions
public record Listing(List<Entry> entries, List<String> notes) {
    private static final List<String> READ = List.of(".tar.gz", ".tgz", ".tar", ".zip");
    private static final List<String> NOT_READ = List.of(".tar.bz2", ".tar.xz", ".tar.zst", ".rar", ".7z", ".gz", ".xz",
            ".bz2", ".zst", ".jar");

    /// @param student safe to be shown
    /// @param file    the folder or archive
    /// @param ending  `.zip`, or empty for a folder
    /// @param refused why it is not opened: a sentence
    public record Entry(String student, Path file, String ending, Optional<String> refused) {
        String shown() {
            return Names.shown(file.getFileName().toString());
        }
    }

    public static Listing of(Path folder) throws IOException {
        var entries = new ArrayList<Entry>();
        var notes = new ArrayList<String>();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted(Comparator.comparing(file -> file.getFileName().toString())).toList()) {
                var name = file.getFileName().toString();
                if (!name.startsWith(".") && !name.equals("__MACOSX")) {
                    entry(file, name).ifPresentOrElse(entries::add, () -> notes.add(Names.shown(name)
                            + ": left aside, it is neither a folder nor a .zip, .tar, .tar.gz or .tgz file."));
                }
            }
        }
        return new Listing(withoutTwins(entries), notes);
    }

    private static Optional<Entry> entry(Path file, String name) {
        if (Files.isSymbolicLink(file)) {
            return Optional.of(refused(name, file, "it is a link: put the folder or archive itself here"));
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(named(name, file, ""));
        }
        var read = endingOf(name);
        if (read.isPresent()) {
            return Optional.of(named(name.substring(0, name.length() - read.get().length()), file, read.get()));
        }
        var lower = name.toLowerCase(Locale.ROOT);
        for (var ending : NOT_READ) {
            if (lower.endsWith(ending)) {
                return Optional.of(refused(name.substring(0, name.length() - ending.length()), file,
                        ending + " files are not read: hand in a .zip or .tar.gz file"));
            }
        }
        return Optional.empty();
    }

    /// The ending of an archive that is read.
    static Optional<String> endingOf(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return READ.stream().filter(lower::endsWith).findFirst();
    }

    private static Entry named(String student, Path file, String ending) {
        return Names.fault(student)
                .map(fault -> refused(student, file, fault + ": rename it"))
                .orElseGet(() -> new Entry(student, file, ending, Optional.empty()));
    }

    private static Entry refused(String student, Path file, String why) {
        var shown = student.isBlank() ? "(blank)" : Names.shown(student);
        return new Entry(shown, file, "", Optional.of(sentence(file, why)));
    }

    static String sentence(Path file, String why) {
        return Names.shown(file.getFileName().toString()) + ": " + why + ".";
    }

    /// Which of two counts is not ours to say.
    private static List<Entry> withoutTwins(List<Entry> entries) {
        var byName = entries.stream()
                .collect(Collectors.groupingBy(entry -> Names.folded(entry.student()), TreeMap::new,
                        Collectors.toList()));
        var result = new TreeMap<String, Entry>();
        for (var twins : byName.values()) {
            for (var entry : twins) {
                result.put(entry.student(), twins.size() == 1 ? entry : refusedTwin(entry, twins));
            }
        }
        return List.copyOf(result.values());
    }

    private static Entry refusedTwin(Entry entry, List<Entry> twins) {
        var names = twins.stream().map(Entry::shown).collect(Collectors.joining(" and "));
        return new Entry(entry.student(), entry.file(), "", Optional.of(names
                + " are submissions of one student: leave the one that counts, or tell their names apart."));
    }
}
