package workbook.cli.program;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import workbook.engine.Chapter;
import workbook.engine.Exercise;
import workbook.kit.Todo;

/// Which exercise a class belongs to, told to the program's JVM as a property: whoever meets a stub there wants to know.
///
/// @param program      the chapter's topic
/// @param hasSolutions whether `--solution` would help
/// @param byClass      ids of exercises, by the full names of their stubs' classes
record StubOwners(String program, boolean hasSolutions, Map<String, String> byClass) {
    private static final String PROGRAM = "workbook.program";
    private static final String SOLUTIONS = "workbook.program.solutions";
    private static final String STUBS = "workbook.program.stubs";

    static StubOwners of(String program, boolean hasSolutions, Map<Chapter, List<Exercise>> exercises) {
        var byClass = new HashMap<String, String>();
        exercises.forEach((chapter, own) -> own.forEach(exercise -> exercise.stubs()
                .forEach(stub -> byClass.put(chapter.packageName() + "." + className(stub.getFileName().toString()),
                        exercise.id()))));
        return new StubOwners(program, hasSolutions, byClass);
    }

    private static String className(String file) {
        return file.replaceFirst("\\.java$", "");
    }

    /// What this JVM was told.
    static StubOwners ofThisRun() {
        var byClass = Arrays.stream(System.getProperty(STUBS, "").split(","))
                .map(pair -> pair.split("="))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new StubOwners(System.getProperty(PROGRAM, ""), Boolean.getBoolean(SOLUTIONS), byClass);
    }

    Map<String, String> properties() {
        return Map.of(PROGRAM, program, SOLUTIONS, Boolean.toString(hasSolutions), STUBS, byClass.entrySet()
                .stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(",")));
    }

    /// What to do about a stub that the program has come to.
    String sentence(Todo todo) {
        var instead = hasSolutions
                ? "; ./workbook run " + program + " --solution … runs the workbook's answers"
                : "";
        return owner(todo)
                .map(id -> "The program came to the stub of " + id + ", which is still to be written ("
                        + todo.getMessage()
                        + "): ./workbook task " + id + " shows the exercise" + instead + ".")
                .orElse("The program came to code that is still to be written (" + todo.getMessage() + ")" + instead
                        + ".");
    }

    private Optional<String> owner(Todo todo) {
        return Arrays.stream(todo.getStackTrace())
                .map(frame -> byClass.get(frame.getClassName().replaceFirst("\\$.*", "")))
                .flatMap(id -> Optional.ofNullable(id).stream())
                .findFirst();
    }
}
