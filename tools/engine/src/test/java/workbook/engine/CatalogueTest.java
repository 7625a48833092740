package workbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
    private static final String EXERCISE = """
            [#first-words]
            [exercise,points=10,level=core,minutes=5,aim="say hello"]
            .Say hello
            ====
            Finish `FirstWords`:

            * one thing
            . another

            [source,java]
            ----
            ====
            [.not-an-attribute-line]
            ----

            .Hint
            [%collapsible]
            =====
            Who speaks first?
            =====

            .Hint
            [%collapsible]
            =====
            They do.
            =====
            ====
            """;

    @TempDir
    private Path folder;
    private WrittenWorkbook workbook;

    @BeforeEach
    void write() {
        workbook = new WrittenWorkbook(folder).classes("FirstWords");
    }

    @Test
    void reads_an_exercise_with_all_that_its_block_says() throws IOException {
        workbook.chapter("""
                [#greetings]
                == Greetings, and why

                """ + EXERCISE);
        var exercise = Catalogue.read(folder).find("first-words").orElseThrow();
        assertThat(exercise).returns("Say hello", Exercise::title)
                .returns("01-tiny", Exercise::chapter)
                .returns("greetings", Exercise::section)
                .returns("Greetings, and why", Exercise::sectionTitle)
                .returns(1, Exercise::order)
                .returns(10, Exercise::points)
                .returns(5, Exercise::minutes)
                .returns(Exercise.Level.CORE, Exercise::level)
                .returns("say hello", Exercise::aim)
                .returns(Exercise.Judge.INSIDE, Exercise::judge)
                .returns(Exercise.Needs.LOOPBACK, Exercise::needs)
                .returns(List.of("Who speaks first?", "They do."), Exercise::hints)
                .returns(9, Exercise::line)
                .returns(List.of(folder.resolve(WrittenWorkbook.SOURCES + "FirstWords.java")), Exercise::stubs)
                .returns(folder.resolve(WrittenWorkbook.TESTS + "FirstWordsTest.java"), Exercise::test);
        assertThat(exercise.task()).startsWith("Finish `FirstWords`:").endsWith("----").doesNotContain("Hint");
    }

    @Test
    void reads_the_chapters_header() throws IOException {
        workbook.chapter(EXERCISE);
        assertThat(Catalogue.read(folder).chapters()).singleElement()
                .returns("Tiny", Chapter::title)
                .returns("tiny", Chapter::topic)
                .returns("tiny", Chapter::packageName);
    }

    @Test
    void does_not_take_a_listing_for_an_exercise() throws IOException {
        workbook.chapter(EXERCISE + "\n----\n[exercise,broken\n----\n");
        assertThat(Catalogue.read(folder).exercises()).hasSize(1);
    }

    @Test
    void takes_the_stubs_that_a_block_names_and_orders_what_it_stands_on() throws IOException {
        workbook.classes("Second")
                .file(WrittenWorkbook.SOURCES + "A.java", "")
                .file(WrittenWorkbook.SOURCES + "B.java",
                        "")
                .chapter(EXERCISE + "\n" + block("second", "after=first-words,stub=\"A,B\",judge=process"));
        var catalogue = Catalogue.read(folder);
        var second = catalogue.find("second").orElseThrow();
        assertThat(second.stubs()).extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("A.java",
                        "B.java");
        assertThat(second.judge()).isEqualTo(Exercise.Judge.PROCESS);
        assertThat(catalogue.prerequisites(second)).extracting(Exercise::id).containsExactly("first-words");
    }

    @Test
    void stays_readable_when_a_stub_is_gone() throws IOException {
        workbook.chapter(EXERCISE);
        Files.delete(folder.resolve(WrittenWorkbook.SOURCES + "FirstWords.java"));
        assertThat(Catalogue.read(folder).missingStubs()).singleElement()
                .asString()
                .isEqualTo(
                        "chapters/01-tiny/src/main/java/tiny/FirstWords.java: not there; ./workbook reset first-words puts it back.");
    }

    @ParameterizedTest
    @CsvSource({"frist-words, first-words", "firstwords, first-words", "first, first-words",
            "FIRST_WORDS, first-words"})
    void offers_the_nearest_id(String typed, String meant) throws IOException {
        workbook.chapter(EXERCISE);
        assertThat(Catalogue.read(folder).nearest(typed)).containsExactly(meant);
    }

    @Test
    void offers_nothing_when_nothing_is_near() throws IOException {
        workbook.chapter(EXERCISE);
        assertThat(Catalogue.read(folder).nearest("zebra")).isEmpty();
    }

    @Test
    void says_where_there_is_no_workbook() {
        folder = folder.resolve("elsewhere");
        assertThat(problems()).containsExactly("chapters: not there; run this in the workbook's folder.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            level=core       | level=easy         | 6: exercise 'first-words' has level=easy; write one of core, deeper, summit.
            points=10        | points=ten         | 6: exercise 'first-words' has points=ten; write a whole number from 1 to 9999.
            points=10        | point=10           | 6: exercise 'first-words' has an unknown key 'point'; write 'points'?
            [exercise,       | [exercse,          | 6: these are an exercise's attributes; begin them with [exercise,
            ,minutes=5       | ``                 | 6: exercise 'first-words' has no minutes; write minutes=….
            minutes=5        | minutes=5,after=a,b| 6: these attributes 'b' has no key; a value that contains a comma stands in quotes
            minutes=5        | minutes=5,after=frist-words | 6: exercise 'first-words' stands on 'frist-words', which does not exist; write 'first-words'?
            minutes=5        | minutes=5,after=first-words | 6: exercise 'first-words' stands on itself in the end; take out one 'after' of the circle.
            [#first-words]   | [#First Words]     | 5: 'First Words' is no id; write lower-case words joined by hyphens
            [#first-words]   | text               | 6: this exercise has no id; write [#id] on the line directly above
            .Say hello       | Say hello          | 7: exercise 'first-words' has no title; write '.Title' directly below [exercise,…]
            * one thing      | == Heading         | 11: a heading stands inside an exercise block; an exercise block holds paragraphs, lists, listings and hints only
            * one thing      | NOTE: look         | 11: 'NOTE: look' opens something else; an exercise block holds paragraphs, lists, listings and hints only
            * one thing      | image::a.png[]     | 11: 'image::a.png[]' does not belong here; an exercise block holds paragraphs, lists, listings and hints only
            * one thing      | .Loose             | 11: the title 'Loose' belongs to no listing; an exercise block holds paragraphs, lists, listings and hints only
            Who speaks first?| ``                 | 20: this hint is empty; write it or take it out
            [%collapsible]   | [collapsible]      | 20: a hint is the lines '.Hint', '[%collapsible]' and '=====', directly below each other
            """)
    void names_every_mistake_in_a_block(String right, String wrong, String problem) {
        workbook.chapter(EXERCISE.replaceFirst(Pattern.quote(right), wrong));
        assertThat(problems()).contains(WrittenWorkbook.README + ":" + problem);
    }

    @Test
    void names_a_block_that_is_not_closed() {
        workbook.chapter(EXERCISE.substring(0, EXERCISE.lastIndexOf("====")));
        assertThat(problems()).containsExactly(WrittenWorkbook.README
                + ":8: exercise 'first-words' is not closed; write ==== below its last line");
    }

    @Test
    void names_attribute_lines_that_stand_apart() {
        workbook.chapter(EXERCISE.replace("]\n[exercise", "]\n\n[exercise"));
        assertThat(problems()).contains(WrittenWorkbook.README
                + ":7: a blank line stands between [#id] and [exercise,…]; take it out");
    }

    @Test
    void names_a_circle_an_id_taken_twice_and_a_stub_with_two_owners() {
        workbook.classes("B")
                .chapter(block("first-words", "after=b") + block("b", "after=first-words")
                        + block("b", "stub=FirstWords"));
        assertThat(problems()).anyMatch(each -> each.contains(":6: exercise 'first-words' stands on itself"))
                .anyMatch(each -> each.endsWith("id 'b' is taken by chapters/01-tiny/README.adoc:13; "
                        + "give this exercise another."))
                .anyMatch(each -> each.contains("FirstWords.java belongs to exercise 'first-words' already"));
    }

    @Test
    void names_a_test_that_is_missing() throws IOException {
        workbook.chapter(EXERCISE);
        Files.delete(folder.resolve(WrittenWorkbook.TESTS + "FirstWordsTest.java"));
        assertThat(problems()).containsExactly(WrittenWorkbook.README
                + ":6: exercise 'first-words' has no FirstWordsTest; ./workbook new tiny first-words writes one.");
    }

    @Test
    void names_the_line_that_is_not_utf8() {
        workbook.file(WrittenWorkbook.README, new byte[]{'=', ' ', 'A', '\n', (byte) 0xfc, '\n'});
        assertThat(problems())
                .containsExactly(WrittenWorkbook.README + ":2: this line is not UTF-8; save the file as UTF-8.");
    }

    @Test
    void names_a_header_without_topic_or_package() {
        workbook.file(WrittenWorkbook.README, "= Tiny\n\ntext\n");
        assertThat(problems()).hasSize(2)
                .allMatch(each -> each.startsWith(WrittenWorkbook.README + ":1: the header's"));
    }

    @Test
    void joins_a_chapters_program_from_those_it_uses() throws IOException {
        other("02-second", ":uses: tiny");
        other("03-third", ":uses: second , tiny\n:network: private");
        workbook.chapter(EXERCISE);
        var catalogue = Catalogue.read(folder);
        var third = catalogue.findChapter("third").orElseThrow();
        assertThat(third.network()).isEqualTo(Run.Network.PRIVATE);
        assertThat(catalogue.programOf(third)).extracting(Chapter::topic).containsExactly("third", "second", "tiny");
        assertThat(catalogue.findChapter("tiny").orElseThrow().network()).isEqualTo(Run.Network.HOST);
    }

    @Test
    void names_the_line_that_uses_what_is_no_chapter() {
        workbook.chapter(EXERCISE);
        other("02-second", ":uses: tinny,second\n:network: none");
        var readme = "chapters/02-second/README.adoc:";
        assertThat(problems()).containsExactly(
                readme + "4: the header uses 'tinny', which is no other chapter; write 'tiny'?",
                readme + "4: the header uses 'second', which is no other chapter; write the topic of one, or take it out.",
                readme + "5: the header's network is 'none'; write ':network: host' or ':network: private'.");
    }

    private void other(String name, String header) {
        workbook.file("chapters/" + name + "/README.adoc",
                "= Other\n:topic: " + name.substring(3) + "\n:package: other\n" + header + "\n");
    }

    private List<String> problems() {
        var broken = catchThrowableOfType(BrokenWorkbook.class, () -> Catalogue.read(folder));
        assertThat(broken).as("the workbook is taken for a sound one").isNotNull();
        return broken.problems().stream().map(Problem::toString).toList();
    }

    private static String block(String id, String more) {
        return """
                [#%s]
                [exercise,points=10,level=core,minutes=5,aim="do it",%s]
                .Do it
                ====
                Do.
                ====
                """.formatted(id, more).replace("====\n====", "====") + "\n";
    }
}
