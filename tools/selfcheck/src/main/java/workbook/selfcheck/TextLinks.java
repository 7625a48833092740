package workbook.selfcheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import workbook.engine.Catalogue;
import workbook.engine.Chapter;
import workbook.engine.Problem;

/// Whether what the chapters include is there, tag and all, and whether their references lead somewhere.
final class TextLinks {
    private static final Pattern INCLUDE = Pattern.compile("include::([^\\[{]+)\\[([^\\]]*)\\]");
    private static final Pattern TAG = Pattern.compile("tags?=(?:\"([^\"]*)\"|([^,]*))");
    private static final Pattern ANCHOR = Pattern.compile("\\[#([\\w-]+)[^\\]]*\\]|\\[\\[([\\w-]+)[^\\]]*\\]\\]");
    private static final Pattern HEADING = Pattern.compile("={2,6} (\\S.*)");
    private static final Pattern REFERENCE = Pattern
            .compile("<<([^,>#]*#)?([\\w-]+)(?:,[^>]*)?>>|xref:([^\\[#\\s]+\\.adoc)?#?([\\w-]*)\\[");
    private static final Pattern VERBATIM = Pattern.compile("-{4,}|\\.{4,}|\\+{4,}|/{4,}");

    private final Catalogue catalogue;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Path, Set<String>> anchors = new HashMap<>();

    TextLinks(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    List<Problem> problems() throws IOException {
        for (var readme : catalogue.chapters().stream().map(Chapter::readme).toList()) {
            check(readme);
        }
        return problems;
    }

    private void check(Path readme) throws IOException {
        var lines = lines(readme);
        var verbatim = "";
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var include = INCLUDE.matcher(line);
            if (include.matches()) {
                include(readme, i + 1, include.group(1), include.group(2));
            } else if (!verbatim.isEmpty()) {
                verbatim = line.equals(verbatim) ? "" : verbatim;
            } else if (VERBATIM.matcher(line).matches()) {
                verbatim = line;
            } else {
                references(readme, i + 1, line);
            }
        }
    }

    private void include(Path readme, int number, String target, String attributes) throws IOException {
        var file = readme.resolveSibling(target).normalize();
        var root = catalogue.root();
        if (!file.startsWith(root.resolve("chapters")) && !file.startsWith(root.resolve("docs"))) {
            problem(readme, number, "includes " + target + "; a chapter includes from chapters and docs only.");
            return;
        }
        if (!Files.isRegularFile(file)) {
            problem(readme, number, "includes " + target + ", which is not there; write it or mend the name.");
            return;
        }
        var tag = TAG.matcher(attributes);
        if (tag.find()) {
            var text = Files.readString(file, StandardCharsets.UTF_8);
            for (var name : (tag.group(1) != null ? tag.group(1) : tag.group(2)).strip().split("[;,]")) {
                if (!name.contains("*")
                        && !(text.contains("tag::" + name + "[]") && text.contains("end::" + name + "[]"))) {
                    problem(readme, number, "includes the tag '" + name + "' of " + target
                            + ", which is not there; write // tag::" + name + "[] and // end::" + name
                            + "[] around it.");
                }
            }
        }
    }

    private void references(Path readme, int number, String line) throws IOException {
        var matcher = REFERENCE.matcher(line.replaceAll("`[^`]*`", ""));
        while (matcher.find()) {
            var isShort = matcher.group(2) != null;
            var other = isShort ? matcher.group(1) : matcher.group(3);
            var id = isShort ? matcher.group(2) : matcher.group(4);
            var file = other == null ? readme : readme.resolveSibling(other.replace("#", "")).normalize();
            if (!Files.isRegularFile(file)) {
                problem(readme, number, "refers to " + other + ", which is not there; mend the name.");
            } else if (!id.isEmpty() && !anchors(file).contains(id)) {
                problem(readme, number, "refers to '" + id + "', which no anchor or heading of "
                        + catalogue.root().relativize(file) + " bears; write [#" + id + "] above its place.");
            }
        }
    }

    private Set<String> anchors(Path file) throws IOException {
        if (!anchors.containsKey(file)) {
            var found = new HashSet<String>();
            for (var line : lines(file)) {
                var anchor = ANCHOR.matcher(line);
                while (anchor.find()) {
                    found.add(anchor.group(1) != null ? anchor.group(1) : anchor.group(2));
                }
                var heading = HEADING.matcher(line);
                if (heading.matches()) {
                    found.add(heading.group(1)
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N}_ .-]", "")
                            .replaceAll("[ .-]+", "-"));
                }
            }
            anchors.put(file, found);
        }
        return anchors.get(file);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    private void problem(Path file, int line, String text) {
        problems.add(new Problem(catalogue.root().relativize(file), line, text));
    }
}
