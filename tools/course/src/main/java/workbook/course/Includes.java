package workbook.course;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.regex.Pattern;

/// Looks at what a text includes before AsciiDoc does: only tagged regions of chapters and docs travel, so that no
/// solution can.
final class Includes {
    private static final Pattern INCLUDE = Pattern.compile("include::([^\\[]+)\\[(.*)]\\s*");
    private static final Pattern TAGS = Pattern.compile("(?:^|.*,)\\s*tags?=\"?([^\",]+)\"?.*");

    private Includes() {}

    static void check(Source source, List<String> lines, Sources sources, Problems problems) {
        for (var i = 0; i < lines.size(); i++) {
            var include = INCLUDE.matcher(lines.get(i));
            if (include.matches()) {
                var fault = fault(include.group(1), include.group(2), source, sources);
                if (!fault.isEmpty()) {
                    problems.add(source.name(), i + 1, "include of " + include.group(1) + " " + fault);
                }
            }
        }
    }

    private static String fault(String target, String attributes, Source source, Sources sources) {
        var tags = TAGS.matcher(attributes);
        if (!tags.matches() || tags.group(1).contains("*") || attributes.contains("lines=")) {
            return "names no tag; write [tag=name] and put // tag::name[] and // end::name[] around the lines";
        }
        try {
            var file = source.folder().resolve(target).normalize();
            var root = sources.root();
            if (!file.startsWith(root.resolve("chapters")) && !file.startsWith(root.resolve("docs"))) {
                return "leaves chapters and docs; include from a chapter's src, or from docs";
            }
            return Files.isRegularFile(file) ? "" : "finds no such file; give its path from " + source.name();
        } catch (InvalidPathException e) {
            return "is no path; give a path from " + source.name();
        }
    }
}
