package workbook.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The right to watch a folder, which one process has at a time. It ends with the process, however that ends.
public final class WatchLock implements AutoCloseable {
    private final FileChannel channel;

    private WatchLock(FileChannel channel) {
        this.channel = channel;
    }

    /// None if another process watches the folder.
    public static Optional<WatchLock> take(Path root) throws IOException {
        Files.createDirectories(file(root).getParent());
        var channel = FileChannel.open(file(root), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                channel.truncate(0);
                channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)));
                return Optional.of(new WatchLock(channel));
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process
        }
        channel.close();
        return Optional.empty();
    }

    /// The process that watches, as far as it is known.
    public static Optional<String> holder(Path root) {
        try {
            return Optional.of(Files.readString(file(root), UTF_8).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Path file(Path root) {
        return root.resolve(".workbook/watch.lock");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
