package workbook.buffers;

import java.io.IOException;

/// Puts the largest size together from its bits, the highest first, and for the smallest what can be taken away.
final class Clamps {
    static final int MOST_QUESTIONS = 100;

    private Clamps() {}

    static IntRange probe(BufferSize buffer) throws IOException {
        var begin = buffer.given();
        var largest = begin;
        for (var bit = 1 << 30; bit > 0; bit >>= 1) {
            // Within an int without an overflow?
            if (largest <= Integer.MAX_VALUE - bit && has(buffer, largest + bit)) {
                largest += bit;
            }
        }
        var smallest = begin;
        for (var bit = 1 << 30; bit > 0; bit >>= 1) {
            if (smallest > bit && has(buffer, smallest - bit)) {
                smallest -= bit;
            }
        }
        return new IntRange(smallest, largest);
    }

    private static boolean has(BufferSize buffer, int bytes) {
        try {
            buffer.ask(bytes);
            return buffer.given() == bytes;
        } catch (IOException refused) {
            return false;
        }
    }
}
