package workbook.rawtcp;

import static workbook.kit.Todo.todo;

/// Puts what arrives in any order into the sender's order (RFC 9293, 3.10.7.4), and never holds more than `capacity`
/// bytes: those that nobody has read yet, and those that came early.
final class Reassembler {
    /// @param next     the number of the first byte that is to come
    /// @param capacity at least 1
    Reassembler(int next, int capacity) {
    }

    /// The number of the first byte that is missing.
    int next() {
        throw todo("say which byte is missing");
    }

    /// For how many bytes, from [#next] on, there is room: the capacity, less what is there in order and not read.
    /// What came early takes nothing away from it: it lies within.
    int window() {
        throw todo("say how much room there is");
    }

    /// Takes as much of the data as is new and lies within the window; the rest may as well not have come. Of a byte
    /// that comes twice the first is kept, whether they are equal or not. The array is the caller's afterwards.
    ///
    /// @param sequence of the first byte, less than 2^31 away from [#next]
    /// @param data     any number of bytes
    void insert(int sequence, byte[] data) {
        throw todo("put the bytes where they belong");
    }

    /// How many bytes are there in order and have not been read.
    int readable() {
        throw todo("count what is there in order");
    }

    /// Takes out the first of what is there in order.
    ///
    /// @param most 0 or more
    /// @return so many bytes, or all if there are fewer
    byte[] read(int most) {
        throw todo("hand out what is there in order");
    }
}
