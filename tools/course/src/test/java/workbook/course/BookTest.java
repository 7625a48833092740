package workbook.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A chapter is a page for each section, and everything that leads to one finds it.
class BookTest {
    private static final String HELLO = "01-first-words-saying-hello.html";
    private static final String PARTING = "01-first-words-parting-with-close.html";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void build() throws IOException {
        assertThat(Course.build(Books.small(), folder.resolve("course")).problems()).isEmpty();
    }

    @Test
    void next_and_previous_lead_through_all_pages() throws IOException {
        var pages = List.of("index.html", "01-first-words.html", HELLO, PARTING, "02-second-words.html",
                "02-second-words-short.html", "02-second-words-second-words.html", "glossary.html");
        assertThat(follow("index.html", "next")).isEqualTo(pages);
        assertThat(follow("glossary.html", "prev")).isEqualTo(pages.reversed());
        assertThat(page(PARTING).select(".turn a").eachText())
                .containsExactly("Previous Saying hello", "Next, chapter 2 Second words");
    }

    @Test
    void a_section_says_where_it_is() throws IOException {
        var page = page(HELLO);
        assertThat(page.expectFirst("html").attr("lang")).isEqualTo("en");
        assertThat(page.title()).isEqualTo("Saying hello – First words – Sockets by Hand");
        assertThat(page.expectFirst("meta[name=description]").attr("content")).startsWith("A byte stream carries");
        assertThat(page.select(".kicker").text().replace('\u00a0', ' '))
                .isEqualTo("Chapter 1: First words, section 1 of 2");
        assertThat(page.select(".kicker a").attr("href")).isEqualTo("01-first-words.html");
        assertThat(page.select("#book [aria-current]").text()).isEqualTo("Saying hello");
        assertThat(page.select("#book a").eachText()).containsExactly("Start here", "1 First words", "Saying hello",
                "Parting with close", "2 Second words", "Glossary");
    }

    @Test
    void the_headings_of_a_section_begin_with_its_own() throws IOException {
        assertThat(page(HELLO).select("h1, main h2, main h3").eachText())
                .containsExactly("Saying hello", "Say hello #", "Listening #");
        assertThat(page(HELLO).select("#here li").eachText()).containsExactly("Say hello", "Listening");
        assertThat(page(PARTING).expectFirst("h1").html()).isEqualTo("Parting with <code>close</code>");
    }

    @Test
    void a_chapter_begins_with_what_it_holds() throws IOException {
        var page = page("01-first-words.html");
        assertThat(page.title()).isEqualTo("First words – Sockets by Hand");
        assertThat(page.select("#book [aria-current]").text()).isEqualTo("1 First words");
        assertThat(page.select(".kicker").text()).isEqualTo("Chapter 1");
        assertThat(page.select("main .lead").text()).isEqualTo("What two programs say to each other, byte by byte.");
        assertThat(page.select(".sections > li").eachText())
                .containsExactly("Saying hello Say hello core, 5 minutes", "Parting with close");
    }

    @Test
    void links_lead_to_the_page_that_an_id_has_moved_to() throws IOException {
        assertThat(page(HELLO).select("p > a[href*=listening]").eachAttr("href")).containsExactly("#listening");
        assertThat(page(PARTING).select("section p a, main > p:not(.kicker) a").eachAttr("href"))
                .containsExactly(HELLO, HELLO + "#listening", HELLO + "#say-hello");
        assertThat(page("02-second-words-second-words.html").select("main > p:not(.kicker) a").eachAttr("href"))
                .containsExactly("02-second-words-short.html", HELLO + "#listening");
        assertThat(page("index.html").select("main li a, main td a").eachAttr("href"))
                .containsExactly("01-first-words.html", "02-second-words-short.html", HELLO + "#say-hello");
    }

    @Test
    void an_old_address_comes_to_a_line_that_leads_on() throws IOException {
        var first = page("01-first-words.html");
        for (var file : List.of(HELLO, PARTING)) {
            for (var moved : page(file).select("main [id]:not(svg *)")) {
                var line = first.getElementById(moved.id()).closest(".sections li");
                assertThat(line.expectFirst("a").attr("href")).as(moved.id()).startsWith(file);
            }
        }
        assertThat(Files.readString(folder.resolve("course/assets/course.js"), StandardCharsets.UTF_8))
                .contains("closest(\".sections li\")");
    }

    private static List<String> follow(String from, String rel) throws IOException {
        var seen = new ArrayList<String>();
        for (var at = from; !at.isEmpty(); at = page(at).select(".turn [rel=" + rel + "]").attr("href")) {
            seen.add(at);
        }
        return seen;
    }

    private static Document page(String file) throws IOException {
        return Jsoup.parse(Files.readString(folder.resolve("course").resolve(file), StandardCharsets.UTF_8));
    }
}
