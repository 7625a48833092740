package workbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerCacheTest {
    @TempDir
    private Path folder;

    @Test
    void is_used_if_it_stands_beside_the_jars() throws IOException {
        var jar = Files.createFile(folder.resolve("kit.jar"));
        assertThat(WorkerCache.of(List.of(jar)).flags()).isEmpty();
        var cache = Files.createFile(folder.resolve("worker.aot"));
        assertThat(WorkerCache.of(List.of(jar)).flags()).containsExactly("-XX:AOTCache=" + cache);
        assertThat(WorkerCache.of(List.of(jar)).patience()).isZero();
    }

    @Test
    void is_written_by_a_worker_that_may_end_by_itself() {
        var made = new WorkerCache(Optional.of(folder.resolve("made")), Optional.empty());
        assertThat(made.flags()).contains("-XX:AOTCacheOutput=" + folder.resolve("made"));
        assertThat(made.patience()).isPositive();
    }
}
