package workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnToolsTest {
    @Test
    void are_gone_once_their_folder_is(@TempDir Path folder) throws IOException, ReflectiveOperationException {
        var name = OwnTools.class.getName();
        var file = name.replace('.', '/') + ".class";
        var copy = folder.resolve("app").resolve(file);
        Files.createDirectories(copy.getParent());
        try (var in = OwnTools.class.getClassLoader().getResourceAsStream(file)) {
            Files.copy(in, copy);
        }
        try (var loader = new URLClassLoader(new URL[]{folder.resolve("app").toUri().toURL()}, null)) {
            var type = Class.forName(name, false, loader);
            assertThat(OwnTools.areGone(type)).isFalse();
            Files.move(folder.resolve("app"), folder.resolve("moved"));
            assertThat(OwnTools.areGone(type)).isTrue();
        }
    }
}
