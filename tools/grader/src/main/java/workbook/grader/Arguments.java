package workbook.grader;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the command line hands on, checked there: `NAME=VALUE` each, and flags alone.
///
/// @param root        the workbook's folder
/// @param only        ids of exercises, or none for all
/// @param columns     how wide the terminal is, if there is one
/// @param isBound     whether to end when standard input does, for the command that started this was killed then
record Arguments(Path root, Path submissions, Path out, int jobs, Set<String> only, Optional<Integer> columns,
        boolean isTrusted, boolean isRestart, boolean isQuiet, boolean isBound) {

    /// @throws IllegalArgumentException if they are none of ours
    static Arguments of(String... arguments) {
        var values = new HashMap<String, String>();
        for (var argument : arguments) {
            var equals = argument.indexOf('=');
            values.put(equals < 0 ? argument : argument.substring(0, equals),
                    equals < 0 ? "" : argument.substring(equals + 1));
        }
        return new Arguments(path(values, "root"), path(values, "submissions"), path(values, "out"),
                Integer.parseInt(values.getOrDefault("jobs", "1")),
                values.containsKey("only") ? new TreeSet<>(List.of(values.get("only").split(","))) : Set.of(),
                Optional.ofNullable(values.get("columns")).map(Integer::valueOf), values.containsKey("trusted"),
                values.containsKey("restart"), values.containsKey("quiet"), values.containsKey("bound"));
    }

    private static Path path(Map<String, String> values, String name) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException(name + "= is missing; ./workbook grade names it");
        }
        return Path.of(values.get(name)).toAbsolutePath().normalize();
    }
}
