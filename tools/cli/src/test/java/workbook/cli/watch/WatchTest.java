package workbook.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.cli.Fixture;
import workbook.cli.Paint;
import workbook.engine.State;

class WatchTest {
    private static final long LIMIT_SECONDS = 4;

    @TempDir
    Path root;
    private Fixture fixture;
    private final LinkedBlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> screens = new LinkedBlockingQueue<>();
    private int columns = 80;
    private int rows = 24;
    private Thread thread;

    @BeforeEach
    void a_workbook() throws IOException {
        fixture = new Fixture(root);
    }

    @AfterEach
    void end() throws InterruptedException {
        if (thread != null) {
            events.add(new WatchEvent.End());
            thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            assertThat(thread.isAlive()).as("the watch ended").isFalse();
        }
    }

    @Test
    void shows_that_it_checks_then_the_report_with_the_task() throws Exception {
        start();
        assertThat(nextScreen()).contains("1 of 2", "checking", "q quit");
        assertThat(awaitScreen("wrong answer")).contains("Make `SayHello.word` return a greeting.", "0/2",
                "SayHello.java");
    }

    @Test
    void checks_again_on_a_save_and_stays_where_it_is() throws Exception {
        start();
        awaitScreen("wrong answer");
        fixture.ends("say-hello", State.SOLVED);
        Files.writeString(fixture.stubFile("SayHello"), "class SayHello {}\n", UTF_8);
        assertThat(awaitScreen("solved\n")).contains("1/2", "n goes on to say-bye: take leave.", "1 of 2, say-hello");
    }

    @Test
    void follows_a_check_by_one_more_however_often_was_saved_meanwhile() throws Exception {
        var gate = fixture.holdChecks();
        start();
        nextScreen();
        for (var i = 0; i < 3; i++) {
            events.add(new WatchEvent.Saved(Set.of(fixture.stubFile("SayHello"))));
            nextScreen();
        }
        gate.countDown();
        awaitScreen("wrong answer");
        press('t');
        awaitScreen("\"First words\"");
        assertThat(fixture.runs()).hasSize(2);
    }

    @Test
    void goes_on_only_by_key_and_comes_back_by_number() throws Exception {
        fixture.ends("say-hello", State.SOLVED);
        start();
        awaitScreen("n goes on");
        press('n');
        awaitScreen("2 of 2, say-bye");
        awaitScreen("wrong answer");
        press('l');
        assertThat(awaitScreen("Type a number")).contains("say-hello", "say-bye");
        press('1');
        awaitScreen("1 of 2, say-hello");
        assertThat(fixture.workbook().progress().isSolved(fixture.workbook().named("say-hello"))).isTrue();
    }

    @Test
    void shows_task_hints_and_all_states_by_key() throws Exception {
        start();
        awaitScreen("wrong answer");
        press('t');
        assertThat(awaitScreen("\"First words\"")).doesNotContain("wrong answer");
        press('h');
        awaitScreen("Hint 1 of 2");
        press('h');
        assertThat(awaitScreen("Hint 2 of 2")).contains("What do people say?");
        press(' ');
        awaitScreen("wrong answer");
        press('a');
        assertThat(awaitScreen("Type a number")).doesNotContain("untried");
    }

    @Test
    void asks_before_it_resets() throws Exception {
        start();
        awaitScreen("wrong answer");
        var original = Files.readString(fixture.stubFile("SayHello"), UTF_8);
        Files.writeString(fixture.stubFile("SayHello"), "class SayHello {}\n", UTF_8);
        awaitScreen("checking");
        awaitScreen("wrong answer");
        press('x');
        awaitScreen("y: yes");
        press('n');
        assertThat(awaitScreen("wrong answer")).contains("1 of 2");
        assertThat(fixture.stubFile("SayHello")).hasContent("class SayHello {}\n");
        press('x');
        awaitScreen("y: yes");
        press('y');
        awaitScreen("SayHello.java is the original again");
        awaitScreen("checking");
        assertThat(awaitScreen("wrong answer")).contains(".workbook/backup/");
        assertThat(fixture.stubFile("SayHello")).hasContent(original);
    }

    @Test
    void asks_before_it_reveals() throws Exception {
        start();
        awaitScreen("wrong answer");
        press('s');
        awaitScreen("Not solved yet");
        press('y');
        awaitScreen("+        return \"good word\";");
    }

    @Test
    void takes_no_arrow_or_unknown_key_for_a_command() throws Exception {
        start();
        awaitScreen("wrong answer");
        press(WatchEvent.Key.ESCAPE);
        awaitScreen("wrong answer");
        press('z');
        awaitScreen("wrong answer");
    }

    @Test
    void ends_at_q_and_at_control_c() throws Exception {
        for (var key : List.of('q', '\u0003')) {
            start();
            awaitScreen("wrong answer");
            press(key);
            thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void fits_its_own_lines_into_a_narrow_screen() throws Exception {
        columns = 50;
        start();
        var footer = awaitScreen("wrong answer").lines().filter(line -> line.contains("  h hint")).toList();
        assertThat(footer).isNotEmpty().allMatch(line -> line.length() <= 50);
    }

    @Test
    void leaves_the_task_out_where_the_report_would_scroll_away() throws Exception {
        rows = 8;
        start();
        assertThat(awaitScreen("wrong answer")).contains("t shows what the exercise asks.");
    }

    @Test
    void says_what_keeps_it_from_checking_and_goes_on() throws Exception {
        start();
        awaitScreen("wrong answer");
        var history = root.resolve(".workbook/history.jsonl");
        Files.delete(history);
        Files.createDirectories(history);
        press('r');
        awaitScreen("fault: ");
        Files.delete(history);
        press('r');
        awaitScreen("wrong answer");
    }

    private void start() throws IOException {
        events.clear();
        screens.clear();
        var workbook = fixture.workbook();
        var watch = new Watch(workbook, fixture.checker(workbook), new Recorder(), events,
                problem -> "fault: " + problem.getMessage());
        thread = Thread.ofPlatform().start(() -> {
            try {
                watch.run();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void press(char key) {
        events.add(new WatchEvent.Key(key));
    }

    private String nextScreen() throws InterruptedException {
        var screen = screens.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(screen).as("another screen").isNotNull();
        return screen;
    }

    private String awaitScreen(String text) throws InterruptedException {
        var screen = nextScreen();
        while (!screen.contains(text)) {
            screen = nextScreen();
        }
        return screen;
    }

    private final class Recorder implements Screen {
        @Override
        public void show(List<String> lines) {
            screens.add(String.join("\n", lines) + "\n");
        }

        @Override
        public int columns() {
            return columns;
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public Paint paint() {
            return Paint.PLAIN;
        }
    }
}
