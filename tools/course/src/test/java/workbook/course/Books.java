package workbook.course;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The workbooks that tests build: small ones among the test's resources, and the real one.
final class Books {
    private Books() {}

    static Path small() {
        return resource("/book");
    }

    static Path faulty() {
        return resource("/faults");
    }

    static Path real() {
        return Path.of(System.getProperty("workbook.root", "../.."));
    }

    static Path resource(String name) {
        try {
            return Path.of(Books.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// All files below a folder by their paths from it, as text.
    static Map<String, String> files(Path folder) throws IOException {
        var found = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                found.put(folder.relativize(file).toString().replace('\\', '/'),
                        Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return found;
    }
}
