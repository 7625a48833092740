package workbook.cli.comparison;

import com.github.difflib.DiffUtils;
import java.util.ArrayList;
import java.util.List;

/// Two texts of code, laid beside each other: like lines in one row, long equal stretches folded.
public final class Comparison {
    private static final int CONTEXT = 2;

    private final List<Row> rows = new ArrayList<>();

    private Comparison() {}

    public static Comparison of(List<String> left, List<String> right) {
        var comparison = new Comparison();
        comparison.align(left, right);
        return comparison;
    }

    public boolean isEqual() {
        return rows.stream().allMatch(Row.Equal.class::isInstance);
    }

    private void align(List<String> left, List<String> right) {
        var differences = DiffUtils.diff(left, right);
        var at = 0;
        var other = 0;
        for (var delta : differences.getDeltas()) {
            var source = delta.getSource();
            var target = delta.getTarget();
            for (; at < source.getPosition(); at++, other++) {
                equal(left.get(at), right.get(other));
            }
            at += source.size();
            other += target.size();
            pair(left.subList(source.getPosition(), at), right.subList(target.getPosition(), other));
        }
        for (; at < left.size(); at++, other++) {
            equal(left.get(at), right.get(other));
        }
    }

    private void equal(String left, String right) {
        rows.add(new Row.Equal(MarkedLine.of(left), MarkedLine.of(right)));
    }

    /// Puts those lines into one row that are most alike, all in all, without changing the order of either side.
    private void pair(List<String> left, List<String> right) {
        var best = new double[left.size() + 1][right.size() + 1];
        var likenesses = new Likeness[left.size()][right.size()];
        for (var i = left.size() - 1; i >= 0; i--) {
            for (var j = right.size() - 1; j >= 0; j--) {
                likenesses[i][j] = Likeness.of(left.get(i), right.get(j));
                best[i][j] = Math.max(Math.max(best[i + 1][j], best[i][j + 1]),
                        best[i + 1][j + 1] + likenesses[i][j].gain());
            }
        }
        var i = 0;
        var j = 0;
        while (i < left.size() || j < right.size()) {
            if (i < left.size() && j < right.size() && likenesses[i][j].gain() > 0
                    && best[i][j] == best[i + 1][j + 1] + likenesses[i][j].gain()) {
                rows.add(likenesses[i++][j++].row());
            } else if (i < left.size() && best[i][j] == best[i + 1][j]) {
                rows.add(new Row.OnlyLeft(MarkedLine.of(left.get(i++))));
            } else {
                rows.add(new Row.OnlyRight(MarkedLine.of(right.get(j++))));
            }
        }
    }

    /// What is to be shown: changes with a little of what surrounds them.
    List<Row> folded() {
        var shown = new ArrayList<Row>();
        for (var from = 0; from < rows.size();) {
            if (!(rows.get(from) instanceof Row.Equal)) {
                shown.add(rows.get(from++));
                continue;
            }
            var to = from;
            while (to < rows.size() && rows.get(to) instanceof Row.Equal) {
                to++;
            }
            fold(from, to, shown);
            from = to;
        }
        return shown;
    }

    private void fold(int from, int to, List<Row> shown) {
        var before = from == 0 ? 0 : CONTEXT;
        var after = to == rows.size() ? 0 : CONTEXT;
        // A fold takes a row itself: it must hide more than it shows.
        if (to - from - before - after < 2) {
            shown.addAll(rows.subList(from, to));
            return;
        }
        shown.addAll(rows.subList(from, from + before));
        shown.add(new Row.Folded(to - from - before - after));
        shown.addAll(rows.subList(to - after, to));
    }
}
