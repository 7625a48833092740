package workbook.course;

import org.jsoup.nodes.Element;

/// One page of the course: a text, or of a chapter its beginning or one of its sections.
///
/// @param chapter the text that the page is made of
/// @param file    the page's name, unique in the course
/// @param title   plain
/// @param id      of the section that the page is, empty if it is none
/// @param number  of that section in its chapter, from 1, or 0
/// @param body    what stands on the page; a section's begins with its heading
record Page(Chapter chapter, String file, String title, String id, int number, Element body) {
    static Page first(Chapter chapter) {
        return new Page(chapter, chapter.source().page(), chapter.title(), "", 0, chapter.body());
    }

    /// @param section with its `h2`, which becomes the page's `h1`; the headings below follow
    static Page section(Chapter chapter, Element section, int number) {
        var heading = section.expectFirst("> h2");
        heading.select("a.anchor").remove();
        heading.html(heading.html().strip());
        for (var each : section.select("h2, h3, h4, h5")) {
            each.tagName("h" + (each.tagName().charAt(1) - '0' - 1));
        }
        section.remove();
        return new Page(chapter, chapter.source().page().replaceFirst("\\.html$", "-" + heading.id() + ".html"),
                heading.text(), heading.id(), number, section);
    }

    boolean isSection() {
        return number > 0;
    }

    /// What a reader calls it among the book's pages.
    String name() {
        return chapter.source().isFront() ? "Start here" : title;
    }
}
