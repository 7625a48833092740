package workbook.course;

import java.util.Locale;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/// Makes of AsciiDoc's stock HTML what a reader should get: one method per repair.
///
/// Their order matters: a later one finds what an earlier one has made.
final class Repairs {
    private final Chapter chapter;
    private final Element body;
    private final Problems problems;

    private Repairs(Chapter chapter, Problems problems) {
        this.chapter = chapter;
        this.body = chapter.body();
        this.problems = problems;
    }

    /// Repairs the chapter's body in place.
    static void make(Chapter chapter, Links links, Problems problems) {
        links.resolve(chapter);
        var repairs = new Repairs(chapter, problems);
        repairs.callouts();
        repairs.calloutLists();
        repairs.listings();
        repairs.pictures();
        repairs.tables();
        repairs.quizzes();
        repairs.exercises(links);
        repairs.asides();
        repairs.terms();
        repairs.sections();
        repairs.headings();
        repairs.paragraphs();
    }

    /// A note is a table in the stock HTML; it becomes a note.
    private void callouts() {
        for (var stock : body.select("div.admonitionblock")) {
            var kind = stock.classNames()
                    .stream()
                    .filter(name -> name.matches("note|tip|important|warning|caution"))
                    .findFirst()
                    .orElse("note");
            var name = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
            var note = new Element("div").addClass("callout")
                    .addClass(kind)
                    .attr("role", "note")
                    .attr("aria-label", name);
            note.appendElement("p").addClass("kind").text(name);
            var content = stock.expectFirst("td.content");
            if (content.selectFirst("p") == null) {
                note.appendElement("p").append(content.html().strip());
            } else {
                note.append(content.html().strip());
            }
            Lines.move(stock, note);
            stock.replaceWith(note);
        }
    }

    /// The numbers in listings, and the list that explains them, which is a table in the stock HTML.
    private void calloutLists() {
        for (var icon : body.select("pre i.conum")) {
            var twin = icon.nextElementSibling();
            if (twin != null && twin.tagName().equals("b")) {
                twin.remove();
            }
            icon.replaceWith(new Element("span").addClass("conum").text(icon.attr("data-value")));
        }
        for (var stock : body.select("div.colist")) {
            var list = new Element("ol").addClass("colist");
            for (var row : stock.select("tr")) {
                list.appendElement("li").append(row.expectFirst("td:last-child").html().strip());
            }
            Lines.move(stock, list);
            stock.replaceWith(list);
        }
    }

    /// Listings become figures that the keyboard can scroll.
    private void listings() {
        var number = 0;
        for (var stock : body.select("div.listingblock, div.literalblock")) {
            number++;
            var title = stock.selectFirst("> .title");
            var pre = stock.expectFirst("pre");
            var code = pre.selectFirst("code[data-lang]");
            var kind = code != null && code.attr("data-lang").equals("console") ? "Transcript" : "Listing";
            if (kind.equals("Transcript")) {
                Transcript.mark(code);
            }
            var figure = new Element("figure").addClass("listing").addClass(kind.toLowerCase(Locale.ROOT));
            if (title != null) {
                var caption = figure.appendElement("figcaption").append(title.html());
                if (title.childrenSize() == 0) {
                    caption.html(title.html().replace("/", "/<wbr>"));
                }
            }
            pre.clearAttributes();
            focusable(pre, kind + " " + number + (title == null ? "" : ": " + title.text()));
            figure.appendChild(pre);
            stock.select("> ol.colist").forEach(figure::appendChild);
            Lines.move(stock, figure);
            stock.replaceWith(figure);
        }
    }

    private void pictures() {
        var number = 0;
        for (var stock : body.select("div.imageblock")) {
            number++;
            var figure = new Element("figure").addClass("picture");
            var frame = figure.appendElement("div").addClass("scroll");
            var title = stock.selectFirst("> .title");
            focusable(frame, "Picture " + number + (title == null ? "" : ": " + title.text()));
            stock.select("> .content > *").forEach(frame::appendChild);
            for (var svg : frame.select("svg")) {
                InlineSvg.name(svg, "picture-" + number);
            }
            if (title != null) {
                figure.appendElement("figcaption").append(title.html());
            }
            Lines.move(stock, figure);
            stock.replaceWith(figure);
        }
    }

