package workbook.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.cli.Fixture;
import workbook.cli.Workbook;

class ChecksTest {
    private static final long LIMIT_SECONDS = 4;

    @TempDir
    Path root;
    private Fixture fixture;
    private Workbook workbook;
    private Checks checks;
    private final LinkedBlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();

    @BeforeEach
    void a_workbook() throws IOException {
        fixture = new Fixture(root);
        workbook = fixture.workbook();
        checks = new Checks(fixture.checker(workbook), events);
    }

    @AfterEach
    void close() {
        checks.close();
    }

    @Test
    void reports_each_outcome_and_then_the_end() throws InterruptedException {
        checks.start(workbook.exercises());
        assertThat(next()).isInstanceOf(WatchEvent.Checked.class);
        assertThat(next()).isInstanceOf(WatchEvent.Checked.class);
        assertThat(next()).isInstanceOf(WatchEvent.Done.class);
    }

    @Test
    void reports_and_remembers_nothing_of_a_check_that_was_cancelled() throws Exception {
        var exercise = workbook.exercises().getFirst();
        fixture.holdChecks();
        checks.start(workbook.exercises());
        awaitRun();
        checks.cancel();
        assertThat(next()).isInstanceOf(WatchEvent.Done.class);
        assertThat(workbook.progress().of(exercise).attempts()).isZero();
        checks.start(List.of(exercise));
        assertThat(next()).isInstanceOf(WatchEvent.Checked.class);
        assertThat(next()).isInstanceOf(WatchEvent.Done.class);
        assertThat(workbook.progress().of(exercise).attempts()).isOne();
    }

    private void awaitRun() {
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (fixture.runs().isEmpty()) {
            assertThat(System.nanoTime()).as("a run within %d s", LIMIT_SECONDS).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    private WatchEvent next() throws InterruptedException {
        var event = events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("an event within %d s", LIMIT_SECONDS).isNotNull();
        return event;
    }
}
