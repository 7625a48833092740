package workbook.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Which of the known words somebody may have meant.
final class Nearest {
    private static final int OFFERED = 3;

    private Nearest() {}

    /// The closest first; none if nothing is close.
    static List<String> to(String typed, Collection<String> known) {
        var word = typed.toLowerCase(Locale.ROOT).replace('_', '-');
        return known.stream()
                .filter(each -> isNear(word, each))
                .sorted(Comparator.comparingInt((String each) -> distance(word, each)).thenComparing(each -> each))
                .limit(OFFERED)
                .toList();
    }

    private static boolean isNear(String word, String each) {
        var isPart = word.length() >= 3 && (each.contains(word) || word.contains(each));
        return isPart || distance(word, each) <= Math.max(1, Math.max(word.length(), each.length()) / 3);
    }

    /// How many letters must be put in, taken out, exchanged or swapped with their neighbour.
    static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 ? j : j == 0 ? i : cheapest(rows, a, b, i, j);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static int cheapest(int[][] rows, String a, String b, int i, int j) {
        var isSame = a.charAt(i - 1) == b.charAt(j - 1);
        var least = Math.min(rows[i - 1][j - 1] + (isSame ? 0 : 1), Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        var isSwap = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return isSwap ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}
