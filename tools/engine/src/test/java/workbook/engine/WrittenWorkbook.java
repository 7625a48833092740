package workbook.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A workbook of one chapter, written into a temporary folder for one test.
final class WrittenWorkbook {
    static final String README = "chapters/01-tiny/README.adoc";
    static final String SOURCES = "chapters/01-tiny/src/main/java/tiny/";
    static final String TESTS = "chapters/01-tiny/src/test/java/tiny/";

    private final Path root;
    private final Map<String, String> blocks = new LinkedHashMap<>();

    WrittenWorkbook(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    WrittenWorkbook chapter(String body) {
        return file(README, "= Tiny\n:topic: tiny\n:package: tiny\n\n" + body);
    }

    WrittenWorkbook file(String path, String text) {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    WrittenWorkbook file(String path, byte[] bytes) {
        try {
            var file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// With the programs that make a network of its own.
    WrittenWorkbook tools() {
        try {
            for (var name : List.of("find-jdk.sh", "net/bin/java")) {
                var from = Path.of(System.getProperty("workbook.root"), "tools", name);
                var to = root.resolve("tools").resolve(name);
                Files.createDirectories(to.getParent());
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// A chapter with these exercises, each with the body of its only method and of its test's class.
    WrittenWorkbook exercise(String id, String method, String tests) {
        var name = id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1);
        blocks.put(id, """
                [#%s]
                [exercise,points=10,level=core,minutes=5,aim="do it"]
                .Do it
                ====
                Do.
                ====
                """.formatted(id));
        chapter("== A section\n\n" + String.join("\n", blocks.values()));
        stub(name, method);
        return file(TESTS + name + "Test.java", """
                package tiny;

                import static org.assertj.core.api.Assertions.assertThat;
                import org.junit.jupiter.api.Tag;
                import org.junit.jupiter.api.Test;

                class %sTest {
                %s
                }
                """.formatted(name, tests));
    }

    WrittenWorkbook stub(String name, String method) {
        return file(SOURCES + name + ".java", """
                package tiny;

                final class %s {
                    static int answer() {
                %s
                    }
                }
                """.formatted(name, method.indent(8).stripTrailing()));
    }

    /// A stub and a test, as far as a catalogue looks at them.
    WrittenWorkbook classes(String... names) {
        for (var name : names) {
            file(SOURCES + name + ".java", "");
            file(TESTS + name + "Test.java", "");
        }
        return this;
    }
}
