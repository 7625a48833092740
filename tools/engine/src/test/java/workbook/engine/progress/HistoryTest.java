package workbook.engine.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.engine.State;

class HistoryTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path root;

    @Test
    void remembers_every_kind_of_event() throws IOException {
        var events = List.of(
                new Event.Checked(NOON, "recv-exactly", State.HUNG, Duration.ofMillis(5012), 4711),
                new Event.HintOpened(NOON, "recv-exactly", 2),
                new Event.Revealed(NOON, "recv-exactly"),
                new Event.WentTo(NOON, "hello-socket"),
                new Event.WasReset(NOON, "recv-exactly"));
        var history = History.of(root);
        for (var event : events) {
            history.append(event);
        }
        assertThat(history.events()).isEqualTo(events);
    }

    @Test
    void has_no_events_before_the_first() throws IOException {
        assertThat(History.of(root).events()).isEmpty();
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void skips_a_line_that_a_kill_cut_off_and_goes_on_below_it() throws IOException {
        var history = History.of(root);
        history.append(new Event.Revealed(NOON, "one"));
        history.append(new Event.Revealed(NOON, "two"));
        var whole = Files.readAllBytes(file());
        Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - 9));
        assertThat(history.events()).containsExactly(new Event.Revealed(NOON, "one"));

        history.append(new Event.Revealed(NOON, "three"));
        assertThat(history.events()).containsExactly(new Event.Revealed(NOON, "one"),
                new Event.Revealed(NOON, "three"));
    }

    @Test
    void skips_what_it_does_not_understand() throws IOException {
        var history = History.of(root);
        history.append(new Event.Revealed(NOON, "one"));
        Files.write(file(), new byte[]{(byte) 0xc3, '\n'}, StandardOpenOption.APPEND);
        Files.writeString(file(), "{\"event\":\"sang\",\"id\":\"one\",\"at\":\"2026-03-01T12:00:00Z\"}\nnull\n[]\n",
                UTF_8,
                StandardOpenOption.APPEND);
        assertThat(history.events()).hasSize(1);
    }

    @Test
    void keeps_every_event_of_many_writers() throws Exception {
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<java.util.concurrent.Future<?>>();
            for (var writer = 0; writer < 8; writer++) {
                var id = "exercise-" + writer;
                done.add(writers.submit(() -> {
                    for (var i = 0; i < 25; i++) {
                        History.of(root).append(new Event.Revealed(NOON, id));
                    }
                    return null;
                }));
            }
            for (var each : done) {
                each.get();
            }
        }
        assertThat(History.of(root).events()).hasSize(200);
    }

    private Path file() {
        return root.resolve(".workbook/history.jsonl");
    }
}
