package workbook.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The lines between the `====` of one exercise block: the task, and the hints folded into it.
///
/// Only what reads well on a terminal as well as on a page may stand here.
final class BlockBody {
    private static final String ALLOWED = "an exercise block holds paragraphs, lists, listings and hints only";
    private static final Pattern HINT_FENCE = Pattern.compile("={4,}");
    private static final Pattern OTHER_FENCE = Pattern
            .compile("\\*{4,}|_{4,}|\\+{4,}|/{4,}|={4,}|--|---|'''|<<<|[|,:!]===");
    private static final Pattern ALLOWED_STYLE = Pattern
            .compile("\\[(source|listing|literal|,|%linenums|arabic|loweralpha|start|horizontal|square|disc).*\\]");
    private static final Pattern TITLE = Pattern.compile("\\.[^\\s.].*");
    private static final Pattern BLOCK_MACRO = Pattern.compile("[\\w-]+::\\S*\\[.*\\]");

    private final Path readme;
    private final List<String> lines;
    private final int first;
    private final Problems problems;
    private final List<String> task = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();
    private int at;

    /// @param first number of the first of these lines in the file, from 1
    BlockBody(Path readme, List<String> lines, int first, Problems problems) {
        this.readme = readme;
        this.lines = lines;
        this.first = first;
        this.problems = problems;
        read();
    }

    String task() {
        return text(task);
    }

    List<String> hints() {
        return hints;
    }

    private void read() {
        while (at < lines.size()) {
            if (lines.get(at).equals(".Hint")) {
                hint();
            } else {
                element(task);
            }
        }
    }

    private void hint() {
        var start = at;
        var fence = line(at + 2);
        if (!line(at + 1).equals("[%collapsible]") || !HINT_FENCE.matcher(fence).matches()) {
            problem(start, "a hint is the lines '.Hint', '[%collapsible]' and '=====', directly below each other");
            at++;
            return;
        }
        var hint = new ArrayList<String>();
        at += 3;
        while (at < lines.size() && !lines.get(at).equals(fence)) {
            element(hint);
        }
        if (at == lines.size()) {
            problem(start, "this hint is not closed; write " + fence + " below its last line");
        }
        at++;
        if (text(hint).isEmpty()) {
            problem(start, "this hint is empty; write it or take it out");
        }
        hints.add(text(hint));
    }

    /// Takes one line, or one listing with its fences.
    private void element(List<String> text) {
        var line = lines.get(at);
        if (!Fence.isVerbatim(line)) {
            fault(line).ifPresent(fault -> problem(at, fault));
            text.add(line);
            at++;
            return;
        }
        var end = Fence.end(lines, at);
        if (end < 0) {
            problem(at, "this listing is not closed; write " + line + " below its last line");
            end = lines.size() - 1;
        }
        text.addAll(lines.subList(at, end + 1));
        at = end + 1;
    }

    private Optional<String> fault(String line) {
        if (line.matches("={1,6} \\S.*")) {
            return Optional.of("a heading stands inside an exercise block; " + ALLOWED);
        }
        if (OTHER_FENCE.matcher(line).matches() || line.matches("(NOTE|TIP|IMPORTANT|CAUTION|WARNING): .*")) {
            return Optional.of("'" + line + "' opens something else; " + ALLOWED);
        }
        if (BLOCK_MACRO.matcher(line).matches() || line.matches(":!?\\w[\\w-]*!?:.*")) {
            return Optional.of("'" + line + "' does not belong here; " + ALLOWED);
        }
        if (line.matches("\\[.*\\]") && !ALLOWED_STYLE.matcher(line).matches()) {
            return Optional.of("'" + line + "' does not belong here; " + ALLOWED);
        }
        if (TITLE.matcher(line).matches() && !titlesListing()) {
            return Optional.of("the title '" + line.substring(1) + "' belongs to no listing; " + ALLOWED);
        }
        return Optional.empty();
    }

    private boolean titlesListing() {
        return Fence.isVerbatim(line(at + 1)) || line(at + 1).startsWith("[") && Fence.isVerbatim(line(at + 2));
    }

    private String line(int index) {
        return index < lines.size() ? lines.get(index) : "";
    }

    private void problem(int index, String text) {
        problems.add(readme, first + index, text);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines).replaceAll("\n{3,}", "\n\n").strip();
    }
}
