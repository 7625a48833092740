package workbook.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The last commit, if the workbook's folder is a Git checkout and Git is here.
public final class GitHead {
    /// What the log of HEAD says of a commit that was made here, and did not come from elsewhere.
    private static final Pattern MADE_HERE = Pattern
            .compile("(commit|cherry-pick|revert|am\\b|.*\\((pick|continue|reword|squash|fixup|edit)\\)).*");

    private final Path root;
    private final Git git;
    private final Set<String> changed;
    private final Set<String> tracked;

    private GitHead(Path root, Git git, Set<String> changed, Set<String> tracked) {
        this.root = root;
        this.git = git;
        this.changed = changed;
        this.tracked = tracked;
    }

    public static GitHead of(Path root) {
        var git = new Git(root);
        var changed = git.list("diff", "--relative", "--name-only", "-z", "HEAD", "--", ".");
        var tracked = git.list("ls-files", "-z", "--", ".");
        return new GitHead(root, git, new HashSet<>(changed), new HashSet<>(tracked));
    }

    /// The committed text of a file that has been changed or deleted since; none for an unchanged file.
    Optional<byte[]> textBeforeChange(Path file) {
        var name = Material.path(root, file);
        return changed.contains(name) ? git.ask("show", "HEAD:./" + name) : Optional.empty();
    }

    /// Whether this path is as the last commit has it, which may be gone.
    public boolean isClean(String path) {
        return !changed.contains(path) && (tracked.contains(path) || !Files.exists(root.resolve(path)));
    }

    /// Whether the last commit that touched this path came from elsewhere, by a pull or a switch.
    boolean cameFromElsewhere(String path) {
        var commit = git.list("log", "-1", "--format=%H", "HEAD", "--", path);
        return !commit.isEmpty() && git.list("reflog", "show", "--format=%H %gs", "HEAD")
                .stream()
                .filter(line -> line.startsWith(commit.getFirst() + " "))
                .noneMatch(line -> MADE_HERE.matcher(line.substring(commit.getFirst().length() + 1)).matches());
    }

    /// The name of the last commit, read from Git's own files: a start of the workbook has no time to start Git.
    ///
    /// @return none outside of a checkout, and in rarer kinds of one
    static Optional<String> name(Path root) {
        var git = root.resolve(".git");
        try {
            var head = Files.readString(git.resolve("HEAD"), UTF_8).strip();
            if (!head.startsWith("ref: ")) {
                return Optional.of(head);
            }
            var branch = head.substring(5);
            if (Files.exists(git.resolve(branch))) {
                return Optional.of(Files.readString(git.resolve(branch), UTF_8).strip());
            }
            try (var refs = Files.lines(git.resolve("packed-refs"), UTF_8)) {
                return refs.filter(line -> line.endsWith(" " + branch))
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .findFirst();
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
