package workbook.course;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The course's pages in reading order: a chapter is cut into its beginning and a page for each section.
///
/// Texts name places as if each text were one page; the book knows where those have come to stand.
final class Book {
    private final List<Page> pages = new ArrayList<>();
    private final Map<String, Page> files = new HashMap<>();
    private final Map<String, Page> homes = new HashMap<>();
    private final Problems problems;

    private Book(Problems problems) {
        this.problems = problems;
    }

    /// Cuts the repaired chapters, whose bodies keep only what stands before the first section.
    static Book of(List<Chapter> chapters, Problems problems) {
        var book = new Book(problems);
        for (var chapter : chapters) {
            var cut = new ArrayList<Page>();
            cut.add(Page.first(chapter));
            if (chapter.source().isChapter()) {
                for (var section : chapter.body().select("> section:not(.exercise)")) {
                    cut.add(Page.section(chapter, section, cut.size()));
                }
            }
            cut.forEach(book::add);
        }
        return book;
    }

    List<Page> pages() {
        return List.copyOf(pages);
    }

    /// The first page of each text.
    List<Page> texts() {
        return pages.stream().filter(page -> !page.isSection()).toList();
    }

    List<Page> sections(Chapter chapter) {
        return pages.stream().filter(page -> page.isSection() && page.chapter().equals(chapter)).toList();
    }

    Optional<Page> before(Page page) {
        var at = pages.indexOf(page);
        return at > 0 ? Optional.of(pages.get(at - 1)) : Optional.empty();
    }

    Optional<Page> after(Page page) {
        var at = pages.indexOf(page);
        return at + 1 < pages.size() ? Optional.of(pages.get(at + 1)) : Optional.empty();
    }

    /// Where a link of the page leads now that texts are cut; one that leads nowhere stays as it is.
    String address(String href, Page from) {
        var hash = href.indexOf('#');
        if (hash < 0 || Links.isElsewhere(href)) {
            return href;
        }
        var id = href.substring(hash + 1);
        var home = homes.get(hash == 0 ? from.chapter().source().page() + href : href);
        if (home == null) {
            return href;
        }
        return home == from ? "#" + id : home.file() + (home.id().equals(id) ? "" : "#" + id);
    }

    private void add(Page page) {
        pages.add(page);
        var twin = files.putIfAbsent(page.file().toLowerCase(Locale.ROOT), page);
        if (page.isSection() && !page.id().matches("[A-Za-z0-9._-]+")) {
            fault(page, "the section '" + page.title() + "' cannot name a file by its id '" + page.id()
                    + "'; write [#id] of a-z, 0-9 and - above it");
        } else if (twin != null && !isSameId(twin, page)) {
            fault(page, "'" + page.title() + "' would be the page " + page.file() + ", and so would '" + twin.title()
                    + "' of " + twin.chapter().source().name() + "; " + (page.isSection()
                            ? "write another [#id] above it"
                            : "rename the text"));
        }
        for (var element : page.body().select("[id]")) {
            homes.putIfAbsent(page.chapter().source().page() + "#" + element.id(), page);
        }
    }

    /// An id that a text has twice, which [Check] reports.
    private static boolean isSameId(Page one, Page other) {
        return one.chapter().equals(other.chapter()) && one.id().equals(other.id());
    }

    private void fault(Page page, String text) {
        problems.add(page.chapter().source().name(), Lines.of(page.body()), text);
    }
}