    /// Tables lose the stock's classes and scroll in a frame of their own.
    private void tables() {
        var number = 0;
        for (var table : body.select("table.tableblock")) {
            number++;
            var frame = new Element("div").addClass("scroll").addClass("table");
            var caption = table.selectFirst("> caption");
            focusable(frame, "Table " + number + (caption == null ? "" : ": " + caption.text()));
            Lines.move(table, frame);
            table.replaceWith(frame);
            // The one role that a table may have: its listings may be broken anywhere.
            if (table.hasClass("bytes")) {
                frame.addClass("bytes");
            }
            frame.appendChild(table.removeAttr("class"));
            table.select("th, td").forEach(cell -> cell.removeAttr("class"));
            table.select("thead th").forEach(cell -> cell.attr("scope", "col"));
            table.select("tbody th").forEach(cell -> cell.attr("scope", "row"));
            table.select("p.tableblock").forEach(text -> text.removeAttr("class"));
            table.select("td > p:only-child, th > p:only-child").forEach(Element::unwrap);
        }
    }

    private void quizzes() {
        var number = 0;
        for (var stock : body.select("div.quiz")) {
            number++;
            Quiz.dress(stock, "quiz-" + number, chapter, problems);
        }
    }

    private void exercises(Links links) {
        for (var exercise : chapter.exercises()) {
            var stock = exercise.id().isEmpty() ? null : body.getElementById(exercise.id());
            if (stock == null || exercise.title().isEmpty() || !stock.hasClass("exercise")) {
                problems.add(chapter.source().name(), exercise.line(), "an exercise without an id or a title;"
                        + " write [#id] above its attributes and .Title below, and put ==== around the text");
            } else {
                ExerciseBox.dress(stock, exercise, chapter, links);
            }
        }
    }

    private void asides() {
        for (var stock : body.select("div.sidebarblock")) {
            var aside = new Element("aside");
            var title = stock.selectFirst("> .content > .title");
            if (title != null) {
                aside.appendElement("p").addClass("title").append(title.html());
                title.remove();
            }
            aside.append(stock.expectFirst("> .content").html().strip());
            Lines.move(stock, aside);
            stock.replaceWith(aside);
        }
    }

    private void terms() {
        if (chapter.source().isGlossary()) {
            body.select("dt").forEach(term -> term.id(Glossary.anchor(term.text())).removeAttr("class"));
        }
    }

    private void sections() {
        for (var stock : body.select("div.sect1, div.sect2, div.sect3")) {
            stock.tagName("section").removeClass("sect1").removeClass("sect2").removeClass("sect3");
        }
        body.select("div.sectionbody").forEach(Element::unwrap);
        for (var lead : body.select("#preamble")) {
            lead.removeAttr("id").addClass("lead");
        }
    }

    /// Each heading can be pointed at.
    private void headings() {
        for (var heading : body.select("h2[id], h3[id], h4[id]")) {
            var target = heading.parent() != null && heading.parent().hasClass("exercise")
                    ? heading.parent().id()
                    : heading.id();
            var name = heading.text();
            heading.appendChild(new TextNode(" "));
            heading.appendElement("a")
                    .addClass("anchor")
                    .attr("href", "#" + target)
                    .attr("aria-label", "Link to “" + name + "”")
                    .text("#");
        }
    }

    /// The stock HTML wraps each paragraph and list; readers and style sheets need no wrapper.
    private void paragraphs() {
        for (var stock : body.select("div.paragraph, div.ulist, div.olist, div.dlist")) {
            var only = stock.childrenSize() == 1 ? stock.child(0) : null;
            if (only != null && !stock.hasAttr("id")) {
                Lines.move(stock, only);
                only.removeClass("arabic").removeClass("loweralpha");
                stock.unwrap();
            }
        }
    }

    /// Lets the keyboard reach and scroll what is wider than the page.
    static void focusable(Element element, String name) {
        element.attr("tabindex", "0").attr("role", "region").attr("aria-label", name);
    }
}
