package workbook.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The learner's Git, asked in one folder.
record Git(Path folder) {
    /// What it answered; none if it refused, or if there is no Git.
    Optional<byte[]> ask(String... arguments) {
        var command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            var output = process.getInputStream().readAllBytes();
            return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no Git here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// The lines of its answer, or the names in one that was asked for with `-z`.
    List<String> list(String... arguments) {
        return ask(arguments).map(bytes -> new String(bytes, UTF_8))
                .map(text -> List.of(text.split("[\0\n]")))
                .orElse(List.of())
                .stream()
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
