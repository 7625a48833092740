package workbook.cli.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What is worth comparing in a Java file: not its package and imports, and not what its stub says already.
///
/// @param said the lines of the stub's comments
public record Code(Set<String> said) {
    /// @param stub the stub as it was handed out; it may be missing
    public static Code without(Path stub) throws IOException {
        return new Code(
                linesOf(stub).stream().map(String::strip).filter(Code::isComment).collect(Collectors.toSet()));
    }

    private static boolean isComment(String line) {
        return line.startsWith("///");
    }

    /// The lines of a file, or none if it is not there.
    public List<String> of(Path file) throws IOException {
        var lines = new ArrayList<String>();
        for (var line : linesOf(file)) {
            var isLeftOut = line.startsWith("import ") || line.startsWith("package ") || said.contains(line.strip());
            var isSecondBlank = line.isBlank() && (lines.isEmpty() || lines.getLast().isBlank());
            if (!isLeftOut && !isSecondBlank) {
                lines.add(line.stripTrailing());
            }
        }
        while (!lines.isEmpty() && lines.getLast().isBlank()) {
            lines.removeLast();
        }
        return lines;
    }

    /// Bytes that are no UTF-8 become replacement characters: a difference can be shown of anything.
    private static List<String> linesOf(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? new String(Files.readAllBytes(file), UTF_8).lines().toList()
                : List.of();
    }
}
