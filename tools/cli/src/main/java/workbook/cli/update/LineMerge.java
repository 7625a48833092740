package workbook.cli.update;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Two changes of one text brought together, where no line of the one touches a line of the other.
final class LineMerge {
    private LineMerge() {}

    /// None if the changes meet, or if one of the texts is none.
    static Optional<byte[]> of(byte[] base, byte[] ours, byte[] theirs) {
        try {
            var lines = lines(base);
            var changes = new ArrayList<>(DiffUtils.diff(lines, lines(ours)).getDeltas());
            for (var change : DiffUtils.diff(lines, lines(theirs)).getDeltas()) {
                var isSame = changes.stream().anyMatch(each -> isSame(each, change));
                if (!isSame && changes.stream().anyMatch(each -> touches(each, change))) {
                    return Optional.empty();
                }
                if (!isSame) {
                    changes.add(change);
                }
            }
            return Optional.of(apply(lines, changes));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// From the end on, so that what stands before keeps its place.
    private static byte[] apply(List<String> lines, List<AbstractDelta<String>> changes) {
        var merged = new ArrayList<>(lines);
        changes.stream().sorted(Comparator.comparingInt(LineMerge::from).reversed()).forEach(change -> {
            var replaced = merged.subList(from(change), to(change));
            replaced.clear();
            replaced.addAll(change.getTarget().getLines());
        });
        return String.join("\n", merged).getBytes(UTF_8);
    }

    private static boolean isSame(AbstractDelta<String> a, AbstractDelta<String> b) {
        return from(a) == from(b) && to(a) == to(b) && a.getTarget().getLines().equals(b.getTarget().getLines());
    }

    /// Neighbours touch: nobody knows which is to stand first.
    private static boolean touches(AbstractDelta<String> a, AbstractDelta<String> b) {
        return Math.max(from(a), from(b)) <= Math.min(to(a), to(b));
    }

    private static int from(AbstractDelta<String> change) {
        return change.getSource().getPosition();
    }

    /// The line after the last.
    private static int to(AbstractDelta<String> change) {
        return from(change) + change.getSource().size();
    }

    private static List<String> lines(byte[] text) throws CharacterCodingException {
        return List.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString().split("\n", -1));
    }
}
