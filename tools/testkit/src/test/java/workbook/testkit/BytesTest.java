package workbook.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void text_stays_readable_and_the_rest_is_escaped() {
        assertThat(Bytes.show(Bytes.of(0, 0, 0, 2, 'h'))).isEqualTo("\"\\0\\0\\0\\2h\"");
        assertThat(Bytes.show(Bytes.of("a\r\n\t\"\\"))).isEqualTo("\"a\\r\\n\\t\\\"\\\\\"");
        assertThat(Bytes.show(Bytes.of(0xff, 0x7f, 8, 27))).isEqualTo("\"\\xff\\x7f\\x08\\x1b\"");
        assertThat(Bytes.show(Bytes.of("套接字é🙂"))).isEqualTo("\"套接字é🙂\"");
    }

    @Test
    void a_digit_after_a_small_number_does_not_join_it() {
        assertThat(Bytes.show(Bytes.of(0, '7'))).isEqualTo("\"\\x007\"");
    }

    @Test
    void what_looks_like_text_among_random_bytes_is_escaped() {
        assertThat(Bytes.show(Bytes.of(0xc3, 0xa9, 0xff))).isEqualTo("\"\\xc3\\xa9\\xff\"");
    }

    @Test
    void a_character_cut_at_the_end_leaves_the_others_readable() {
        assertThat(Bytes.show(Bytes.of(0xc3, 0xa9, 0xc3))).isEqualTo("\"é\\xc3\"");
    }

    @Test
    void characters_that_would_move_the_rest_of_the_line_are_escaped() {
        assertThat(Bytes.show(Bytes.of("a\u202e\u200b"))).isEqualTo("\"a\\xe2\\x80\\xae\\xe2\\x80\\x8b\"");
        assertThat(Bytes.show(Bytes.of("\u05d0"))).isEqualTo("\"\\xd7\\x90\"");
    }

    @Test
    void long_runs_are_cut_around_the_byte_that_matters() {
        var bytes = Bytes.of("a".repeat(2000) + "b" + "c".repeat(1262));
        var shown = Bytes.show(bytes, 2000);
        assertThat(shown).isEqualTo(
                "… 1,972 bytes … \"" + "a".repeat(28) + "b" + "c".repeat(27) + "\" … 1,235 bytes …");
        assertThat(shown.charAt(Bytes.column(bytes, 2000))).isEqualTo('b');
    }

    @Test
    void the_column_is_that_of_the_byte_after_escapes_and_wide_characters() {
        var bytes = Bytes.of("\r\n套x");
        assertThat(Bytes.column(bytes, 0)).isEqualTo(1);
        assertThat(Bytes.column(bytes, 2)).isEqualTo(5);
        assertThat(Bytes.column(bytes, 5)).isEqualTo(7);
        assertThat(Bytes.column(bytes, 6)).isEqualTo(8);
    }
}
