package workbook.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The SHA-256 of files by their path, in the form that `sha256sum --check` reads.
///
/// @param hashes path with slashes to hash in hexadecimal digits
public record HashList(Map<String, String> hashes) {
    public HashList {
        hashes = new TreeMap<>(hashes);
    }

    /// Reads a list; none is empty.
    public static HashList read(Path file) throws IOException {
        var hashes = new LinkedHashMap<String, String>();
        if (Files.exists(file)) {
            for (var line : Files.readAllLines(file, UTF_8)) {
                var gap = line.indexOf("  ");
                if (gap > 0) {
                    hashes.put(line.substring(gap + 2), line.substring(0, gap));
                }
            }
        }
        return new HashList(hashes);
    }

    /// @param files path with slashes to where it is
    static HashList of(Map<String, Path> files) throws IOException {
        var hashes = new TreeMap<String, String>();
        for (var file : files.entrySet()) {
            hashes.put(file.getKey(), sha256(Files.readAllBytes(file.getValue())));
        }
        return new HashList(hashes);
    }

    void write(Path file) throws IOException {
        WholeFile.write(file, text().getBytes(UTF_8));
    }

    private String text() {
        var text = new StringBuilder();
        hashes.forEach((path, hash) -> text.append(hash).append("  ").append(path).append('\n'));
        return text.toString();
    }

    public Optional<String> hash(String path) {
        return Optional.ofNullable(hashes.get(path));
    }

    /// One hash for all of them.
    public String fingerprint() {
        return sha256(text().getBytes(UTF_8)).substring(0, 16);
    }

    public static String sha256(byte[] contents) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(contents));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// None for a file that is not there.
    public static Optional<String> ofFile(Path file) throws IOException {
        return Files.isRegularFile(file) ? Optional.of(sha256(Files.readAllBytes(file))) : Optional.empty();
    }
}
