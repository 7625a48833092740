package workbook.engine.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import workbook.engine.Folders;

/// The right to change the workbook's files, which one process has at a time: for resets, updates and imports.
/// It ends with the process, however that ends.
public final class Turn implements AutoCloseable {
    /// Within one JVM a file lock belongs to all threads.
    private static final ReentrantLock HERE = new ReentrantLock();

    private final FileChannel channel;

    private Turn(FileChannel channel) {
        this.channel = channel;
    }

    /// Waits until nobody else has it, and clears away what was left half written by one who was killed.
    public static Turn take(Path root) throws IOException {
        HERE.lock();
        try {
            var folder = Files.createDirectories(root.resolve(".workbook"));
            var channel = FileChannel.open(folder.resolve("turn.lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            try {
                channel.lock();
            } catch (IOException e) {
                // A file system without locks: two people at once are the exception there, and each step is whole.
            }
            Folders.delete(folder.resolve("tmp"));
            return new Turn(channel);
        } catch (IOException | RuntimeException e) {
            HERE.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HERE.unlock();
        }
    }
}
