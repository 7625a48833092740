package workbook.course;

import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/// Carries the line of the source through the HTML as a class, so that a problem seen in a page names its place.
final class Lines {
    private static final Pattern MARK = Pattern.compile("at-(\\d+)");

    private Lines() {}

    static String mark(int line) {
        return "at-" + line;
    }

    /// The line that the nearest marked ancestor came from, or 0.
    static int of(Element element) {
        for (var at = element; at != null; at = at.parent()) {
            for (var name : at.classNames()) {
                var mark = MARK.matcher(name);
                if (mark.matches()) {
                    return Integer.parseInt(mark.group(1));
                }
            }
        }
        return 0;
    }

    /// The line among `lines` that says `words`, at or after the element's own line; that line if none does.
    static int of(Element element, List<String> lines, String words) {
        var from = of(element);
        for (var line = Math.max(from, 1); line <= lines.size() && !words.isEmpty(); line++) {
            if (lines.get(line - 1).contains(words)) {
                return line;
            }
        }
        return from;
    }

    /// Gives the marks of one element to the one that takes its place.
    static void move(Element from, Element to) {
        from.classNames().stream().filter(name -> MARK.matcher(name).matches()).forEach(to::addClass);
    }

    /// Removes all marks: readers have no use for them.
    static void erase(Element root) {
        for (var element : root.select("[class*=at-]")) {
            var names = element.classNames();
            if (names.removeIf(name -> MARK.matcher(name).matches())) {
                element.classNames(names);
            }
            if (names.isEmpty()) {
                element.removeAttr("class");
            }
        }
    }
}
