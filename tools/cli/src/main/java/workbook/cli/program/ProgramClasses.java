package workbook.cli.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import workbook.cli.Refusal;
import workbook.cli.SourceError;
import workbook.cli.Workbook;
import workbook.engine.Folders;

/// The compiled classes of a chapter's program, below `.workbook/run`: one folder for each state of its sources, so that
/// a program that still runs keeps its own.
public final class ProgramClasses {
    /// A program may be stopped for a night and go on.
    private static final Duration KEPT = Duration.ofDays(2);

    private final Workbook workbook;
    private final List<Path> classPath;

    /// @param classPath what chapters may use besides the JDK
    public ProgramClasses(Workbook workbook, List<Path> classPath) {
        this.workbook = workbook;
        this.classPath = List.copyOf(classPath);
    }

    /// Where the classes are, compiled now unless they were before.
    ///
    /// @throws Refusal if something that the program reaches is missing or does not compile
    public Path of(ProgramSources sources) throws IOException {
        var folder = workbook.root().resolve(".workbook/run").resolve(sources.chapters().getFirst().topic());
        var classes = folder.resolve(sources.fingerprint() + "-" + Runtime.version().feature());
        if (!Files.isDirectory(classes)) {
            removeOld(folder);
            compile(sources, classes);
        }
        Files.setLastModifiedTime(classes, FileTime.from(Instant.now()));
        return classes;
    }

    private void compile(ProgramSources sources, Path classes) throws IOException {
        Files.createDirectories(classes.getParent());
        var fresh = Files.createTempDirectory(classes.getParent(), "new-");
        try {
            compileInto(fresh, sources);
            Files.move(fresh, classes, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another run in this folder, of the same sources, was first.
            if (!Files.isDirectory(classes)) {
                throw e;
            }
        } finally {
            Folders.delete(fresh);
        }
    }

    /// Compiles `Main` and what it reaches: a file that it does not reach may be broken.
    private void compileInto(Path folder, ProgramSources sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(found, Locale.ROOT, UTF_8)) {
            var options = List.of("-proc:none", "-implicit:class", "-g", "-parameters", "-Xlint:none", "-nowarn", "-d",
                    folder.toString(), "-cp", joined(classPath), "-sourcepath", joined(sources.folders()));
            var units = files.getJavaFileObjects(sources.main());
            if (!compiler.getTask(said, files, found, options, null, units).call()) {
                throw refusal(sources, found.getDiagnostics(), said.toString());
            }
        }
    }

    private Refusal refusal(ProgramSources sources, List<Diagnostic<? extends JavaFileObject>> found, String said) {
        for (var missing : workbook.catalogue().missingStubs()) {
            if (sources.folders().stream().anyMatch(workbook.root().resolve(missing.file())::startsWith)) {
                return Refusal.notReady(missing.toString());
            }
        }
        return found.stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR && each.getSource() != null)
                .findFirst()
                .map(each -> Refusal.wrong(new SourceError(workbook, each).sentence()))
                .orElseGet(() -> Refusal.wrong("The program does not compile: " + said.strip()));
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static void removeOld(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        var oldest = FileTime.from(Instant.now().minus(KEPT));
        try (var kept = Files.newDirectoryStream(folder)) {
            for (var each : kept) {
                if (Files.getLastModifiedTime(each).compareTo(oldest) < 0) {
                    Folders.delete(each);
                }
            }
        }
    }
}
