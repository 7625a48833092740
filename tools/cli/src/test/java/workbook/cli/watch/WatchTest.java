package workbook.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.cli.Fixture;
import workbook.engine.State;

class WatchTest {
    @TempDir
    Path root;
    private Fixture fixture;
    private SeenWatch watch;

    @BeforeEach
    void a_workbook() throws IOException {
        fixture = new Fixture(root);
        watch = new SeenWatch(fixture);
    }

    @AfterEach
    void end() throws InterruptedException {
        watch.close();
    }

    @Test
    void shows_that_it_checks_then_the_report_and_leaves_it_behind() throws Exception {
        watch.start();
        assertThat(watch.next()).contains("1 of 2", "checking say-hello...", "q quit");
        assertThat(watch.awaits("wrong answer")).contains("0/2", "SayHello.java", "saves: events and polling");
        watch.press('t');
        watch.awaits("\"First words\"");
        watch.press('q');
        watch.awaitsEnd();
        assertThat(watch.left()).contains("wrong answer", "./workbook goes on from here.").doesNotContain("q quit");
    }

    @Test
    void counts_the_seconds_of_a_check_that_takes_long_and_takes_keys_meanwhile() throws Exception {
        var gate = fixture.holdChecks();
        watch.start();
        watch.awaits("checking say-hello... 1 s");
        watch.press('t');
        watch.awaits("\"First words\"");
        gate.countDown();
        assertThat(watch.awaits("Checked: wrong answer. Esc shows the report.")).contains("\"First words\"");
        watch.press(Key.Named.ESCAPE);
        watch.awaits("but was");
    }

    @Test
    void checks_again_on_a_save_and_stays_where_it_is() throws Exception {
        watch.start();
        watch.awaits("wrong answer");
        fixture.ends("say-hello", State.SOLVED);
        Files.writeString(fixture.stubFile("SayHello"), "class SayHello {}\n", UTF_8);
        assertThat(watch.awaits("solved\n")).contains("1/2", "n goes on to say-bye: take leave.", "1 of 2, say-hello");
    }

    @Test
    void follows_a_check_by_one_more_however_often_was_saved_meanwhile() throws Exception {
        var gate = fixture.holdChecks();
        watch.start();
        watch.next();
        for (var i = 0; i < 3; i++) {
            watch.saved(fixture.stubFile("SayHello"));
            watch.next();
        }
        gate.countDown();
        watch.awaits("wrong answer");
        watch.press('t');
        watch.awaits("\"First words\"");
        assertThat(fixture.runs()).hasSize(2);
    }

    @Test
    void forgets_what_comes_of_a_long_check_once_its_answer_is_another() throws Exception {
        var gate = fixture.holdChecks();
        watch.start();
        watch.awaits("checking say-hello... 1 s");
        watch.saved(fixture.stubFile("SayHello"));
        watch.next();
        gate.countDown();
        watch.awaits("wrong answer");
        assertThat(fixture.runs()).hasSize(2);
        assertThat(fixture.workbook().history().events()).hasSize(1);
    }

    @Test
    void says_that_another_exercises_answer_was_saved_and_counts_it_as_solved_no_more() throws Exception {
        fixture.ends("say-hello", State.SOLVED);
        fixture.ends("say-bye", State.SOLVED);
        watch.size(100, 24).start();
        watch.awaits("n goes on to say-bye");
        watch.press('n');
        watch.awaits("Everything is solved.");
        var runs = fixture.runs().size();
        // what say-bye stands on: its own verdict may be another now
        Files.writeString(fixture.stubFile("SayHello"), "class SayHello {}\n", UTF_8);
        assertThat(watch.awaits("n goes to say-hello, which was changed since it was solved."))
                .contains("SayHello.java belongs to say-hello: saved, not checked here; l, then Enter, goes there.",
                        "1/2, 1 to check again", "2 of 2, say-bye")
                .doesNotContain("Everything is solved");
        assertThat(fixture.runs()).hasSize(runs + 1);
        watch.press('n');
        assertThat(watch.awaits("Everything is solved.")).contains("1 of 2, say-hello", "2/2");
        Files.writeString(fixture.stubFile("SayBye"), "class SayBye {}\n", UTF_8);
        watch.awaits("SayBye.java belongs to say-bye: saved, not checked here; l, then Enter, goes there.");
        watch.press('l');
        assertThat(watch.awaits("Enter go")).contains("1 to check again",
                ">  2 ? say-bye    Say bye     20 min  changed since");
        assertThat(fixture.runs()).hasSize(runs + 2);
        watch.press(Key.Named.ENTER);
        assertThat(watch.awaits("Everything is solved.")).contains("2 of 2, say-bye");
    }

    @Test
    void checks_again_when_code_that_belongs_to_no_exercise_was_saved() throws Exception {
        watch.start();
        watch.awaits("wrong answer");
        Files.writeString(fixture.stubFile("Own"), "class Own {}\n", UTF_8);
        watch.awaits("checking");
        watch.awaits("wrong answer");
    }

