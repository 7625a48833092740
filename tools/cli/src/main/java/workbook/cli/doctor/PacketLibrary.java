package workbook.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import workbook.cli.Programs;
import workbook.engine.Exercise;

/// libpcap, which pcap4j loads where a chapter reads packets with it.
///
/// @param system the root of the file system
record PacketLibrary(Path root, Path system, Programs programs, List<Exercise> exercises, boolean isRoot) {
    private static final List<String> FOLDERS = List.of("usr/lib", "lib", "usr/lib64", "lib64", "usr/local/lib");

    Finding finding() throws IOException {
        var library = System.getProperty("os.name").startsWith("Mac") ? Optional.of("macOS's own") : library();
        if (library.isPresent()) {
            return Finding.fine("libpcap", library.get());
        }
        var line = PackageManager.line(programs, List.of("libpcap"), isRoot);
        var needy = new ArrayList<String>();
        for (var exercise : exercises) {
            if (usesPcap(exercise)) {
                needy.add(exercise.id());
            }
        }
        return needy.isEmpty()
                ? Finding.note("libpcap", "missing", "nothing here needs it yet; the chapter on raw TCP will", line)
                : Finding.gap("libpcap", "missing", "NOT RUN: " + String.join(", ", needy), line).mendedBy("libpcap");
    }

    private boolean usesPcap(Exercise exercise) throws IOException {
        var pom = root.resolve("chapters").resolve(exercise.chapter()).resolve("pom.xml");
        return Files.exists(pom) && Files.readString(pom, UTF_8).contains("pcap4j");
    }

    /// Where the loader and JNA look.
    private Optional<String> library() throws IOException {
        var folders = new ArrayList<Path>();
        for (var name : FOLDERS) {
            var folder = system.resolve(name);
            folders.add(folder);
            if (Files.isDirectory(folder)) {
                try (var below = Files.list(folder)) {
                    below.filter(each -> each.getFileName().toString().contains("-linux-")).forEach(folders::add);
                }
            }
        }
        Stream.of(programs.environment().getOrDefault("LD_LIBRARY_PATH", "").split(":"))
                .filter(name -> !name.isEmpty())
                .forEach(name -> folders.add(Path.of(name)));
        for (var folder : folders) {
            if (Files.isDirectory(folder)) {
                try (var found = Files.newDirectoryStream(folder, "libpcap.so*")) {
                    for (var file : found) {
                        return Optional.of(file.toRealPath().getFileName().toString());
                    }
                }
            }
        }
        return Optional.empty();
    }
}
