package workbook.cli.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workbook.cli.Paint;

class LayoutTest {
    private static final Paint COLOURS = new Paint(true, true, false);
    private static final String MINE = """
            final class RecvExactly {
                private RecvExactly() {}

                static byte[] recvExactly(InputStream in, int count) throws IOException {
                    int received = 0;
                    // 日本語 and a comment that goes on for longer than a column of the screen
                    while (received < count) {
                        if (read < 0) {
                            throw new EOFException();
                        }
                        received += read;
                    }
                    return bytes;
                }
            }
            """;
    private static final String WORKBOOKS = """
            final class RecvExactly {
                private RecvExactly() {}

                static byte[] recvExactly(InputStream in, int count) throws IOException {
                    var received = 0;
                    while (received < count) {
                        if (read < 0) {
                            throw new EOFException("after " + received + " bytes");
                        }
                        received += read;
                    }
                    log(count);
                    return bytes;
                }
            }
            """;

    @Test
    void lays_both_side_by_side_where_there_is_room() {
        assertThat(shown(MINE, WORKBOOKS, Paint.PLAIN, 100)).isEqualTo(golden("side-by-side-100"));
    }

    @Test
    void shows_one_below_the_other_where_there_is_none() {
        assertThat(shown(MINE, WORKBOOKS, Paint.PLAIN, 80)).isEqualTo(golden("unified-80"));
    }

    @Test
    void says_by_signs_what_it_says_by_colours() {
        assertThat(shown(MINE, WORKBOOKS, COLOURS, 100)).isEqualTo(golden("side-by-side-100-coloured"));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 33, 79, 80, 99, 100, 101, 160})
    void cuts_nothing_and_leaves_no_line_wider_than_the_screen(int width) {
        for (var paint : List.of(Paint.PLAIN, COLOURS)) {
            var lines = Layout.lines(Comparison.of(MINE.lines().toList(), WORKBOOKS.lines().toList()), paint, width);
            if (width >= 33) {
                assertThat(lines).allSatisfy(line -> assertThat(Layout.columns(line)).isLessThanOrEqualTo(width));
            }
            var letters = String.join("", lines).replaceAll("\u001b\\[\\d+m|\\W", "");
            assertThat(letters).contains("throwsIOException");
        }
    }

    @Test
    void takes_lines_that_only_stand_deeper_for_equal() {
        var deeper = "try {\n" + "a();\nb();\n".indent(4) + "}\n";
        assertThat(shown("a();\nb();\n", deeper, Paint.PLAIN, 80)).isEqualTo("""
                + try {
                  a();
                  b();
                + }

                -  yours    +  the workbook's
                """);
    }

    @Test
    void folds_what_is_equal_but_for_what_surrounds_a_change() {
        var equal = String.join("\n", Collections.nCopies(12, "same();"));
        assertThat(shown(equal + "\nold();", equal + "\nother(1);", COLOURS, 80)).contains("… 10 equal lines …");
    }

    @Test
    void lets_no_escape_sequence_of_an_answer_reach_the_terminal() {
        assertThat(shown("\u001b[2Jx();\n\ty();", "x();", Paint.PLAIN, 80)).doesNotContain("\u001b")
                .contains("?[2Jx();", "    y();");
    }

    /// With `\\e` for the escape character.
    private static String golden(String name) {
        try (var file = LayoutTest.class.getResourceAsStream(name + ".txt")) {
            return new String(file.readAllBytes(), UTF_8).replace("\\e", "\u001b");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(String mine, String workbooks, Paint paint, int width) {
        var comparison = Comparison.of(mine.lines().toList(), workbooks.lines().toList());
        return String.join("\n", Layout.lines(comparison, paint, width)) + "\n";
    }
}
