package workbook.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.cli.Columns;
import workbook.cli.Fixture;

class DisplayTest {
    private static final String LONG = IntStream.rangeClosed(1, 40)
            .mapToObj(number -> "rung " + number)
            .collect(Collectors.joining("\n"));

    @TempDir
    Path root;
    private Fixture fixture;
    private SeenWatch watch;

    @BeforeEach
    void a_workbook() throws IOException {
        fixture = new Fixture(root);
        watch = new SeenWatch(fixture).wire(exercise -> (paint, width) -> LONG.lines().toList());
    }

    @AfterEach
    void end() throws InterruptedException {
        watch.close();
    }

    @Test
    void shows_a_long_text_page_by_page_above_a_footer_that_stays() throws Exception {
        showPackets();
        assertThat(watch.awaits("rung 1\n")).contains("rung 18\nlines 1-18 of 40, space goes on\n", "q quit")
                .doesNotContain("rung 19");
        watch.press(' ');
        assertThat(watch.next()).contains("rung 18\n", "rung 35\nlines 18-35 of 40, space goes on\n", "q quit");
        watch.press('b');
        assertThat(watch.next()).contains("lines 1-18 of 40");
        watch.press(Key.Named.DOWN);
        assertThat(watch.next()).contains("lines 2-19 of 40");
        watch.press(Key.Named.UP);
        assertThat(watch.next()).contains("lines 1-18 of 40");
        watch.press(Key.Named.END);
        assertThat(watch.next()).contains("rung 40\nlines 23-40 of 40, b goes back\n");
        watch.press(Key.Named.HOME);
        assertThat(watch.next()).contains("lines 1-18 of 40");
        watch.press(Key.Named.PAGE_DOWN);
        assertThat(watch.next()).contains("lines 18-35 of 40");
        watch.press(Key.Named.PAGE_UP);
        assertThat(watch.next()).contains("lines 1-18 of 40");
        watch.press(Key.Named.ESCAPE);
        assertThat(watch.next()).contains("wrong answer").doesNotContain("lines ");
    }

    @Test
    void keeps_its_place_when_the_size_changes() throws Exception {
        showPackets();
        watch.awaits("rung 1\n");
        watch.press(Key.Named.END);
        watch.next();
        watch.resize(80, 12);
        assertThat(watch.next()).contains("rung 23\n", "lines 23-");
        watch.resize(80, 60);
        assertThat(watch.next()).contains("rung 1\n", "rung 40\n").doesNotContain("lines ");
    }

    @Test
    void fills_every_size_exactly_and_never_more() throws Exception {
        watch.start();
        watch.awaits("wrong answer");
        for (var columns : List.of(20, 21, 33, 40, 60, 80, 132)) {
            for (var rows : List.of(4, 5, 6, 7, 10, 16, 24, 50)) {
                for (var keys : List.of("h", "l", "?", "x")) {
                    watch.resize(columns, rows);
                    fits(watch.next(), columns, rows);
                    watch.type(keys);
                    var screen = watch.next();
                    fits(screen, columns, rows);
                    watch.press(Key.Named.ESCAPE);
                    watch.next();
                }
            }
        }
    }

    private static void fits(String screen, int columns, int rows) {
        assertThat(screen.lines()).hasSize(rows).allMatch(line -> Columns.of(line) <= columns);
    }

    @Test
    void shows_the_last_exercise_of_the_list_on_a_low_screen() throws Exception {
        watch.size(60, 6).start();
        watch.awaits("wrong answer");
        watch.press('l');
        assertThat(watch.awaits("Enter go")).doesNotContain("say-bye");
        watch.press(Key.Named.END);
        assertThat(watch.next()).contains(">  2 . say-bye");
        watch.press(Key.Named.HOME);
        assertThat(watch.next()).contains("Talking", ">  1 x say-hello").doesNotContain("say-bye");
    }

    @Test
    void adds_its_lines_below_each_other_where_nothing_can_be_drawn_over() throws Exception {
        watch.onPaper().start();
        assertThat(watch.next()).isEqualTo("checking say-hello...\n");
        assertThat(watch.awaits("wrong answer")).contains("q quit").doesNotContain("Sockets by Hand");
        watch.press('w');
        assertThat(watch.awaits("rung 1\n")).contains("rung 30\n");
    }

    @Test
    void counts_a_wide_character_as_two() throws Exception {
        Files.writeString(root.resolve("chapters/01-talking/README.adoc"),
                fixture.readme().replace("Make `SayHello.word`", "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"), UTF_8);
        watch.size(40, 24).start();
        watch.awaits("wrong answer");
        watch.press('t');
        fits(watch.awaits("漢字"), 40, 24);
    }

    private void showPackets() throws Exception {
        watch.start();
        watch.awaits("wrong answer");
        watch.press('w');
        watch.awaits("watching");
    }
}
