package workbook.course;

import java.util.List;
import org.jsoup.nodes.Element;

/// The book's contents beside each page: its texts, and of the chapter that the page belongs to the sections.
final class BookContents {
    private BookContents() {}

    static void append(Element nav, Page current, Book book) {
        var list = nav.appendElement("ol");
        for (var text : book.texts()) {
            var item = list.appendElement("li");
            var source = text.chapter().source();
            link(item, text, source.isChapter() ? String.valueOf(source.number()) : "", current);
            var sections = text.chapter().equals(current.chapter()) ? book.sections(text.chapter()) : List.<Page>of();
            if (!sections.isEmpty()) {
                var inner = item.appendElement("ol");
                sections.forEach(section -> link(inner.appendElement("li"), section, "", current));
            }
        }
    }

    private static void link(Element item, Page page, String number, Page current) {
        var link = item.appendElement("a").attr("href", page.file());
        if (!number.isEmpty()) {
            link.appendElement("span").addClass("number").text(number);
            link.appendText(" ");
        }
        link.appendText(page.name());
        if (page.equals(current)) {
            link.attr("aria-current", "page");
        }
    }
}
