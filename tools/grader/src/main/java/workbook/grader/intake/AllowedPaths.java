package workbook.grader.intake;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import workbook.engine.Exercise;

/// The only paths of a submission that are read: those of the stubs.
///
/// A path counts from the workbook's folder (`chapters/01-socket-basics/src/main/java/…`), from the chapter's, or from
/// its `src`; one folder may stand above.
final class AllowedPaths {
    /// Folders of the workbook's own that have the same files.
    private static final Set<String> NEVER_ABOVE = Set.of("solutions", "right", "wrong");

    private final Map<String, Path> byPath = new HashMap<>();
    private final Set<String> names;

    AllowedPaths(Path root, Collection<Exercise> exercises) {
        for (var exercise : exercises) {
            for (var stub : exercise.stubs()) {
                var path = root.relativize(stub).toString().replace('\\', '/');
                byPath.put(path, stub);
                var inChapters = below(path);
                byPath.put(inChapters, stub);
                byPath.put(below(inChapters), stub);
            }
        }
        names = byPath.values().stream().map(stub -> name(stub.getFileName().toString())).collect(Collectors.toSet());
    }

    private static String below(String path) {
        return path.substring(path.indexOf('/') + 1);
    }

    /// The stub in whose place a file stands, if it does.
    Optional<Path> find(List<String> parts) {
        var path = String.join("/", parts);
        var whole = Optional.ofNullable(byPath.get(path));
        return whole.isPresent() || parts.size() < 2 || NEVER_ABOVE.contains(parts.getFirst())
                ? whole
                : Optional.ofNullable(byPath.get(below(path)));
    }

    /// Whether a file is called like a stub, or nearly so.
    boolean isNameOfStub(String fileName) {
        return names.contains(name(fileName));
    }

    /// What a file's name is compared by.
    static String name(String fileName) {
        return Names.folded(fileName);
    }
}
