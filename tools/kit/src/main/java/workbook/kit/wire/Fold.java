package workbook.kit.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import workbook.kit.wire.Rung.Mark;

/// A ladder that is too long to be read, folded: its beginning, its end, and between them what deserves a second look.
final class Fold {
    private static final int UNFOLDED = 40;
    private static final int HEAD = 14;
    private static final int TAIL = 8;
    /// So many in a row are shown rather than counted.
    private static final int FEW = 3;

    private final List<Rung> rungs;

    /// What a folded ladder is made of.
    sealed interface Part {
        record Shown(Rung rung) implements Part {}

        /// @param rungs at least four
        record Left(List<Rung> rungs) implements Part {
            public Left {
                rungs = List.copyOf(rungs);
            }

            /// `212 more packets: 310,000 bytes from you, 1 sent again`.
            String words(Conversation conversation) {
                var words = new ArrayList<String>();
                words.add(bytes(true, conversation.sides().left()));
                words.add(bytes(false, conversation.sides().right()));
                for (var mark : Mark.values()) {
                    var count = rungs.stream().filter(rung -> rung.mark() == mark).count();
                    words.add(mark == Mark.NONE || count == 0 ? "" : count + " × " + mark.words());
                }
                return String.format(Locale.ROOT, "%,d more packets: ", rungs.size())
                        + words.stream().filter(each -> !each.isEmpty()).collect(Collectors.joining(", "));
            }

            private String bytes(boolean fromLeft, String side) {
                var bytes = rungs.stream()
                        .filter(rung -> rung.fromLeft() == fromLeft)
                        .mapToLong(rung -> rung.data().length)
                        .sum();
                return bytes == 0 ? "" : Ladder.count(bytes) + " from " + side;
            }
        }
    }

    private Fold(List<Rung> rungs) {
        this.rungs = rungs;
    }

    static List<Part> of(List<Rung> rungs) {
        return new Fold(rungs).parts();
    }

    private List<Part> parts() {
        if (rungs.size() <= UNFOLDED) {
            return rungs.stream().<Part>map(Part.Shown::new).toList();
        }
        var remarkable = IntStream.range(0, rungs.size()).filter(i -> rungs.get(i).isRemarkable()).count();
        var parts = new ArrayList<Part>();
        var left = new ArrayList<Rung>();
        for (var i = 0; i < rungs.size(); i++) {
            var isAtAnEnd = i < HEAD || i >= rungs.size() - TAIL;
            if (isAtAnEnd || rungs.get(i).isRemarkable() && remarkable <= UNFOLDED - HEAD - TAIL) {
                fold(left, parts);
                parts.add(new Part.Shown(rungs.get(i)));
            } else {
                left.add(rungs.get(i));
            }
        }
        return parts;
    }

    private static void fold(List<Rung> left, List<Part> parts) {
        if (left.size() <= FEW) {
            left.forEach(rung -> parts.add(new Part.Shown(rung)));
        } else {
            parts.add(new Part.Left(left));
        }
        left.clear();
    }
}
