package workbook.grader.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import workbook.grader.NeedsSandboxes;

@NeedsSandboxes
class RunnerProcessTest {
    private static Stage stage;
    private static Sandbox sandbox;
    private static RunnerModules modules;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        stage = new Stage();
        sandbox = new Sandbox(stage, RuntimeImage.in(Path.of("target", "java").toAbsolutePath()));
        modules = new RunnerModules(stage);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void is_ready_in_a_network_of_its_own() throws IOException, InterruptedException {
        try (var runner = RunnerProcess.start(sandbox, modules, RunnerOptions.list(), Map.of(), Map.of(), false)) {
            runner.awaitReady();
            assertThat(runner.room().resolve("line")).doesNotExist();
        }
    }
}
