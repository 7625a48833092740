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
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
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
                new Event.Checked(NOON, "recv-exactly", State.WRONG, Duration.ZERO, 1, Optional.of("0123456789ab")),
                new Event.HintOpened(NOON, "recv-exactly", 2),
                new Event.Revealed(NOON, "recv-exactly"),
                new Event.WentTo(NOON, "hello-socket"),
                new Event.WasReset(NOON, "recv-exactly"),
                new Event.Updated(NOON, "", "0123", List.of("recv-exactly", "hello-socket")),
                new Event.Imported(NOON, 3));
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

    @Test
    void reads_lines_that_were_written_before_a_check_told_its_content() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "{\"at\":\"2026-03-01T12:00:00Z\",\"event\":\"checked\",\"id\":\"one\","
                + "\"state\":\"WRONG\",\"millis\":12,\"seed\":3}\n", UTF_8);
        assertThat(History.of(root).events())
                .containsExactly(new Event.Checked(NOON, "one", State.WRONG, Duration.ofMillis(12), 3));
    }

    @Test
    void adds_another_history_once_and_reads_both_in_the_order_of_time() throws IOException {
        var history = History.of(root);
        history.append(new Event.Revealed(NOON.plusSeconds(2), "two"));
        var others = List.of(History.line(new Event.Revealed(NOON.plusSeconds(1), "one")), "half a li",
                History.line(new Event.Revealed(NOON.plusSeconds(3), "three")),
                History.line(new Event.Revealed(NOON.plusSeconds(2), "two")));
        assertThat(history.addAll(others)).isEqualTo(2);
        assertThat(history.addAll(others)).isZero();
        assertThat(history.events().stream().map(Event::id).filter(id -> !id.isEmpty())).containsExactly("one", "two",
                "three");
    }

    @Test
    void keeps_every_event_of_two_processes() throws Exception {
        var each = Integer.getInteger("workbook.events", 1000);
        var processes = new ArrayList<Process>();
        for (var id : List.of("one", "two")) {
            processes.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                    Writer.class.getName(), root.toString(), id, each.toString()).inheritIO().start());
        }
        for (var process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        var lines = Files.readAllLines(file(), UTF_8);
        assertThat(lines).hasSize(2 * each);
        for (var id : List.of("one", "two")) {
            assertThat(History.of(root).events().stream().filter(event -> event.id().equals(id)))
                    .extracting(event -> ((Event.HintOpened) event).number())
                    .isEqualTo(IntStream.range(0, each).boxed().toList());
        }
    }

    /// Appends events without a pause.
    static final class Writer {
        public static void main(String[] arguments) throws IOException {
            for (var i = 0; i < Integer.parseInt(arguments[2]); i++) {
                History.of(Path.of(arguments[0])).append(new Event.HintOpened(NOON, arguments[1], i));
            }
        }
    }

    private Path file() {
        return root.resolve(".workbook/history.jsonl");
    }
}
