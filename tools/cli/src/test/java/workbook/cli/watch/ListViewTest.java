package workbook.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.cli.Fixture;
import workbook.engine.State;

class ListViewTest {
    @TempDir
    Path root;
    private SeenWatch watch;

    @BeforeEach
    void a_list() throws Exception {
        var fixture = new Fixture(root);
        fixture.ends("say-hello", State.SOLVED);
        watch = new SeenWatch(fixture).start();
        watch.awaits("solved");
        watch.press('l');
        assertThat(watch.awaits("Enter go")).contains("Talking  chapters/01-talking, about 20 minutes left",
                ">  1 + say-hello", "solved, 1 attempt, here", "   2 . say-bye");
    }

    @AfterEach
    void end() throws InterruptedException {
        watch.close();
    }

    @Test
    void chooses_by_arrows_and_goes_by_enter() throws Exception {
        watch.press(Key.Named.DOWN);
        assertThat(watch.next()).contains("   1 + say-hello", ">  2 . say-bye");
        watch.press(Key.Named.DOWN);
        assertThat(watch.next()).contains(">  2 . say-bye");
        watch.press(Key.Named.ENTER);
        assertThat(watch.next()).contains("2 of 2, say-bye", "checking");
    }

    @Test
    void shows_only_the_open_or_the_solved_ones() throws Exception {
        watch.press('o');
        assertThat(watch.next()).contains(">  2 . say-bye", "open ones").doesNotContain("1 + say-hello");
        watch.press('s');
        assertThat(watch.next()).contains(">  1 + say-hello", "solved ones").doesNotContain("2 . say-bye");
        watch.press('a');
        assertThat(watch.next()).contains(" 1 + say-hello", " 2 . say-bye");
    }

    @Test
    void searches_while_letters_are_typed() throws Exception {
        watch.type("/");
        assertThat(watch.next()).contains("/_", "Enter takes it");
        watch.type("LEAVE");
        assertThat(watch.awaits("/LEAVE_")).contains(">  2 . say-bye").doesNotContain("1 + say-hello");
        watch.press('q');
        assertThat(watch.next()).contains("/LEAVEq_", "No exercise is like that.");
        watch.press(Key.Named.BACKSPACE);
        assertThat(watch.next()).contains(">  2 . say-bye");
        watch.press(Key.Named.ESCAPE);
        assertThat(watch.next()).contains(" 1 + say-hello", " 2 . say-bye", "Enter go");
        watch.type("/bye");
        watch.awaits("/bye_");
        watch.press(Key.Named.ENTER);
        assertThat(watch.next()).contains("2 of 2, say-bye", "checking");
    }

    @Test
    void goes_back_by_escape_and_by_l() throws Exception {
        watch.press(Key.Named.ESCAPE);
        assertThat(watch.next()).contains("n goes on to say-bye");
        watch.press('l');
        watch.awaits("Enter go");
        watch.press('l');
        assertThat(watch.next()).contains("n goes on to say-bye");
    }

    @Test
    void goes_by_number() throws Exception {
        watch.press('9');
        assertThat(watch.next()).contains("Enter go");
        watch.press('2');
        assertThat(watch.next()).contains("2 of 2, say-bye", "checking");
    }
}
