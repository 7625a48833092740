package workbook.cli.comparison;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.DeltaType;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// How much two lines have in common, word by word, and where they differ.
record Likeness(List<String> left, List<String> right, List<AbstractDelta<String>> differences) {
    private static final double ALIKE = 0.5;
    /// A lone brace is like any other, so it must not draw lines apart that say something.
    private static final double SIGNS_ONLY = 0.01;
    private static final Pattern TOKEN = Pattern.compile("\\s+|\\w+|.");

    static Likeness of(String left, String right) {
        var words = tokens(left);
        var others = tokens(right);
        return new Likeness(words, others, DiffUtils.diff(words, others).getDeltas());
    }

    private static List<String> tokens(String line) {
        return TOKEN.matcher(line).results().map(MatchResult::group).toList();
    }

    /// What it is worth to put the two into one row; 0 if they are two lines and not one that was changed.
    double gain() {
        if (isEqual()) {
            return weight(left) > 0 ? 1 : SIGNS_ONLY;
        }
        var all = weight(left) + weight(right);
        var differing = differences.stream()
                .mapToInt(each -> weight(each.getSource().getLines()) + weight(each.getTarget().getLines()))
                .sum();
        var common = all == 0 ? 0 : 1 - (double) differing / all;
        return common >= ALIKE ? common : 0;
    }

    /// But for how deep they stand.
    private boolean isEqual() {
        return String.join("", left).strip().equals(String.join("", right).strip());
    }

    /// Letters and digits: blanks and signs are in every line.
    private static int weight(List<String> tokens) {
        return tokens.stream()
                .mapToInt(token -> Character.isJavaIdentifierPart(token.charAt(0)) ? token.length() : 0)
                .sum();
    }

    Row row() {
        return isEqual()
                ? new Row.Equal(MarkedLine.of(String.join("", left)), MarkedLine.of(String.join("", right)))
                : new Row.Changed(marked(left, AbstractDelta::getSource), marked(right, AbstractDelta::getTarget));
    }

    private MarkedLine marked(List<String> tokens, Function<AbstractDelta<String>, Chunk<String>> side) {
        var isChanged = new boolean[tokens.size()];
        for (var delta : differences) {
            var chunk = side.apply(delta);
            for (var i = 0; delta.getType() != DeltaType.EQUAL && i < chunk.size(); i++) {
                isChanged[chunk.getPosition() + i] = true;
            }
        }
        var marks = new BitSet();
        var at = 0;
        for (var i = 0; i < tokens.size(); i++) {
            var length = tokens.get(i).codePointCount(0, tokens.get(i).length());
            // Depth is no difference: blanks at the start are never marked.
            marks.set(at, at + length, isChanged[i] && !(i == 0 && tokens.get(i).isBlank()));
            at += length;
        }
        return MarkedLine.of(String.join("", tokens), marks);
    }
}
