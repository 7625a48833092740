package workbook.rawtcp;

import java.util.Arrays;
import java.util.TreeMap;

/// Puts what arrives in any order into the sender's order (RFC 9293, 3.10.7.4), and never holds more than `capacity`
/// bytes: those that nobody has read yet, and those that came early.
final class Reassembler {
    private final int capacity;
    /// What came early, by the numbers of the first bytes; nothing in it overlaps.
    private final TreeMap<Integer, byte[]> early = new TreeMap<>((a, b) -> a - b);
    private final ByteQueue unread = new ByteQueue();
    private int next;
    private final java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();

    /// @param next     the number of the first byte that is to come
    /// @param capacity at least 1
    Reassembler(int next, int capacity) {
        this.next = next;
        this.capacity = capacity;
    }

    /// The number of the first byte that is missing.
    int next() {
        return next;
    }

    /// For how many bytes, from [#next] on, there is room: the capacity, less what is there in order and not read.
    /// What came early takes nothing away from it: it lies within.
    int window() {
        return capacity - unread.size();
    }

    /// Takes as much of the data as is new and lies within the window; the rest may as well not have come. Of a byte
    /// that comes twice the first is kept, whether they are equal or not. The array is the caller's afterwards.
    ///
    /// @param sequence of the first byte, less than 2^31 away from [#next]
    /// @param data     any number of bytes
    void insert(int sequence, byte[] data) {
        var from = SequenceSpace.lt(sequence, next) ? next : sequence;
        var limit = next + window();
        var end = SequenceSpace.lt(limit, sequence + data.length) ? limit : sequence + data.length;
        while (SequenceSpace.lt(from, end)) {
            var before = early.floorEntry(from);
            if (before != null && SequenceSpace.lt(from, before.getKey() + before.getValue().length)) {
                from = before.getKey() + before.getValue().length;
            } else {
                var after = early.higherKey(from);
                var until = after != null && SequenceSpace.lt(after, end) ? after : end;
                early.put(from, Arrays.copyOfRange(data, from - sequence, until - sequence));
                from = until;
            }
        }
        while (!early.isEmpty() && early.firstKey() == next) {
            var bytes = early.pollFirstEntry().getValue();
            unread.put(bytes, 0, bytes.length);
            all.writeBytes(bytes);
            next += bytes.length;
        }
    }

    /// How many bytes are there in order and have not been read.
    int readable() {
        return unread.size();
    }

    /// Takes out the first of what is there in order.
    ///
    /// @param most 0 or more
    /// @return so many bytes, or all if there are fewer
    byte[] read(int most) {
        return unread.take(most);
    }
}
