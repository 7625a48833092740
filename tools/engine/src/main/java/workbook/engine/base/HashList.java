package workbook.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The SHA-256 of every file of the base, in the form that `sha256sum --check` reads.
final class HashList {
    private static final String NAME = "sha256";

    private final Path folder;
    private final List<String> lines;

    private HashList(Path folder, List<String> lines) {
        this.folder = folder;
        this.lines = lines;
    }

    static HashList of(Path folder) throws IOException {
        return new HashList(folder, Files.readAllLines(folder.resolve(NAME), UTF_8));
    }

    static void write(Path folder) throws IOException {
        var lines = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                lines.add(line(folder, file));
            }
        }
        Files.write(folder.resolve(NAME), lines, UTF_8);
    }

    /// @throws NotPristine if the file is not what the list says
    void confirm(Path file) throws IOException {
        if (!Files.exists(file) || !lines.contains(line(folder, file))) {
            throw new NotPristine(folder.getParent().getParent().relativize(file),
                    "is no longer what the workbook copied: bring the chapters to their original state, delete"
                            + " .workbook/base and run ./workbook");
        }
    }

    private static String line(Path folder, Path file) throws IOException {
        var relative = folder.relativize(file).toString().replace('\\', '/');
        return sha256(Files.readAllBytes(file)) + "  " + relative;
    }

    private static String sha256(byte[] contents) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(contents));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
