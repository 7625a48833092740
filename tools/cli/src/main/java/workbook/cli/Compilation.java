package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import workbook.engine.Chapter;

/// Makes sure that the chapters compile before Maven is asked to, which would say it at more length.
final class Compilation {
    private final Workbook workbook;

    Compilation(Workbook workbook) {
        this.workbook = workbook;
    }

    /// @throws Refusal if a stub is missing or does not compile
    void confirm() throws IOException {
        for (var missing : workbook.catalogue().missingStubs()) {
            throw Refusal.notReady(missing.toString());
        }
        for (var chapter : workbook.catalogue().chapters()) {
            var error = firstError(chapter);
            if (error.isPresent()) {
                throw Refusal.notReady(new SourceError(workbook, error.get()).sentence());
            }
        }
    }

    private Optional<Diagnostic<? extends JavaFileObject>> firstError(Chapter chapter) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(found, Locale.ROOT, UTF_8);
                var sources = Files.walk(chapter.sources())) {
            var units = files.getJavaFileObjectsFromPaths(
                    sources.filter(file -> file.toString().endsWith(".java")).toList());
            // Only attributed, nothing is written.
            var options = List.of("-proc:none", "-implicit:none", "-cp", System.getProperty("java.class.path"),
                    "-sourcepath", sourcesOfProgram(chapter), "-Xlint:none", "-d",
                    System.getProperty("java.io.tmpdir"));
            var task = (JavacTask) compiler.getTask(null, files, found, options, null, units);
            task.analyze();
        }
        return found.getDiagnostics()
                .stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR && each.getSource() != null)
                .findFirst()
                .map(each -> each);
    }

    /// The chapter's own, and those of the chapters that its program uses.
    private String sourcesOfProgram(Chapter chapter) {
        return workbook.catalogue()
                .programOf(chapter)
                .stream()
                .map(each -> each.sources().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
