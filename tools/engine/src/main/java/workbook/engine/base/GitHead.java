package workbook.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The last commit, if the workbook's folder is a Git checkout and Git is here.
final class GitHead {
    private final Path root;
    private final Set<String> changed;

    private GitHead(Path root, Set<String> changed) {
        this.root = root;
        this.changed = changed;
    }

    static GitHead of(Path root) {
        var names = git(root, List.of("diff", "--relative", "--name-only", "-z", "HEAD", "--", "chapters"))
                .map(bytes -> new String(bytes, UTF_8))
                .orElse("");
        return new GitHead(root, names.lines()
                .flatMap(line -> List.of(line.split("\0")).stream())
                .collect(Collectors.toSet()));
    }

    /// The committed text of a file that has been changed or deleted since; none for an unchanged file.
    Optional<byte[]> textBeforeChange(Path file) {
        var name = root.relativize(file).toString().replace('\\', '/');
        return changed.contains(name) ? git(root, List.of("show", "HEAD:./" + name)) : Optional.empty();
    }

    private static Optional<byte[]> git(Path root, List<String> arguments) {
        var command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(arguments);
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
}
