package workbook.rawtcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// A ladder as a picture: the kernel on the left, this chapter's TCP on the right, what is lost cut off on its way.
final class LossDrawing {
    private static final int WIDTH = 640;
    private static final int LEFT = 86;
    private static final int RIGHT = 450;
    private static final int LOST = 140;
    private static final int TOP = 36;
    private static final int ROW = 34;

    private final String title;
    private final String lesson;
    private final Numbers numbers = new Numbers();
    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder accent = new StringBuilder();
    private final StringBuilder texts = new StringBuilder();
    private final List<String> told = new ArrayList<>();
    private long began;
    private int y = TOP;

    LossDrawing(String title, String lesson) {
        this.title = title;
        this.lesson = lesson;
    }

    /// What is to be drawn, from the first segment of this side's on that is wanted; those before give the numbers their
    /// beginning.
    List<Tap.Seen> from(List<Tap.Seen> seen, Predicate<Segment> wanted, int most) {
        var drawn = seen.stream().dropWhile(each -> !each.fromHere() || !wanted.test(each.segment())).toList();
        seen.stream().limit(seen.size() - drawn.size()).forEach(each -> numbers.of(each.segment()));
        began = drawn.getFirst().nanos();
        return drawn.subList(0, Math.min(most, drawn.size()));
    }

    /// @param remark stands beside it
    void arrow(Tap.Seen seen, String remark) {
        var words = numbers.of(seen.segment());
        var time = String.format(Locale.ROOT, "%.1f ms", (seen.nanos() - began) / 1e6);
        y += ROW;
        var middle = (LEFT + RIGHT) / 2;
        texts.append(text(LEFT - 10, y + 5, "end", time)).append(text(middle, y - 6, "middle", words));
        if (!remark.isEmpty()) {
            texts.append(text(RIGHT + 12, y + 5, "start", remark));
        }
        if (seen.isLost()) {
            accent.append(" M%d %d H%d M%d %d l12 12 M%d %d l12 -12".formatted(RIGHT - 2, y, LOST, LOST - 6, y - 6, LOST - 6,
                    y + 6));
        } else if (seen.fromHere()) {
            plain.append(" M%d %d H%d m9 -5 l-9 5 l9 5".formatted(RIGHT - 2, y, LEFT + 2));
        } else {
            plain.append(" M%d %d H%d m-9 -5 l9 5 l-9 5".formatted(LEFT + 2, y, RIGHT - 2));
        }
        told.add("%s: %s %s%s%s.".formatted(time, seen.fromHere() ? "you send" : "the kernel sends", words,
                seen.isLost() ? ", which is lost" : "", remark.isEmpty() ? "" : "; " + remark));
    }

    String svg() {
        var bottom = y + 18;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="inherit" font-size="14" fill="currentColor">
                  <title>%s</title>
                  <desc>A ladder, drawn after a capture; the kernel on the left, you on the right. %s %s</desc>
                  <text x="%d" y="22" text-anchor="middle" font-weight="bold">kernel</text><text x="%d" y="22" text-anchor="middle" font-weight="bold">you</text>
                  <g font-size="13">
                %s  </g>
                  <path d="M%d %d V%d M%d %d V%d" fill="none" stroke="currentColor" stroke-width="1.5"/>
                  <path d="%s" fill="none" stroke="currentColor" stroke-width="1.5"/>
                  <path class="accent" d="%s" fill="none" stroke="currentColor" stroke-width="2.5"/>
                </svg>
                """.formatted(WIDTH, bottom + 6, title, lesson, String.join(" ", told), LEFT, RIGHT, texts, LEFT, TOP - 4,
                bottom, RIGHT, TOP - 4, bottom, plain.toString().strip(), accent.toString().strip());
    }

    private static String text(int x, int y, String anchor, String words) {
        return "    <text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n".formatted(x, y, anchor, words);
    }
}
