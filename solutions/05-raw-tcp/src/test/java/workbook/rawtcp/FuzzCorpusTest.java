package workbook.rawtcp;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs the inputs that fuzzing has found worth keeping.
class FuzzCorpusTest {
    @TestFactory
    Stream<DynamicTest> packet() throws IOException {
        return inputs("packet", PacketFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> connection() throws IOException {
        return inputs("connection", ConnectionFuzz::fuzzerTestOneInput);
    }

    private static Stream<DynamicTest> inputs(String corpus, Consumer<byte[]> target) throws IOException {
        try (var files = Files.list(Path.of("src/test/corpus", corpus))) {
            return files.sorted()
                    .toList()
                    .stream()
                    .map(file -> dynamicTest(file.getFileName().toString(), () -> {
                        var input = Files.readAllBytes(file);
                        assertThatCode(() -> target.accept(input)).doesNotThrowAnyException();
                    }));
        }
    }
}
