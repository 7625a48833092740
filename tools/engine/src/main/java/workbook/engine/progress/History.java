package workbook.engine.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// The file that remembers what the learner did: one line per [Event], only ever added to.
///
/// Whoever is killed while writing leaves half a line behind; it is skipped when read, and the next event starts on a
/// line of its own. Two workbooks in one folder take turns by a lock on the file.
public final class History {
    /// Within one JVM a file lock belongs to all threads, so they take turns here first.
    private static final Object TURN = new Object();

    private final Path file;

    private History(Path file) {
        this.file = file;
    }

    /// The history of the workbook in this folder, which need not have one yet.
    public static History of(Path root) {
        return new History(root.resolve(".workbook/history.jsonl"));
    }

    public List<Event> events() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        // Malformed bytes in a torn line become replacement characters instead of an exception.
        return new String(Files.readAllBytes(file), UTF_8).lines()
                .map(EventLine::read)
                .flatMap(Optional::stream)
                .toList();
    }

    /// What the events so far amount to.
    public Progress progress() throws IOException {
        return Progress.of(events());
    }

    public void append(Event event) throws IOException {
        Files.createDirectories(file.getParent());
        var line = EventLine.of(event) + "\n";
        synchronized (TURN) {
            try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE)) {
                channel.lock(); // closing the channel gives it back
                var text = endsInsideALine(channel) ? "\n" + line : line;
                var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
                var end = channel.size();
                while (bytes.hasRemaining()) {
                    end += channel.write(bytes, end);
                }
            }
        }
    }

    private static boolean endsInsideALine(FileChannel channel) throws IOException {
        if (channel.size() == 0) {
            return false;
        }
        var last = ByteBuffer.allocate(1);
        channel.read(last, channel.size() - 1);
        return last.get(0) != '\n';
    }
}
