package workbook.grader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import workbook.engine.Catalogue;
import workbook.engine.Exercise;
import workbook.grader.runner.CompileReply;
import workbook.grader.sandbox.ModuleJar;

/// What an answer to one exercise is judged with: the instructor's own, never the student's.
///
/// @param packageName  of the exercise, `workbook/sockets`
/// @param testClass    full name of its test
/// @param testSource   the test's source: a student's signatures are compiled against it
/// @param given        entry names and classes that an answer finds: the chapter's given code, the reference of what the
///                     exercise stands on, the stubs of the rest. Of this exercise's own reference, nothing
/// @param reference    this exercise's own reference, to see that it passes
/// @param stubs        this exercise's own stubs, compiled, to see that they do not
/// @param taken        names of classes that an answer must leave alone: `workbook/sockets/HelloSocketTest`
/// @param classPath    tests and given code, as a sandbox has them
record Material(Exercise exercise, String packageName, String testClass, byte[] testSource, Map<String, byte[]> given,
        Map<String, byte[]> reference, Map<String, byte[]> stubs, Set<String> taken, List<String> classPath) {
    /// Where all material lies in a sandbox.
    static final String FOLDER = "/exercises";
    private static final String SUFFIX = ".class";

    /// @param folder where its jars go
    static Material of(Catalogue catalogue, Exercise exercise, ChapterClasses classes, Path folder) throws IOException {
        var chapter = catalogue.chapter(exercise);
        var own = names(exercise, chapter.sources());
        var solved = new TreeSet<String>();
        catalogue.prerequisites(exercise).forEach(each -> solved.addAll(names(each, chapter.sources())));
        var open = new TreeSet<String>();
        catalogue.exercises(chapter).forEach(each -> open.addAll(names(each, chapter.sources())));
        open.removeAll(solved);
        open.removeAll(own);
        var given = new TreeMap<String, byte[]>();
        put(classes.reference(), source -> !own.contains(source) && !open.contains(source), given);
        put(classes.withStubs(), open::contains, given);
        var reference = new TreeMap<String, byte[]>();
        put(classes.reference(), own::contains, reference);
        var stubs = new TreeMap<String, byte[]>();
        put(classes.withStubs(), own::contains, stubs);
        var tests = new TreeMap<String, byte[]>();
        put(classes.tests(), source -> true, tests);
        var taken = new TreeSet<String>();
        given.keySet().forEach(name -> taken.add(outermost(name)));
        tests.keySet().forEach(name -> taken.add(outermost(name)));
        var testName = relative(exercise.test(), chapter.tests());
        ModuleJar.write(folder.resolve(exercise.id() + "-tests.jar"), tests);
        ModuleJar.write(folder.resolve(exercise.id() + "-given.jar"), given);
        return new Material(exercise, testName.substring(0, testName.lastIndexOf('/')),
                testName.replace(".java", "").replace('/', '.'), Files.readAllBytes(exercise.test()), given, reference,
                stubs, taken, List.of(FOLDER + "/" + exercise.id() + "-tests.jar",
                        FOLDER + "/" + exercise.id() + "-given.jar"));
    }

    /// The tests alone, as a sandbox has them.
    String testsJar() {
        return classPath.getFirst();
    }

    /// The test's source as the compiler is to name it.
    String testFile() {
        return testClass.replace('.', '/') + ".java";
    }

    /// The class that a stub's file must hold: `workbook/sockets/RecvExactly`.
    String expectedClass(String fileName) {
        return packageName + "/" + fileName.replace(".java", "");
    }

    private static Set<String> names(Exercise exercise, Path root) {
        var names = new TreeSet<String>();
        exercise.stubs().forEach(stub -> names.add(relative(stub, root)));
        return names;
    }

    private static String relative(Path file, Path root) {
        return root.toAbsolutePath().relativize(file.toAbsolutePath()).toString().replace('\\', '/');
    }

    private static void put(List<CompileReply.Compiled> classes, Predicate<String> isWanted,
            Map<String, byte[]> to) {
        classes.stream()
                .filter(each -> isWanted.test(each.source()))
                .forEach(each -> to.put(each.name() + SUFFIX, each.bytes()));
    }

    private static String outermost(String entry) {
        var name = entry.replace(SUFFIX, "");
        var nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    /// Entries under their names in a jar.
    static Map<String, byte[]> entries(List<CompileReply.Compiled> classes) {
        var entries = new LinkedHashMap<String, byte[]>();
        put(classes, source -> true, entries);
        return entries;
    }
}
