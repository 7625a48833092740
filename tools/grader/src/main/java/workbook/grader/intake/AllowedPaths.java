package workbook.grader.intake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import workbook.engine.Exercise;

/// The only paths of a submission that are read: those of the stubs, and those of other classes that stand beside them.
///
/// A path counts from the workbook's folder (`chapters/01-socket-basics/src/main/java/…`), from the chapter's, or from
/// its `src`; two folders may stand above, a student's and a project's.
final class AllowedPaths {
    private static final int MOST_ABOVE = 2;
    /// Folders of the workbook's own that have the same files.
    private static final Set<String> NEVER_ABOVE = Set.of("solutions", "right", "wrong");
    private static final Pattern CLASS_FILE = Pattern
            .compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*\\.java");

    private final Map<String, Path> stubs = new HashMap<>();
    private final Map<String, Path> folders = new HashMap<>();
    private final Set<String> names;

    AllowedPaths(Path root, Collection<Exercise> exercises) {
        for (var exercise : exercises) {
            for (var stub : exercise.stubs()) {
                put(stubs, root, stub);
                put(folders, root, stub.getParent());
            }
        }
        names = stubs.values().stream().map(stub -> name(stub.getFileName().toString())).collect(Collectors.toSet());
    }

    private static void put(Map<String, Path> to, Path root, Path place) {
        var path = root.relativize(place).toString().replace('\\', '/');
        to.put(path, place);
        var inChapters = below(path);
        to.put(inChapters, place);
        to.put(below(inChapters), place);
    }

    private static String below(String path) {
        return path.substring(path.indexOf('/') + 1);
    }

    /// The stub in whose place a file stands, if it does.
    Optional<Path> find(List<String> parts) {
        return find(parts, stubs);
    }

    /// The place in the workbook's folder of a class that an answer brings along, if a file is one: it stands beside a
    /// stub, and the workbook has none of that name.
    Optional<Path> findBeside(List<String> parts) {
        var name = parts.getLast();
        return CLASS_FILE.matcher(name).matches()
                ? find(parts.subList(0, parts.size() - 1), folders).map(folder -> folder.resolve(name))
                        .filter(place -> !Files.exists(place))
                : Optional.empty();
    }

    private static Optional<Path> find(List<String> parts, Map<String, Path> places) {
        for (var above = 0; above <= MOST_ABOVE && above < parts.size(); above++) {
            var place = places.get(String.join("/", parts.subList(above, parts.size())));
            if (place != null) {
                return Optional.of(place);
            }
            if (NEVER_ABOVE.contains(parts.get(above))) {
                break;
            }
        }
        return Optional.empty();
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
