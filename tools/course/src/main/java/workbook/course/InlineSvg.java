package workbook.course;

import org.jsoup.nodes.Element;

/// Drawings that stand inside the page, where they take the page's colours.
final class InlineSvg {
    private InlineSvg() {}

    /// Makes the drawing an image with a name and a description, its ids its own.
    static void name(Element svg, String prefix) {
        for (var element : svg.select("[id]")) {
            var id = element.id();
            for (var user : svg.getAllElements()) {
                for (var attribute : user.attributes()) {
                    attribute.setValue(pointing(attribute.getValue(), id, prefix + "-" + id));
                }
            }
            element.id(prefix + "-" + id);
        }
        var names = new StringBuilder();
        for (var text : svg.select("> title, > desc")) {
            text.id(prefix + "-" + text.tagName());
            names.append(names.isEmpty() ? "" : " ").append(text.id());
        }
        svg.attr("role", "img").attr("focusable", "false");
        if (!names.isEmpty()) {
            svg.attr("aria-labelledby", names.toString());
        }
    }

    private static String pointing(String value, String id, String replacement) {
        return value.equals("#" + id)
                ? "#" + replacement
                : value.replace("url(#" + id + ")", "url(#" + replacement + ")");
    }
}
