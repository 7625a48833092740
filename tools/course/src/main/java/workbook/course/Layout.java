package workbook.course;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

/// The frame that all pages share: the book's name, its contents, this page's contents, previous and next.
final class Layout {
    private static final String BOOK = "Sockets by Hand";
    private static final int DESCRIPTION = 160;
    private final List<Chapter> book;
    private final String version;

    /// @param version what the foot of each page says the course was made from
    Layout(List<Chapter> book, String version) {
        this.book = book;
        this.version = version;
    }

    Document page(Chapter chapter) {
        var isFront = chapter.source().isFront();
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
        html.expectFirst("html").attr("lang", chapter.language());
        html.title(isFront ? chapter.title() : chapter.title() + " · " + BOOK);
        var description = description(chapter);
        if (!description.isEmpty()) {
            html.expectFirst("title")
                    .after(new Element("meta").attr("name", "description").attr("content", description));
        }
        contents(html.expectFirst("#book"), chapter);
        main(html.expectFirst("main"), chapter);
        onThisPage(html.expectFirst("#here"), html.expectFirst("main"));
        html.expectFirst("footer")
                .appendElement("p")
                .text(BOOK + ", version " + version + ". Works from disk, asks no other host.");
        return html;
    }

    private void contents(Element nav, Chapter current) {
        var list = nav.appendElement("ol");
        for (var chapter : book) {
            var link = list.appendElement("li").appendElement("a").attr("href", chapter.source().page());
            if (chapter.source().isChapter()) {
                link.appendElement("span").addClass("number").text(String.valueOf(chapter.source().number()));
                link.appendText(" ");
            }
            link.appendText(chapter.source().isFront() ? "Start here" : chapter.title());
            if (chapter.equals(current)) {
                link.attr("aria-current", "page");
            }
        }
    }

    private void main(Element main, Chapter chapter) {
        if (!chapter.kicker().isEmpty()) {
            main.appendElement("p").addClass("kicker").text(chapter.kicker());
        }
        main.appendElement("h1").text(chapter.title());
        main.append(chapter.body().html().strip());
        if (chapter.source().isFront()) {
            ExerciseList.append(main, book);
        }
        var at = book.indexOf(chapter);
        var nav = main.appendElement("nav").addClass("turn").attr("aria-label", "Previous and next page");
        if (at > 0) {
            turn(nav, "prev", "Previous", book.get(at - 1));
        }
        if (at + 1 < book.size()) {
            turn(nav, "next", "Next", book.get(at + 1));
        }
    }

    private static void turn(Element nav, String rel, String name, Chapter to) {
        var link = nav.appendElement("a").attr("rel", rel).attr("href", to.source().page());
        link.appendElement("span").text(name);
        link.appendText(" " + (to.source().isFront() ? "Start here" : to.title()));
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
    private static String description(Chapter chapter) {
        var first = chapter.body().selectFirst("p");
        var text = first == null ? "" : first.text();
        return text.length() <= DESCRIPTION ? text : text.substring(0, text.lastIndexOf(' ', DESCRIPTION)) + " …";
    }

    private static String words(Element heading) {
        var copy = heading.clone();
        copy.select("a.anchor").remove();
        return copy.text().strip();
    }
}
