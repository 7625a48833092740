package workbook.course;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.asciidoctor.ast.Section;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.log.LogRecord;
import org.asciidoctor.log.Severity;
import org.jsoup.Jsoup;

/// Turns AsciiDoc into a [Chapter]. With the macros ([RfcMacro], [TermMacro]) the only class that knows Asciidoctor.
///
/// Holds one parser, which is slow to start and quick to use, and serves one thread.
final class ChapterReader implements AutoCloseable {
    /// Asciidoctor also tells `java.util.logging`; kept here because loggers are held weakly.
    private static final Logger TWIN = Logger.getLogger("asciidoctor");
    private static final List<String> REPORTED_BETTER = List.of("include file not found",
            "section title out of sequence",
            "id assigned to ");
    private final Asciidoctor asciidoctor;
    private final Problems problems;
    private Optional<Source> reading = Optional.empty();

    ChapterReader(Problems problems, Glossary glossary) {
        TWIN.setLevel(Level.OFF);
        this.problems = problems;
        asciidoctor = Asciidoctor.Factory.create();
        asciidoctor.registerLogHandler(this::log);
        asciidoctor.javaExtensionRegistry().inlineMacro(new TermMacro(glossary)).inlineMacro(new RfcMacro());
    }

    Chapter read(Source source) throws IOException {
        reading = Optional.of(source);
        var lines = Files.readAllLines(source.file(), StandardCharsets.UTF_8);
        var document = asciidoctor.loadFile(source.file().toFile(), options());
        var exercises = new ArrayList<ExerciseInTree>();
        walk(document, block -> {
            var line = line(block, source);
            if (isExercise(block)) {
                exercises.add(exercise(block, line, lines));
            }
            if (block.getContext().equals("pass")) {
                problems.add(source.name(), line, "raw HTML does not travel; write it as AsciiDoc");
            }
            if ("quiz".equals(block.getStyle()) || "exercise".equals(block.getStyle())) {
                block.addRole(block.getStyle());
            }
            if (line > 0 && !block.equals(document)) {
                block.addRole(Lines.mark(line));
            }
        });
        var body = Jsoup.parseBodyFragment(document.convert());
        body.outputSettings().prettyPrint(false);
        var attributes = Map.of("topic", text(document.getAttribute("topic")), "package",
                text(document.getAttribute("package")));
        return new Chapter(source, lines, plain(text(document.getDoctitle())),
                text(document.getAttribute("lang", "en")),
                attributes, body.body(), exercises);
    }

    @Override
    public void close() {
        asciidoctor.close();
    }

    private static Options options() {
        var attributes = Attributes.builder()
                .sourceHighlighter("rouge")
                .attribute("rouge-css", "class")
                .attribute("idprefix", "")
                .attribute("idseparator", "-")
                .attribute("icons", "font")
                .attribute("example-caption", null)
                .attribute("figure-caption", null)
                .attribute("table-caption", null)
                .build();
        return Options.builder().safe(SafeMode.UNSAFE).standalone(false).sourcemap(true).attributes(attributes).build();
    }

    /// What [Check] and [Includes] report better is not repeated; broken references are only whispers to Asciidoctor.
    private void log(LogRecord record) {
        var message = record.getMessage();
        if (record.getSeverity().compareTo(Severity.WARN) >= 0
                && REPORTED_BETTER.stream().noneMatch(message::startsWith)) {
            var source = reading.orElseThrow();
            var cursor = record.getCursor();
            var root = source.file().toString().replace('\\', '/').replace(source.name(), "");
            problems.add(source.name(), cursor == null ? 0 : cursor.getLineNumber(),
                    message.replace(root, "") + (message.contains("; ") ? "" : "; " + nextStep(message)));
        }
    }

    private static String nextStep(String message) {
        return message.startsWith("tag ")
                ? "put // tag::name[] and // end::name[] around the lines to show"
                : "mend the AsciiDoc here or just above";
    }

    /// Where the block stands in the text itself; 0 for the document and for what an include brought.
    private static int line(StructuralNode block, Source source) {
        var cursor = block.getSourceLocation();
        var isHere = cursor != null && cursor.getFile() != null && source.file().endsWith(Path.of(cursor.getFile()));
        return isHere ? cursor.getLineNumber() : 0;
    }

    private static void walk(StructuralNode node, Consumer<StructuralNode> visitor) {
        visitor.accept(node);
        // A description list's items are pairs, which this view of the tree does not offer as blocks.
        for (Object child : List.copyOf(Objects.requireNonNullElse(node.getBlocks(), List.of()))) {
            if (child instanceof StructuralNode block) {
                walk(block, visitor);
            }
        }
    }

    private static boolean isExercise(StructuralNode block) {
        return "exercise".equals(block.getStyle())
                || "exercise".equals(block.getAttribute("1"));
    }

    private static ExerciseInTree exercise(StructuralNode block, int line, List<String> lines) {
        var attributes = new HashMap<String, String>();
        block.getAttributes().forEach((name, value) -> {
            if (!name.matches("\\d+|id|style|title|role|attribute_entries")) {
                attributes.put(name, String.valueOf(value));
            }
        });
        var hints = new ArrayList<String>();
        for (var child : block.getBlocks()) {
            if (child.getContext().equals("example") && child.isOption("collapsible")) {
                hints.add(plain(text(child.getTitle())));
            }
        }
        var section = section(block);
        return new ExerciseInTree(text(block.getId()), plain(text(block.getTitle())), attributes,
                attributesLine(lines, line), section.map(s -> text(s.getId())).orElse(""),
                section.map(s -> plain(text(s.getTitle()))).orElse(""), hints);
    }

    private static Optional<Section> section(StructuralNode block) {
        for (var node = block.getParent(); node != null; node = node.getParent()) {
            if (node instanceof Section section && section.getLevel() == 1) {
                return Optional.of(section);
            }
        }
        return Optional.empty();
    }

    /// Asciidoctor reports where a block's delimiter stands; its attributes stand above.
    private static int attributesLine(List<String> lines, int delimiter) {
        for (var line = delimiter; line > 1 && !lines.get(line - 1).isBlank(); line--) {
            if (lines.get(line - 1).startsWith("[exercise")) {
                return line;
            }
        }
        return delimiter;
    }

    private static String plain(String html) {
        return Jsoup.parse(html).text();
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
