package workbook.buffers;

import static workbook.kit.Todo.todo;

import java.io.IOException;

/// Finds out how small and how large a buffer may become.
final class Clamps {
    /// How often [BufferSize#ask] is called at most.
    static final int MOST_QUESTIONS = 100;

    private Clamps() {}

    /// The smallest and the largest size that a buffer can be given.
    ///
    /// Any size between the two is given as it was asked for. One beyond them is refused, or the buffer is given the
    /// nearest that there is; which of the two happens may differ between the ends. The size that it has at the beginning
    /// is one that it can have.
    ///
    /// Sizes below 1 are not asked for, and [BufferSize#ask] is called no more than [#MOST_QUESTIONS] times in all.
    ///
    /// @param buffer has any size afterwards: take a channel that nobody else needs
    static IntRange probe(BufferSize buffer) throws IOException {
        throw todo("look for both ends, with a hundred questions");
    }
}
