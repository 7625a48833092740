package workbook.engine.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The file that remembers what the learner did: one line per [Event], only ever added to.
///
/// A line is appended by one write (`O_APPEND`), so that two workbooks in one folder never write over each other, on
/// file systems without locks either. Whoever is killed while writing leaves half a line behind at worst; it is skipped
/// when read, and the next event starts on a line of its own. To see that the last line is a half one is worth nothing
/// while somebody else writes, so writers take turns where locks work. The lock is a file of its own: POSIX takes a lock
/// back when its process closes *any* descriptor of the file, and this one is read all the time.
///
/// Nothing waits for the disk: what was written outlives the process, and a power cut may cost the last check.
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

    /// What is in a history that was exported.
    public static List<Event> read(Collection<String> lines) {
        var events = lines.stream().map(EventLine::read).flatMap(Optional::stream).toList();
        // The clock of one machine may have been set back; its order counts, unless another's history came to it.
        return events.stream().noneMatch(Event.Imported.class::isInstance)
                ? events
                : events.stream().sorted(Comparator.comparing(Event::at)).toList();
    }

    public List<Event> events() throws IOException {
        return read(lines());
    }

    /// What the events so far amount to.
    public Progress progress() throws IOException {
        return Progress.of(events());
    }

    /// Every whole line, those of later versions of the workbook included.
    public List<String> lines() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        // Malformed bytes in a torn line become replacement characters instead of an exception.
        return wholeLines(new String(Files.readAllBytes(file), UTF_8));
    }

    public static List<String> wholeLines(String text) {
        return text.lines().filter(EventLine::isWhole).toList();
    }

    public void append(Event event) throws IOException {
        synchronized (TURN) {
            try (var lock = lock()) {
                write(EventLine.of(event) + "\n");
            }
        }
    }

    /// An event as it stands in the file.
    public static String line(Event event) throws IOException {
        return EventLine.of(event);
    }

    /// Adds the line of an event unless it is there already.
    public void appendLineOnce(String line) throws IOException {
        synchronized (TURN) {
            try (var lock = lock()) {
                if (!lines().contains(line)) {
                    write(line + "\n");
                }
            }
        }
    }

    /// Adds what another machine's history has more than this one; nothing if it has no more.
    ///
    /// @return how many events were added
    public int addAll(Collection<String> others) throws IOException {
        synchronized (TURN) {
            try (var lock = lock()) {
                var known = new HashSet<>(lines());
                var more = others.stream().filter(EventLine::isWhole).filter(known::add).toList();
                if (!more.isEmpty()) {
                    // Before them: of what a kill cut off, the first lines are in order as well.
                    var mark = EventLine.of(new Event.Imported(Instant.now(), more.size()));
                    write(mark + "\n" + String.join("\n", more) + "\n");
                }
                return more.size();
            }
        }
    }

    /// Held until the channel is closed.
    private FileChannel lock() throws IOException {
        Files.createDirectories(file.getParent());
        var channel = FileChannel.open(file.resolveSibling("history.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            channel.lock();
        } catch (IOException e) {
            // A file system without locks: one write for each line has to do.
        }
        return channel;
    }

    private void write(String lines) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            var bytes = ByteBuffer.wrap((endsInsideALine() ? "\n" + lines : lines).getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private boolean endsInsideALine() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() == 0) {
                return false;
            }
            var last = ByteBuffer.allocate(1);
            channel.read(last, channel.size() - 1);
            return last.get(0) != '\n';
        }
    }
}
