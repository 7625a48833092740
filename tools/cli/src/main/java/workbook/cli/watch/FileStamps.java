package workbook.cli.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// What tells one state of a folder's Java files from another: time, size and contents of each.
record FileStamps(Map<Path, Stamp> stamps) {
    static final FileStamps NONE = new FileStamps(Map.of());

    FileStamps {
        stamps = Map.copyOf(stamps);
    }

    /// The contents are part of it because some file systems count time in whole seconds.
    record Stamp(FileTime time, long size, long checksum) {}

    static FileStamps of(Path folder) {
        var stamps = new HashMap<Path, Stamp>();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(FileStamps::isSource)::iterator) {
                var contents = Files.readAllBytes(file);
                var checksum = new CRC32C();
                checksum.update(contents);
                stamps.put(file, new Stamp(Files.getLastModifiedTime(file), contents.length, checksum.getValue()));
            }
        } catch (IOException | UncheckedIOException e) {
            // A file that was there a moment ago is being replaced; the next look sees what came of it.
        }
        return new FileStamps(stamps);
    }

    /// Editors keep copies of their own beside a file: `.#Hello.java`, `Hello.java~`.
    private static boolean isSource(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(".java") && !name.startsWith(".") && !name.startsWith("#");
    }

    /// The files that are not the same, or not there, in both.
    Set<Path> differences(FileStamps others) {
        return Stream.of(stamps, others.stamps)
                .flatMap(each -> each.keySet().stream())
                .filter(file -> !Objects.equals(stamps.get(file), others.stamps.get(file)))
                .collect(Collectors.toSet());
    }

    boolean holdsAllOf(FileStamps others) {
        return stamps.keySet().containsAll(others.stamps.keySet());
    }
}
