package workbook.grader;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The right to write into a folder of results, which one grader has at a time. It ends with the process, however that
/// ends.
final class OutputLock implements AutoCloseable {
    /// A grader whose command was killed ends a moment after it.
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private final FileChannel channel;

    private OutputLock(FileChannel channel) {
        this.channel = channel;
    }

    /// None if another grader has it, and keeps it.
    static Optional<OutputLock> take(Path folder) throws IOException {
        var channel = FileChannel.open(folder.resolve("grade.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        for (var end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; LockSupport.parkNanos(PAUSE)) {
            try {
                if (channel.tryLock() != null) {
                    return Optional.of(new OutputLock(channel));
                }
            } catch (OverlappingFileLockException e) {
                // held by this very process
            }
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
