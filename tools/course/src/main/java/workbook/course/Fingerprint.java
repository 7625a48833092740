package workbook.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A hash over files and their paths: what a course was made from, wherever it lies and whenever it was written.
final class Fingerprint {
    private static final int LENGTH = 12;
    private final MessageDigest digest = sha256();

    private Fingerprint() {}

    /// Of a folder or a file with all below it.
    static String of(Path root) throws IOException {
        return of(root, List.of(root));
    }

    /// Of several folders and files, known by their paths from `base`; missing ones count as empty.
    static String of(Path base, List<Path> roots) throws IOException {
        var fingerprint = new Fingerprint();
        for (var root : roots) {
            fingerprint.add(base, root);
        }
        return HexFormat.of().formatHex(fingerprint.digest.digest()).substring(0, LENGTH);
    }

    private void add(Path base, Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(base.relativize(file).toString().replace('\\', '/').getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(sha256().digest(Files.readAllBytes(file)));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
