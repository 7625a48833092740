package workbook.buffers;

import java.io.IOException;
import java.util.function.LongPredicate;

/// Halves whatever the system does beyond the ends: what is not given as it was asked for lies outside.
final class Clamps {
    static final int MOST_QUESTIONS = 100;

    private Clamps() {}

    static IntRange probe(BufferSize buffer) throws IOException {
        long now = buffer.given();
        LongPredicate isGiven = bytes -> {
            try {
                buffer.ask((int) bytes);
                return buffer.given() == bytes;
            } catch (IOException e) {
                return false;
            }
        };
        var low = 0L;
        for (var high = now; high - low > 1;) {
            var middle = (low + high) / 2;
            if (isGiven.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
            now = high;
        }
        var smallest = (int) now;
        var inside = (long) smallest;
        var outside = 1L << 31;
        while (outside - inside > 1) {
            var middle = (inside + outside) / 2;
            if (isGiven.test(middle)) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return new IntRange(smallest, (int) inside);
    }
}
