package workbook.buffers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many selectors this process has open.
final class OpenSelectors {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenSelectors() {}

    /// On Linux; on others it is none at any time.
    static long count() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (var all = Files.list(DESCRIPTORS)) {
            return all.filter(OpenSelectors::isSelector).count();
        }
    }

    private static boolean isSelector(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals("anon_inode:[eventpoll]");
        } catch (IOException e) {
            // Closed since the folder was listed.
            return false;
        }
    }
}
