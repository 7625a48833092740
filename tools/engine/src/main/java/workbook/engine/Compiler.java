package workbook.engine;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import workbook.testkit.Report;

/// Compiles a test and what it reaches, in this JVM.
final class Compiler implements AutoCloseable {
    private static final int RELEASE = 25;

    private final Optional<JavaCompiler> compiler = Optional.ofNullable(ToolProvider.getSystemJavaCompiler());
    private final Optional<StandardJavaFileManager> manager;

    Compiler(List<Path> classPath) throws IOException {
        manager = compiler.map(
                each -> each.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8));
        if (manager.isPresent()) {
            manager.get().setLocationFromPaths(javax.tools.StandardLocation.CLASS_PATH, classPath);
        }
    }

    /// @param output an empty folder for the classes
    synchronized Compilation compile(Run run, Path output) throws IOException {
        if (compiler.isEmpty()) {
            return new Compilation.Refused(State.NOT_RUN, Report.empty()
                    .with("reason", "this Java, " + System.getProperty("java.home") + ", has no compiler")
                    .with("remedy", "install a JDK " + RELEASE + " and set JAVA_HOME to it"), Optional.empty(), 0);
        }
        var testClasses = Files.createDirectories(output.resolve("tests"));
        var answerClasses = Files.createDirectories(output.resolve("answer"));
        try (var files = new SourceFiles(manager.get(), run.sources(), run.tests(),
                SourceFiles.packageOf(run.exercise()), testClasses, answerClasses)) {
            return compile(run, files, testClasses, answerClasses);
        }
    }

    private Compilation compile(Run run, SourceFiles files, Path testClasses, Path answerClasses)
            throws IOException {
        var stubs = new LinkedHashSet<SourceText>();
        for (var stub : run.exercise().stubs()) {
            var file = files.find(stub.getFileName().toString());
            if (file.isEmpty()) {
                return new CompilerReport(run.exercise(), files, stubs).missing(stub);
            }
            stubs.add(file.get());
        }
        var test = files.test(run.exercise().test().getFileName().toString());
        var found = new DiagnosticCollector<JavaFileObject>();
        var said = new StringWriter();
        var task = (JavacTask) compiler.get().getTask(said, files, found, options(), null, List.of(test));
        var outline = new Outline(task, Set.copyOf(stubs), test);
        task.addTaskListener(outline);
        var isCompiled = isCompiled(task, said);
        var report = new CompilerReport(run.exercise(), files, stubs);
        var fault = report.unreadable();
        if (fault.isPresent() || !isCompiled) {
            return fault.orElseGet(() -> report.refused(found.getDiagnostics(), said.toString()));
        }
        return new Compilation.Compiled(test.binaryName(), testClasses,
                answerClasses, answers(run, stubs), outline);
    }

    private static boolean isCompiled(JavacTask task, StringWriter said) {
        try {
            return task.call();
        } catch (RuntimeException | StackOverflowError e) {
            said.append("the compiler gave up on this code: ").append(e.toString());
            return false;
        }
    }

    private static List<String> options() {
        var options = new ArrayList<>(List.of("-proc:none", "-implicit:class", "-g", "-parameters", "-Xlint:none",
                "-nowarn", "-Xmaxerrs", "20", "-XDuseUnsharedTable"));
        if (Runtime.version().feature() != RELEASE) {
            options.addAll(List.of("--release", Integer.toString(RELEASE)));
        }
        return options;
    }

    private static List<Path> answers(Run run, Set<SourceText> stubs) {
        return Stream.concat(stubs.stream().map(SourceText::path), run.sources().exchanged().values().stream())
                .distinct()
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (manager.isPresent()) {
            manager.get().close();
        }
    }
}
