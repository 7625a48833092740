package workbook.course;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

/// The frame that all pages share: the book's name, its contents, this page's contents, previous and next.
final class Layout {
    private static final String BOOK = "Sockets by Hand";
    private static final int DESCRIPTION = 160;
    private static final char NO_BREAK = '\u00a0';
    private final Book book;
    private final String version;

    /// @param version what the foot of each page says the course was made from
    Layout(Book book, String version) {
        this.book = book;
        this.version = version;
    }

    Document page(Page page) {
        var html = Jsoup.parse("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title></title>
                <script>try{document.documentElement.dataset.theme=localStorage.getItem("theme")||""}catch{}</script>
                <link rel="stylesheet" href="assets/course.css">
                <script src="assets/course.js" defer></script>
                </head>
                <body>
                <a class="skip" href="#text">Skip to the text</a>
                <header class="top"><button type="button" class="menu" popovertarget="book">Contents</button>
                <a class="home" href="index.html">Sockets by Hand</a></header>
                <nav id="book" popover aria-label="Contents of the book"></nav>
                <main id="text" tabindex="-1"></main>
                <nav id="here" aria-label="On this page"></nav>
                <footer></footer>
                </body>
                </html>
                """);
        html.outputSettings().prettyPrint(false).charset(StandardCharsets.UTF_8).escapeMode(Entities.EscapeMode.xhtml);
        html.expectFirst("html").attr("lang", page.chapter().language());
        html.title(title(page));
        var description = description(page);
        if (!description.isEmpty()) {
            html.expectFirst("title")
                    .after(new Element("meta").attr("name", "description").attr("content", description));
        }
        BookContents.append(html.expectFirst("#book"), page, book);
        main(html.expectFirst("main"), page);
        onThisPage(html.expectFirst("#here"), html.expectFirst("main"));
        html.expectFirst("footer")
                .appendElement("p")
                .text(BOOK + ", version " + version + ". Works from disk, asks no other host.");
        return html;
    }

    private static String title(Page page) {
        var title = page.title() + (page.isSection() ? " – " + page.chapter().title() : "");
        return page.chapter().source().isFront() ? title : title + " – " + BOOK;
    }

    private void main(Element main, Page page) {
        var chapter = page.chapter();
        Lines.move(page.body(), main);
        if (chapter.source().isChapter()) {
            place(main.appendElement("p").addClass("kicker"), page);
        }
        if (!page.isSection()) {
            main.appendElement("h1").text(page.title());
        }
        main.append(page.body().html().strip());
        if (chapter.source().isFront()) {
            ExerciseList.append(main, book);
        } else if (!page.isSection()) {
            SectionList.append(main, chapter, book);
        }
        for (var link : main.select("a[href]")) {
            link.attr("href", book.address(link.attr("href"), page));
        }
        var nav = main.appendElement("nav").addClass("turn").attr("aria-label", "Previous and next page");
        turn(nav, "prev", "Previous", page, book.before(page));
        turn(nav, "next", "Next", page, book.after(page));
    }

    /// Where in the book the page is.
    private void place(Element kicker, Page page) {
        var chapter = page.chapter();
        var number = "Chapter " + chapter.source().number();
        if (!page.isSection()) {
            kicker.text(number);
            return;
        }
        kicker.appendElement("a").attr("href", chapter.source().page()).text(number + ": " + chapter.title());
        kicker.appendText(", " + "section %d of %d".formatted(page.number(), book.sections(chapter).size())
                .replace(' ', NO_BREAK));
    }

    private static void turn(Element nav, String rel, String name, Page from, Optional<Page> to) {
        if (to.isEmpty()) {
            return;
        }
        var chapter = to.get().chapter();
        var isNear = !chapter.source().isChapter() || chapter.equals(from.chapter());
        var link = nav.appendElement("a").attr("rel", rel).attr("href", to.get().file());
        link.appendElement("span").text(isNear ? name : name + ", chapter " + chapter.source().number());
        link.appendText(" " + to.get().name());
    }

    private static void onThisPage(Element nav, Element main) {
        var headings = main.select("h2[id], section.exercise > [id$=-title]");
        if (headings.size() < 2) {
            nav.remove();
            return;
        }
        nav.appendElement("p").text("On this page");
        var list = nav.appendElement("ol");
        for (var heading : headings) {
            var box = heading.parent();
            var isExercise = box != null && box.hasClass("exercise");
            var item = list.appendElement("li");
            item.appendElement("a").attr("href", "#" + (isExercise ? box.id() : heading.id())).text(words(heading));
            if (isExercise) {
                item.addClass("todo");
            }
        }
    }

    /// The first paragraph, which search engines and link previews show.
    private static String description(Page page) {
        var first = page.body().selectFirst("p");
        var text = first == null ? "" : first.text();
        return text.length() <= DESCRIPTION ? text : text.substring(0, text.lastIndexOf(' ', DESCRIPTION)) + " …";
    }

    private static String words(Element heading) {
        var copy = heading.clone();
        copy.select("a.anchor").remove();
        return copy.text().strip();
    }
}
