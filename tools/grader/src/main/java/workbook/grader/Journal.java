package workbook.grader;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The file that remembers every judgement: a line of JSON each, only ever added to, on the disk before anybody relies on
/// it. For several threads at once, and one process.
///
/// Whoever is killed while writing leaves half a line behind at worst; it is cut off at the next start. What is in the
/// middle and no line of ours is passed over.
final class Journal implements AutoCloseable {
    private final FileChannel channel;
    private final Map<String, Entry> entries = new HashMap<>();
    private long end;
    private int strange;

    /// @param key         of the answer, see [AnswerKeys]
    /// @param isConfirmed false where time ran out, which may be the load's fault
    record Entry(String key, String exercise, Judgement judgement, boolean isConfirmed) {}

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /// Opens the journal in this file, an empty one if there is none.
    static Journal open(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            var journal = new Journal(channel);
            journal.read();
            return journal;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void read() throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // until all is read
        }
        var start = 0;
        for (var at = 0; at < bytes.position(); at++) {
            if (bytes.get(at) == '\n') {
                entry(new String(bytes.array(), start, at - start, UTF_8))
                        .ifPresentOrElse(entry -> entries.put(entry.key(), entry), () -> strange++);
                start = at + 1;
            }
        }
        end = start;
        if (end < channel.size()) {
            channel.truncate(end);
        }
    }

    private static Optional<Entry> entry(String line) {
        try {
            var row = JSON.std.mapFrom(line);
            var judgement = new Judgement(Verdict.valueOf((String) row.get("verdict")),
                    ((Number) row.get("points")).intValue(), ((Number) row.get("millis")).longValue(),
                    String.valueOf(row.get("message")));
            return Optional.of(new Entry((String) row.get("key"), (String) row.get("exercise"), judgement,
                    (Boolean) row.get("confirmed")));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /// How many lines are none of ours.
    int strangeLines() {
        return strange;
    }

    /// The last word on an answer.
    synchronized Optional<Entry> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /// Returns when the line is on the disk.
    ///
    /// @throws IOException if it is not; what stood there before still does
    synchronized void append(Entry entry) throws IOException {
        var bytes = ByteBuffer.wrap((line(entry) + "\n").getBytes(UTF_8));
        try {
            var at = end;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            channel.force(false);
            end = at;
            entries.put(entry.key(), entry);
        } catch (ClosedByInterruptException e) {
            throw (IOException) new InterruptedIOException("interrupted while writing the journal").initCause(e);
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
    }

    private static String line(Entry entry) throws IOException {
        var row = new LinkedHashMap<String, Object>();
        row.put("key", entry.key());
        row.put("exercise", entry.exercise());
        row.put("verdict", entry.judgement().verdict().name());
        row.put("points", entry.judgement().points());
        row.put("millis", entry.judgement().millis());
        row.put("message", entry.judgement().message());
        row.put("confirmed", entry.isConfirmed());
        return JSON.std.asString(row);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
