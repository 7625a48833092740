package workbook.course;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// Reads the finished pages as a browser would and reports what would disappoint a reader.
final class Check {
    /// A page as it will be written, still with its [Lines].
    record Finished(Page page, Document html) {
        Source source() {
            return page.chapter().source();
        }
    }

    private final Map<String, Source> texts = new HashMap<>();
    private final Map<String, Set<String>> ids = new HashMap<>();
    private final Map<Source, Set<String>> idsOfText = new HashMap<>();
    private final Set<String> files;
    private final List<Finished> pages;
    private final Problems problems;

    /// @param files what is written beside the pages, by its path from them
    Check(List<Finished> pages, Set<String> files, Problems problems) {
        this.pages = pages;
        this.files = files;
        this.problems = problems;
    }

    void run() {
        for (var page : pages) {
            ids(page);
        }
        for (var page : pages) {
            page.html().select("a").forEach(link -> link(page, link));
            requests(page);
            pictures(page);
            headings(page);
            scripts(page);
        }
    }

    /// An id names one thing on a page, and one in a text: a link in the text does not say which page it means.
    private void ids(Finished page) {
        var seen = new HashSet<String>();
        var ofText = idsOfText.computeIfAbsent(page.source(), any -> new HashSet<>());
        var written = page.html().select("main [id]:not(" + SectionList.PLACE + " *)");
        for (var element : page.html().select("[id]")) {
            if (!seen.add(element.id()) | (written.contains(element) && !ofText.add(element.id()))) {
                add(page, element, "[#" + element.id(), "two things have the id '" + element.id() + "'; rename one");
            }
        }
        ids.put(page.page().file(), seen);
        texts.put(page.page().file(), page.source());
    }

    private void link(Finished page, Element link) {
        var href = link.attr("href");
        if (href.isEmpty()) {
            if (link.id().isEmpty()) {
                add(page, link, "", "a link that leads nowhere; give it a target");
            }
            return;
        }
        if (link.text().isBlank() && link.attr("aria-label").isBlank() && link.select("svg, img[alt]").isEmpty()) {
            add(page, link, href, "a link without words (" + href + "); write them between the brackets");
        }
        if (Links.isElsewhere(href)) {
            if (!href.matches("(?i)(https?|mailto):.+")) {
                add(page, link, href, "a link that only this machine understands: " + href + "; use https");
            }
            return;
        }
        var hash = href.indexOf('#');
        var file = hash < 0 ? href : href.substring(0, hash);
        var target = file.isEmpty() ? page.page().file() : file;
        var name = href.replaceFirst("\\.html(#|$)", ".adoc$1");
        if (!ids.containsKey(target)) {
            if (!files.contains(target)) {
                add(page, link, hash < 0 ? name : name.substring(0, name.indexOf('#')),
                        "no page and no file at " + name + "; mend the path");
            }
        } else if (hash >= 0 && !ids.get(target).contains(href.substring(hash + 1))) {
            add(page, link, href.substring(hash + 1),
                    "nothing in " + texts.get(target).name() + " has the id '" + href.substring(hash + 1)
                            + "'; mend the link or add [#id]");
        }
    }

    /// Whatever a browser fetches by itself must lie beside the page.
    private void requests(Finished page) {
        for (var element : page.html().select("[src], link[href], [srcset], [poster], object[data], use, image")) {
            for (var name : List.of("src", "href", "xlink:href", "srcset", "poster", "data")) {
                var address = element.attr(name);
                if (address.isEmpty() || address.startsWith("#")) {
                    continue;
                }
                if (Links.isElsewhere(address)) {
                    add(page, element, address,
                            "the page would ask another host for " + address + "; keep a copy beside it");
                } else if (!files.contains(address)) {
                    add(page, element, address,
                            "the picture or file " + address + " is missing; add it or mend the path");
                }
            }
        }
    }

    private void pictures(Finished page) {
        for (var image : page.html().select("main img")) {
            // Asciidoctor invents a text from the file's name, which tells nobody anything.
            var file = image.attr("src").replaceFirst("\\.[a-z]+$", "").replaceAll("[-_/]", " ");
            if (image.attr("alt").isBlank() || file.endsWith(" " + image.attr("alt"))) {
                add(page, image, "", "a picture without text; write what it shows: image::file.png[what it shows]");
            }
        }
        for (var svg : page.html().select("main svg")) {
            if (svg.select("> title").text().isBlank() || svg.select("> desc").text().isBlank()) {
                add(page, svg, "", "a drawing without text; begin the SVG with <title> and <desc>");
            }
        }
    }

    private void headings(Finished page) {
        var before = 0;
        for (var heading : page.html().select("main h1, main h2, main h3, main h4, main h5, main h6")) {
            var level = heading.tagName().charAt(1) - '0';
            if (level > before + 1) {
                add(page, heading, "", "the heading '" + heading.ownText().strip() + "' skips a level; use one = less");
            }
            before = level;
        }
    }

    private void scripts(Finished page) {
        for (var element : page.html()
                .select("main script, main iframe, main style, main object, main embed, main link")) {
            add(page, element, "", "<" + element.tagName() + "> does not belong in a text; say it in AsciiDoc");
        }
        for (var element : page.html().select("main [^on]")) {
            add(page, element, "", "<" + element.tagName() + "> would run a script; say it in AsciiDoc");
        }
    }

    private void add(Finished page, Element element, String words, String text) {
        problems.add(page.source().name(), Lines.of(element, page.page().chapter().lines(), words), text);
    }
}
