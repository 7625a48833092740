package workbook.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchLockTest {
    @TempDir
    Path root;

    @Test
    void belongs_to_one_until_that_one_gives_it_back() throws Exception {
        try (var first = WatchLock.take(root).orElseThrow()) {
            assertThat(WatchLock.take(root)).isEmpty();
            assertThat(WatchLock.holder(root)).contains(Long.toString(ProcessHandle.current().pid()));
            assertThat(first).isNotNull();
        }
        WatchLock.take(root).orElseThrow().close();
    }
}
