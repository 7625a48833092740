package workbook.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    private static final Paint COLOURED = new Paint(true, true, true);

    @Test
    void measures_what_is_seen() {
        assertThat(Columns.of("abc")).isEqualTo(3);
        assertThat(Columns.of("漢字")).isEqualTo(4);
        assertThat(Columns.of("e\u0301")).isEqualTo(1);
        assertThat(Columns.of("😀")).isEqualTo(2);
        assertThat(Columns.of(COLOURED.red("abc"))).isEqualTo(3);
        assertThat(Columns.of(COLOURED.link(Path.of("/tmp/a"), "abc", 80))).isEqualTo(3);
        assertThat(Columns.of("a\tb")).isEqualTo(5);
    }

    @Test
    void folds_between_characters_and_carries_colours_on() {
        assertThat(Columns.fold("abcdef", 4)).containsExactly("abcd", "ef");
        assertThat(Columns.fold("a漢字b", 4)).containsExactly("a漢", "字b");
        assertThat(Columns.fold(COLOURED.red("abcdef"), 4)).containsExactly("\u001b[31mabcd\u001b[0m",
                "\u001b[31mef\u001b[0m");
        assertThat(Columns.fold("", 4)).containsExactly("");
    }

    @Test
    void lets_nothing_through_that_would_move_the_cursor() {
        assertThat(Columns.fold("a\rb\u001b[2Jc\u0007", 80)).containsExactly("a?b?[2Jc?");
    }

    @Test
    void draws_glyphs_only_where_the_encoding_has_them_all() {
        var terminal = Map.of("TERM", "xterm-256color");
        assertThat(Paint.of(terminal, true, UTF_8).hasGlyphs()).isTrue();
        for (var encoding : new Charset[]{US_ASCII, ISO_8859_1, Charset.forName("windows-1252"),
                Charset.forName("IBM850")}) {
            assertThat(Paint.of(terminal, true, encoding)).isEqualTo(new Paint(true, false, false));
        }
        assertThat(Paint.of(Map.of("TERM", "linux"), true, UTF_8)).isEqualTo(new Paint(true, false, false));
        assertThat(Paint.of(Map.of("TERM", "dumb"), true, UTF_8)).isEqualTo(Paint.PLAIN);
        assertThat(Paint.of(Map.of("TERM", "xterm-kitty", "NO_COLOR", "1"), true, UTF_8)).isEqualTo(Paint.PLAIN);
        assertThat(Paint.of(Map.of("TERM", "xterm-kitty"), false, UTF_8)).isEqualTo(Paint.PLAIN);
    }

    @Test
    void links_only_where_the_terminal_knows_links_by_host_and_path() {
        assertThat(Paint.of(Map.of("TERM", "xterm-kitty"), true, UTF_8).hasLinks()).isTrue();
        assertThat(Paint.of(Map.of("TERM", "xterm-kitty", "TMUX", "/tmp/s"), true, UTF_8).hasLinks()).isFalse();
        assertThat(Paint.of(Map.of("TERM", "tmux-256color", "TMUX", "/tmp/s", "TERM_PROGRAM", "tmux",
                "TERM_PROGRAM_VERSION", "3.4"), true, UTF_8).hasLinks()).isTrue();
        assertThat(COLOURED.link(Path.of("/tmp/a b/ä"), "name", 80))
                .matches("\u001b]8;;file://[\\w.-]*/tmp/a%20b/%C3%A4\u001b\\\\name\u001b]8;;\u001b\\\\");
    }

    @Test
    void keeps_a_long_names_end() {
        assertThat(COLOURED.end("chapters/Framing.java", 13)).isEqualTo("…Framing.java");
        assertThat(Paint.PLAIN.end("chapters/Framing.java", 15)).isEqualTo("...Framing.java");
    }
}
