package workbook.buffers;

import java.io.IOException;

/// Finds out how small and how large a buffer may become.
final class Clamps {
    static final int MOST_QUESTIONS = 100;

    private Clamps() {}

    static IntRange probe(BufferSize buffer) throws IOException {
        var possible = buffer.given();
        return new IntRange(edge(buffer, possible, 1), edge(buffer, 1, Integer.MAX_VALUE));
    }

    /// The last possible size on the way to the outermost one, which either gives the edge or is refused.
    private static int edge(BufferSize buffer, int possible, int outermost) throws IOException {
        if (isTaken(buffer, outermost)) {
            return buffer.given();
        }
        var inside = possible;
        var outside = outermost;
        while (Math.abs(outside - inside) > 1) {
            var middle = inside + (outside - inside) / 2;
            if (isTaken(buffer, middle)) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return inside;
    }

    private static boolean isTaken(BufferSize buffer, int bytes) {
        try {
            buffer.ask(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
