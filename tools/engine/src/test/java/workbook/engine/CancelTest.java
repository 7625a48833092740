package workbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = Resources.SYSTEM_PROPERTIES, mode = ResourceAccessMode.READ)
class CancelTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String TEST = """
            @Test
            void gives_42() {
                assertThat(First.answer()).isEqualTo(42);
            }
            """;

    @TempDir
    private Path folder;
    private WrittenWorkbook workbook;
    private Engine engine;

    @BeforeEach
    void open() throws IOException {
        workbook = new WrittenWorkbook(folder).tools();
        engine = Engine.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
    }

    @Test
    void ends_a_run_that_would_go_on_and_checks_the_next_answer() throws Exception {
        var signs = Files.createDirectories(folder.resolve("signs"));
        var loop = """
                java.nio.file.Files.createFile(java.nio.file.Path.of("%s", "" + ProcessHandle.current().pid()));
                while (System.nanoTime() != 0) {
                    Thread.onSpinWait();
                }
                return 41;""".formatted(signs);
        workbook.exercise("first", "try {\n" + loop + "\n} catch (java.io.IOException e) { return 0; }", TEST);
        var run = run();
        try (var watch = signs.getFileSystem().newWatchService()) {
            signs.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            var outcome = CompletableFuture.supplyAsync(() -> engine.run(run));
            var begun = watch.poll(LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(begun).as("the answer ran").isNotNull();
            engine.cancel();
            assertThat(end(outcome)).isInstanceOf(CancellationException.class);
            var worker = ProcessHandle.of(Long.parseLong(begun.pollEvents().getFirst().context().toString()));
            worker.ifPresent(left -> assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(10)));
        }
        assertThat(folder.resolve(".workbook/log")).doesNotExist();
        workbook.exercise("first", "return 42;", TEST);
        assertThat(engine.run(run()).state()).isEqualTo(State.SOLVED);
    }

    @Test
    void takes_the_worker_of_a_run_that_is_cancelled_before_it_has_one() throws IOException {
        var cancellation = new Cancellation();
        cancellation.cancel();
        var worker = WorkerProcess.start(new WorkerCommand(folder, WorkerClassPath.find(),
                new WorkerCache(Optional.empty(), Optional.empty())), Run.Network.HOST);
        cancellation.concerns(worker);
        assertThat(worker).satisfies(each -> assertThat(each.status(Duration.ofSeconds(10))).isPresent());
        assertThatExceptionOfType(CancellationException.class).isThrownBy(cancellation::check);
    }

    @Test
    void changes_nothing_where_nothing_runs() throws IOException {
        engine.cancel();
        workbook.exercise("first", "return 42;", TEST);
        assertThat(engine.run(run()).state()).isEqualTo(State.SOLVED);
    }

    private static Throwable end(CompletableFuture<Outcome> outcome) throws InterruptedException, TimeoutException {
        try {
            throw new AssertionError("there was an outcome: " + outcome.get(10, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (CancellationException e) {
            return e;
        }
    }

    private Run run() throws IOException {
        var catalogue = Catalogue.read(folder);
        var run = catalogue.run(catalogue.find("first").orElseThrow());
        return new Run(run.exercise(), run.sources(), run.tests(), Optional.empty(), LONG, false, run.network(),
                Optional.empty(), List.of());
    }
}
