package workbook.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import workbook.testkit.Report;

/// Says why an answer does not compile: in the compiler's words, with the line, and what usually helps.
final class CompilerReport {
    private static final String COMPILER = "compiler";
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
    private static final String NO_CLASS_IN_FILE = "compiler.err.cant.access";
    private static final String TAB = "    ";

    private final Exercise exercise;
    private final SourceFiles files;
    private final Collection<SourceText> stubs;

    CompilerReport(Exercise exercise, SourceFiles files, Collection<SourceText> stubs) {
        this.exercise = exercise;
        this.files = files;
        this.stubs = stubs;
    }

    Compilation.Refused missing(Path stub) {
        return refused(
                Report.empty().with(COMPILER, stub.getFileName() + " is not there; " + reset() + " puts it back"),
                Optional.of(stub), 0);
    }

    /// A file that is no text.
    Optional<Compilation> unreadable() {
        return files.seen()
                .stream()
                .filter(file -> file.fault().isPresent())
                .findFirst()
                .map(file -> refused(Report.empty()
                        .with(COMPILER, file.path().getFileName() + " " + file.fault().get().what())
                        .with(Report.LIKELY, "your editor wrote another encoding: " + file.fault().get().remedy()),
                        Optional.of(file.path()), file.fault().get().line()));
    }

    Compilation.Refused refused(List<Diagnostic<? extends JavaFileObject>> found, String said) {
        var errors = found.stream().filter(each -> each.getKind() == Diagnostic.Kind.ERROR).toList();
        if (errors.isEmpty()) {
            return refused(Report.empty().with(COMPILER, said.strip()),
                    stubs.stream().map(SourceText::path).findFirst(),
                    0);
        }
        // What is wrong in the answer is the cause of what is wrong in the test.
        var first = errors.stream().filter(each -> !isInTest(each)).findFirst().orElse(errors.getFirst());
        var misplaced = misplaced();
        var isAboutPlace = misplaced.isPresent() && NO_CLASS_IN_FILE.equals(first.getCode());
        var report = Report.empty()
                .with(COMPILER, isAboutPlace ? "found no " + names(stubs) + " where it should be" : message(first));
        var place = isAboutPlace ? Optional.<LabelledText>empty() : line(first);
        report = place.isPresent() ? report.with(place.get().label(), place.get().text()) : report;
        var hint = misplaced.or(() -> changedSignature(first));
        report = hint.isPresent() ? report.with(Report.LIKELY, hint.get()) : report;
        if (errors.size() > 1) {
            report = report.with("also", errors.size() == 2
                    ? "1 more error, which may be gone when this one is"
                    : errors.size() - 1 + " more errors, which may be gone when this one is");
        }
        var isElsewhere = !(first.getSource() instanceof SourceText) || isInTest(first);
        var file = isElsewhere
                ? stubs.stream().map(SourceText::path).findFirst()
                : Optional.of(((SourceText) first.getSource()).path());
        return refused(report, file, isElsewhere ? 0 : (int) Math.max(0, first.getLineNumber()));
    }

    private static String names(Collection<SourceText> stubs) {
        return stubs.stream().map(SourceText::binaryName).collect(Collectors.joining(", "));
    }

    private boolean isInTest(Diagnostic<? extends JavaFileObject> error) {
        return error.getSource() instanceof SourceText source && files.isTest(source);
    }

    private static String message(Diagnostic<? extends JavaFileObject> error) {
        var message = error.getMessage(Locale.ENGLISH);
        return message.lines().noneMatch(line -> line.startsWith("/"))
                ? message
                : message.replaceAll("(?m)^/\\S*/", "");
    }

    /// The line, and a caret below the place.
    private Optional<LabelledText> line(Diagnostic<? extends JavaFileObject> error) {
        if (!(error.getSource() instanceof SourceText source) || error.getLineNumber() < 1) {
            return Optional.empty();
        }
        try {
            var lines = source.lines();
            var number = (int) Math.min(error.getLineNumber(), lines.size());
            var text = lines.isEmpty() ? "" : lines.get(number - 1);
            var before = text.substring(0, (int) Math.clamp(error.getColumnNumber() - 1, 0, text.length()));
            var indent = text.length() - text.stripLeading().length();
            var column = before.length() < indent ? 0 : before.substring(indent).replace("\t", TAB).length();
            var label = isInTest(error) ? "the test" : "line " + number;
            return Optional.of(new LabelledText(label,
                    text.strip().replace("\t", TAB) + "\n" + " ".repeat(column) + "^"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A stub whose class or package is not the one its place says.
    private Optional<String> misplaced() {
        for (var stub : stubs) {
            var text = text(stub);
            var name = stub.binaryName();
            var dot = name.lastIndexOf('.');
            var matcher = PACKAGE.matcher(text);
            if (!(matcher.find() ? matcher.group(1) : "").equals(dot < 0 ? "" : name.substring(0, dot))) {
                return Optional
                        .of(stub.path().getFileName() + " must begin with: package " + name.substring(0, dot) + ";");
            }
            var type = name.substring(dot + 1);
            if (!text.matches("(?s).*\\b(class|interface|record|enum)\\s+" + type + "\\b.*")) {
                return Optional
                        .of(stub.path().getFileName() + " must declare " + type + ", which the test uses; " + reset()
                                + " puts the stub back and keeps a copy of yours");
            }
        }
        return Optional.empty();
    }

    private static String text(SourceText stub) {
        try {
            return stub.getCharContent(true).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> changedSignature(Diagnostic<? extends JavaFileObject> first) {
        return isInTest(first)
                ? Optional.of("the test calls it as the stub declared it: put name, parameters and exceptions back, or "
                        + reset())
                : Optional.empty();
    }

    private String reset() {
        return "./workbook reset " + exercise.id();
    }

    private static Compilation.Refused refused(Report report, Optional<Path> file, int line) {
        return new Compilation.Refused(State.DOES_NOT_COMPILE, report, file, line);
    }

    private record LabelledText(String label, String text) {}
}
