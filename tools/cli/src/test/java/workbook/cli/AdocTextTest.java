package workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdocTextTest {
    @Test
    void joins_the_sentences_of_a_paragraph_and_wraps_them() {
        assertThat(AdocText.lines("One sentence per line.\nAnd another.\n\nA new paragraph.", Paint.PLAIN, 24))
                .containsExactly("One sentence per line.", "And another.", "", "A new paragraph.");
    }

    @Test
    void keeps_listings_as_they_are() {
        assertThat(AdocText.lines("Run:\n\n[source,sh]\n----\nnc -l   4711\n\necho\n----\nDone.", Paint.PLAIN, 20))
                .containsExactly("Run:", "", "    nc -l   4711", "    ", "    echo", "", "Done.");
    }

    @Test
    void indents_and_numbers_lists() {
        assertThat(AdocText.lines(". first thing of two\n. second\n\n* point", Paint.PLAIN, 16))
                .containsExactly("1. first thing", "   of two", "2. second", "", "- point");
    }

    @Test
    void shows_code_links_and_emphasis_as_plain_words() {
        assertThat(AdocText.lines(
                "Call `in.read()`, see https://x.org/a[the page] and <<short-reads,Short reads>>, *now*.",
                Paint.PLAIN, 99))
                .containsExactly("Call `in.read()`, see the page (https://x.org/a) and Short reads, now.");
    }

    @Test
    void measures_painted_words_without_their_colour() {
        var paint = new Paint(true, true, true);
        assertThat(AdocText.lines("aaaa `bbbb cccc` dddd", paint, 14))
                .containsExactly("aaaa \u001b[36mbbbb cccc\u001b[0m", "dddd");
    }
}
