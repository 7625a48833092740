package workbook.engine;

import java.util.List;

/// The lines that open and close a block whose content is taken as it stands.
final class Fence {
    private Fence() {}

    static boolean isVerbatim(String line) {
        return line.matches("-{4,}|\\.{4,}|```\\S*");
    }

    /// Also those that hold comments or raw output, which may stand in a chapter though not in an exercise.
    static boolean isOpaque(String line) {
        return line.matches("-{4,}|\\.{4,}|\\+{4,}|/{4,}|```\\S*");
    }

    /// Index of the line that closes the block that opens at an index, or -1.
    static int end(List<String> lines, int start) {
        var fence = lines.get(start);
        var closing = fence.startsWith("```") ? "```" : fence;
        for (var i = start + 1; i < lines.size(); i++) {
            if (lines.get(i).equals(closing)) {
                return i;
            }
        }
        return -1;
    }
}
