package workbook.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An answer that is as right as the reference and built differently, in a folder of its own.
///
/// @param folder `solutions/NN-topic/right/<id>/<name>`
/// @param about  how it differs and when one would choose it: the first paragraph of the `///` comment on its type,
///               in the file that belongs to the exercise's first stub; empty if there is none
public record RightAnswer(Path folder, String about) {
    /// All of an exercise, by name; none where this copy of the workbook has no solutions.
    public static List<RightAnswer> of(Path root, Exercise exercise) throws IOException {
        var folder = root.resolve("solutions").resolve(exercise.chapter()).resolve("right").resolve(exercise.id());
        var answers = new ArrayList<RightAnswer>();
        if (Files.isDirectory(folder)) {
            try (var folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
                for (var each : folders) {
                    answers.add(new RightAnswer(each, about(each, exercise)));
                }
            }
        }
        answers.sort((one, other) -> one.name().compareTo(other.name()));
        return answers;
    }

    public String name() {
        return folder.getFileName().toString();
    }

    private static String about(Path answer, Exercise exercise) throws IOException {
        for (var stub : exercise.stubs()) {
            var file = answer.resolve(stub.getFileName());
            if (Files.isRegularFile(file)) {
                return firstParagraph(file).orElse("");
            }
        }
        return "";
    }

    /// Of the `///` comment on a file's first type; none if there is no such comment.
    public static Optional<String> firstParagraph(Path file) throws IOException {
        var paragraph = new ArrayList<String>();
        for (var line : new String(Files.readAllBytes(file), UTF_8).lines().map(String::strip).toList()) {
            if (line.startsWith("///")) {
                paragraph.add(line.substring(3).strip());
            } else if (line.matches("(?:(?:public|abstract|final|sealed) )*(?:class|record|interface|enum) .*")) {
                break;
            } else if (!line.startsWith("@")) {
                paragraph.clear(); // it was about something else
            }
        }
        var text = String.join("\n", paragraph).split("\n\n", 2)[0].strip().replace('\n', ' ');
        return Optional.of(text).filter(each -> !each.isEmpty());
    }
}