    @Test
    void goes_on_only_by_key_and_comes_back_by_number() throws Exception {
        fixture.ends("say-hello", State.SOLVED);
        watch.start();
        watch.awaits("n goes on");
        watch.press('n');
        watch.awaits("2 of 2, say-bye");
        watch.awaits("wrong answer");
        watch.press('l');
        watch.awaits("Enter go");
        watch.press('1');
        watch.awaits("1 of 2, say-hello");
        assertThat(fixture.workbook().progress().isSolved(fixture.workbook().named("say-hello"))).isTrue();
    }

    @Test
    void shows_task_hints_help_and_all_states_by_key() throws Exception {
        watch.start();
        watch.awaits("wrong answer");
        watch.press('t');
        assertThat(watch.awaits("\"First words\"")).doesNotContain("wrong answer");
        watch.press('h');
        watch.awaits("Hint 1 of 2");
        watch.press(Key.Named.ESCAPE);
        watch.awaits("wrong answer");
        watch.press('h');
        assertThat(watch.awaits("Hint 1 of 2")).contains("h opens the next one.").doesNotContain("Hint 2");
        watch.press('h');
        assertThat(watch.awaits("Hint 2 of 2")).contains("What do people say?");
        watch.press(' ');
        watch.awaits("wrong answer");
        watch.press('?');
        watch.awaits("put the stub back");
        watch.press(Key.Named.ESCAPE);
        watch.awaits("wrong answer");
        watch.press('r');
        watch.awaits("checking say-hello");
        watch.awaits("wrong answer");
        watch.press('a');
        assertThat(watch.awaits("Enter go")).doesNotContain("untried");
    }

    @Test
    void shows_the_packets_of_another_run() throws Exception {
        watch.start();
        watch.awaits("wrong answer");
        watch.press('w');
        watch.awaits("watching the wire of say-hello...");
        watch.awaits("client -> server of say-hello");
    }

    @Test
    void says_why_there_are_no_packets() throws Exception {
        watch.wire(exercise -> {
            throw new IOException("no network");
        }).start();
        watch.awaits("wrong answer");
        watch.press('w');
        watch.awaits("fault: no network");
    }

    @Test
    void does_not_push_packets_before_somebody_who_went_on() throws Exception {
        var run = new CountDownLatch(1);
        watch.wire(exercise -> {
            try {
                run.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return (paint, width) -> List.of("client -> server");
        }).start();
        watch.awaits("wrong answer");
        watch.press('w');
        watch.awaits("watching the wire");
        watch.press('t');
        watch.awaits("\"First words\"");
        run.countDown();
        watch.press('h');
        assertThat(watch.next()).contains("Hint 1 of 2");
    }

    @Test
    void asks_before_it_resets() throws Exception {
        watch.start();
        watch.awaits("wrong answer");
        var original = Files.readString(fixture.stubFile("SayHello"), UTF_8);
        Files.writeString(fixture.stubFile("SayHello"), "class SayHello {}\n", UTF_8);
        watch.awaits("checking");
        watch.awaits("wrong answer");
        watch.press('x');
        watch.awaits("y yes");
        watch.press('n');
        assertThat(watch.awaits("wrong answer")).contains("1 of 2");
        assertThat(fixture.stubFile("SayHello")).hasContent("class SayHello {}\n");
        watch.press('x');
        watch.awaits("y yes");
        watch.press('y');
        watch.awaits("SayHello.java is the original again");
        watch.awaits("checking");
        assertThat(watch.awaits("wrong answer")).contains(".workbook/backup/");
        assertThat(fixture.stubFile("SayHello")).hasContent(original);
    }

    @Test
    void asks_before_it_reveals() throws Exception {
        watch.start();
        watch.awaits("wrong answer");
        watch.press('s');
        watch.awaits("Not solved yet");
        watch.press('y');
        watch.awaits("return \"good word\";");
    }

    @Test
    void takes_no_unknown_key_for_a_command() throws Exception {
        watch.start();
        watch.awaits("wrong answer");
        watch.press(Key.Named.OTHER);
        watch.press('z');
        assertThat(watch.next()).contains("wrong answer");
    }

    @Test
    void ends_at_q_and_at_control_c_wherever_it_is() throws Exception {
        for (var keys : List.of("", "t", "l", "x", "l/")) {
            watch.start();
            watch.awaits("wrong answer");
            watch.type(keys);
            watch.press(Key.Named.INTERRUPT);
            watch.awaitsEnd();
        }
        watch.start();
        watch.awaits("wrong answer");
        watch.type("lq");
        watch.awaitsEnd();
    }

    @Test
    void says_what_keeps_it_from_checking_and_goes_on() throws Exception {
        watch.start();
        watch.awaits("wrong answer");
        var history = root.resolve(".workbook/history.jsonl");
        Files.delete(history);
        Files.createDirectories(history);
        watch.press('r');
        watch.awaits("fault: ");
        Files.delete(history);
        watch.press('r');
        watch.awaits("checking");
        watch.awaits("wrong answer");
    }
}
