package workbook.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads a chapter's `README.adoc` line by line: its header and its exercise blocks, nothing else.
///
/// Parsing it properly costs the start of a JRuby; the self-check asserts that both ways agree.
final class ChapterScanner {
    private static final Pattern HEADING = Pattern.compile("== (\\S.*)");
    private static final Pattern ANCHOR = Pattern.compile("\\[#([\\w-]+)[^\\]]*\\]|\\[\\[([\\w-]+)[^\\]]*\\]\\]");
    private static final Pattern ID_LINE = Pattern.compile("\\[#([^\\],]*)\\]");
    /// A slip of the fingers must not make an exercise vanish.
    private static final Pattern MISSPELT = Pattern.compile("\\[(?!exercise\\b)[^\\],=]*,.*\\bpoints=.*");
    private static final Pattern HEADER_ATTRIBUTE = Pattern.compile(":([\\w-]+):\\s*(.*)");

    private final Path readme;
    private final List<String> lines;
    private final Problems problems;
    private final Map<String, String> header = new LinkedHashMap<>();
    private final Map<String, Integer> headerLines = new LinkedHashMap<>();
    private final List<ExerciseBlock> blocks = new ArrayList<>();
    private String title = "";
    private String section = "";
    private String sectionTitle = "";
    private int at;

    ChapterScanner(Path readme, List<String> lines, Problems problems) {
        this.readme = readme;
        this.lines = lines;
        this.problems = problems;
        readHeader();
        while (at < lines.size()) {
            element();
        }
    }

    String title() {
        return title;
    }

    Map<String, String> header() {
        return header;
    }

    /// Where the header says this, from 1; its first line if it does not.
    int headerLine(String name) {
        return headerLines.getOrDefault(name, 1);
    }

    List<ExerciseBlock> blocks() {
        return blocks;
    }

    private void readHeader() {
        while (at < lines.size() && (lines.get(at).isBlank() || lines.get(at).startsWith("//"))) {
            at++;
        }
        if (!line(at).startsWith("= ")) {
            problem(at, "a chapter begins with its title: '= …'");
            return;
        }
        title = line(at).substring(2).strip();
        for (at++; at < lines.size() && !lines.get(at).isBlank(); at++) {
            var attribute = HEADER_ATTRIBUTE.matcher(lines.get(at));
            if (attribute.matches()) {
                header.put(attribute.group(1), attribute.group(2).strip());
                headerLines.put(attribute.group(1), at + 1);
            }
        }
    }

    private void element() {
        var line = lines.get(at);
        var heading = HEADING.matcher(line);
        if (Fence.isOpaque(line)) {
            var end = Fence.end(lines, at);
            if (end < 0) {
                problem(at, "this block is not closed; write " + line + " below its last line");
                end = lines.size();
            }
            at = end + 1;
        } else if (line.startsWith("[exercise")) {
            block();
        } else {
            if (MISSPELT.matcher(line).matches()) {
                problem(at, "these are an exercise's attributes; begin them with [exercise,");
            }
            if (heading.matches()) {
                sectionTitle = heading.group(1).strip();
                section = idAbove(at, sectionTitle);
            }
            at++;
        }
    }

    private String idAbove(int index, String heading) {
        var anchor = ANCHOR.matcher(index > 0 ? lines.get(index - 1) : "");
        if (anchor.matches()) {
            return anchor.group(1) != null ? anchor.group(1) : anchor.group(2);
        }
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ .-]", "").replaceAll("[ .-]+", "-");
    }

    private void block() {
        var start = at;
        var attributes = attributes(start);
        var id = id(start);
        var name = id.isEmpty() ? "this exercise" : "exercise '" + id + "'";
        var titleLine = line(start + 1);
        var fence = line(start + 2);
        if (!titleLine.matches("\\.[^\\s.].*")) {
            problem(start + 1, name + " has no title; write '.Title' directly below [exercise,…]");
            at++;
            return;
        }
        if (!fence.matches("={4,}")) {
            problem(start + 2, name + " has no block; write ==== directly below its title");
            at++;
            return;
        }
        var end = closing(start + 2);
        if (end < 0) {
            problem(start + 2, name + " is not closed; write " + fence + " below its last line");
            at = lines.size();
            return;
        }
        var body = new BlockBody(readme, lines.subList(start + 3, end), start + 4, problems);
        if (body.task().isEmpty()) {
            problem(start + 2, name + " has no text; say in it what to write");
        }
        blocks.add(new ExerciseBlock(id, attributes, titleLine.substring(1), section, sectionTitle, body.task(),
                body.hints(), start + 1));
        at = end + 1;
    }

    /// A fence inside a listing closes nothing.
    private int closing(int open) {
        var fence = lines.get(open);
        for (var i = open + 1; i < lines.size(); i++) {
            if (lines.get(i).equals(fence)) {
                return i;
            }
            if (Fence.isVerbatim(lines.get(i))) {
                var end = Fence.end(lines, i);
                i = end < 0 ? i : end;
            }
        }
        return -1;
    }

    private Map<String, String> attributes(int index) {
        var line = lines.get(index);
        if (!line.matches("\\[exercise[,\\]].*") || !line.endsWith("]")) {
            problem(index, "an exercise's attributes are one line: [exercise,points=…,level=…,minutes=…,aim=\"…\"]");
            return Map.of();
        }
        try {
            return BlockAttributes.parse(line);
        } catch (IllegalArgumentException e) {
            problem(index, "these attributes " + e.getMessage());
            return Map.of();
        }
    }

    private String id(int index) {
        var above = ID_LINE.matcher(line(index - 1));
        if (!above.matches()) {
            var isApart = line(index - 1).isBlank() && ID_LINE.matcher(line(index - 2)).matches();
            problem(index, isApart
                    ? "a blank line stands between [#id] and [exercise,…]; take it out"
                    : "this exercise has no id; write [#id] on the line directly above");
            return "";
        }
        if (ExerciseId.of(above.group(1)).isEmpty()) {
            problem(index - 1, "'" + above.group(1) + "' is no id; write lower-case words joined by hyphens");
            return "";
        }
        return above.group(1);
    }

    private String line(int index) {
        return index >= 0 && index < lines.size() ? lines.get(index) : "";
    }

    private void problem(int index, String text) {
        problems.add(readme, Math.min(index + 1, Math.max(1, lines.size())), text);
    }
}
