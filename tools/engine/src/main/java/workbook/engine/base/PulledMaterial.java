package workbook.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import workbook.engine.Exercise;
import workbook.engine.progress.Event;

/// Chapters that a `git pull` changed under the workbook: what came that way is the material's and not the learner's, so
/// the originals follow it.
///
/// A file that differs from its original and is as Git's last commit has it was either pulled or committed by the
/// learner; Git's log of what HEAD was tells which. An answer that was committed elsewhere and pulled here is told from
/// a stub by its lacking `todo(`.
public final class PulledMaterial {
    private final Path root;
    private final Base base;
    private final Collection<Exercise> exercises;

    public PulledMaterial(Path root, Collection<Exercise> exercises) {
        this.root = root;
        this.base = Base.of(root);
        this.exercises = exercises;
    }

    /// @param files below `chapters/` that were changed by it
    /// @param tests ids of the exercises whose test was
    public record Taken(List<String> files, List<String> tests) {}

    /// Lets the originals follow what was pulled since the last look.
    public Taken take() throws IOException {
        var head = GitHead.name(root);
        var seen = root.resolve(".workbook/git-head");
        if (head.isEmpty() || head.get().equals(Files.exists(seen) ? Files.readString(seen, UTF_8) : "")) {
            return new Taken(List.of(), List.of());
        }
        try (var turn = Turn.take(root)) {
            var taken = follow();
            WholeFile.replace(root, seen, head.get().getBytes(UTF_8));
            return taken;
        }
    }

    private Taken follow() throws IOException {
        var material = Material.in(root);
        var differing = differing(material.chapters());
        if (differing.isEmpty()) {
            return new Taken(List.of(), List.of());
        }
        var head = GitHead.of(root);
        var texts = base.texts();
        var stubs = exercises.stream().flatMap(each -> each.stubs().stream()).toList();
        differing.entrySet().removeIf(each -> !head.isClean(each.getKey()) || !head.cameFromElsewhere(each.getKey()));
        differing.entrySet()
                .removeIf(each -> stubs.contains(root.resolve(each.getKey())) && !Base.isStub(each.getValue()));
        if (differing.isEmpty()) {
            return new Taken(List.of(), List.of());
        }
        differing.forEach((path, text) -> {
            if (text.length == 0 && !Files.exists(root.resolve(path))) {
                texts.remove(path);
            } else {
                texts.put(path, text);
            }
        });
        var tests = exercises.stream()
                .filter(each -> base.knows(each.test()) && differing.containsKey(Material.path(root, each.test())))
                .map(Exercise::id)
                .toList();
        try (var change = new StagedChange(root)) {
            change.base(texts, base.others());
            change.event(new Event.Updated(Instant.now(), "", "", tests));
            change.commit();
        }
        return new Taken(List.copyOf(differing.keySet()), tests);
    }

    /// Files that are not as their original, with what they hold; those that are gone hold nothing.
    private Map<String, byte[]> differing(Map<String, Path> files) throws IOException {
        var hashes = base.chapters();
        var differing = new TreeMap<String, byte[]>();
        for (var file : files.entrySet()) {
            var text = Files.readAllBytes(file.getValue());
            if (!hashes.hash(file.getKey()).equals(Optional.of(HashList.sha256(text)))) {
                differing.put(file.getKey(), text);
            }
        }
        for (var path : hashes.hashes().keySet()) {
            if (!files.containsKey(path)) {
                differing.put(path, new byte[0]);
            }
        }
        return differing;
    }
}
