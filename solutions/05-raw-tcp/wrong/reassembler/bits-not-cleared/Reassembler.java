package workbook.rawtcp;

import java.util.BitSet;

/// Has a place for each byte of the capacity, and a bit that says whether it is there.
final class Reassembler {
    private final byte[] ring;
    private final BitSet isThere = new BitSet();
    private int next;
    private long first;
    private int readable;

    /// @param next     the number of the first byte that is to come
    /// @param capacity at least 1
    Reassembler(int next, int capacity) {
        this.next = next;
        ring = new byte[capacity];
    }

    /// The number of the first byte that is missing.
    int next() {
        return next;
    }

    /// For how many bytes, from [#next] on, there is room: the capacity, less what is there in order and not read.
    /// What came early takes nothing away from it: it lies within.
    int window() {
        return ring.length - readable;
    }

    /// Takes as much of the data as is new and lies within the window; the rest may as well not have come. Of a byte
    /// that comes twice the first is kept, whether they are equal or not. The array is the caller's afterwards.
    ///
    /// @param sequence of the first byte, less than 2^31 away from [#next]
    /// @param data     any number of bytes
    void insert(int sequence, byte[] data) {
        var window = window();
        for (var i = 0; i < data.length; i++) {
            var ahead = sequence + i - next;
            if (ahead >= 0 && ahead < window && !isThere.get(place(ahead))) {
                ring[place(ahead)] = data[i];
                isThere.set(place(ahead));
            }
        }
        while (readable < ring.length && isThere.get(place(0))) {
            first++;
            next++;
            readable++;
        }
    }

    /// How many bytes are there in order and have not been read.
    int readable() {
        return readable;
    }

    /// Takes out the first of what is there in order.
    ///
    /// @param most 0 or more
    /// @return so many bytes, or all if there are fewer
    byte[] read(int most) {
        var bytes = new byte[Math.min(most, readable)];
        for (var i = 0; i < bytes.length; i++) {
            var at = place(i - readable);
            bytes[i] = ring[at];
        }
        readable -= bytes.length;
        return bytes;
    }

    /// Where the byte lies that is so many ahead of the next one, or behind it.
    private int place(int ahead) {
        return Math.floorMod(first + ahead, ring.length);
    }
}
