package workbook.rawtcp;

import java.util.SortedMap;
import java.util.TreeMap;

/// Keeps single bytes in a sorted map, by how many came before: slow, and nothing to get wrong.
final class Reassembler {
    private final SortedMap<Long, Byte> bytes = new TreeMap<>();
    private final int first;
    private final int capacity;
    private long read;
    private long inOrder;

    /// @param next     the number of the first byte that is to come
    /// @param capacity at least 1
    Reassembler(int next, int capacity) {
        first = next;
        this.capacity = capacity;
    }

    /// The number of the first byte that is missing.
    int next() {
        return first + (int) inOrder;
    }

    /// For how many bytes, from [#next] on, there is room: the capacity, less what is there in order and not read.
    /// What came early takes nothing away from it: it lies within.
    int window() {
        return capacity - readable();
    }

    /// Takes as much of the data as is new and lies within the window; the rest may as well not have come. Of a byte
    /// that comes twice the first is kept, whether they are equal or not. The array is the caller's afterwards.
    ///
    /// @param sequence of the first byte, less than 2^31 away from [#next]
    /// @param data     any number of bytes
    void insert(int sequence, byte[] data) {
        var at = inOrder + (sequence - next());
        var limit = read + capacity;
        for (var each : data) {
            if (at >= inOrder && at < limit) {
                bytes.putIfAbsent(at, each);
            }
            at++;
        }
        while (bytes.containsKey(inOrder)) {
            inOrder++;
        }
    }

    /// How many bytes are there in order and have not been read.
    int readable() {
        return (int) (inOrder - read);
    }

    /// Takes out the first of what is there in order.
    ///
    /// @param most 0 or more
    /// @return so many bytes, or all if there are fewer
    byte[] read(int most) {
        var taken = new byte[Math.min(most, readable())];
        for (var i = 0; i < taken.length; i++) {
            taken[i] = bytes.remove(read++);
        }
        return taken;
    }
}
