package workbook.cli.watch;

import java.io.IOException;
import java.util.List;
import workbook.cli.AdocText;
import workbook.cli.Paint;

/// A text that stays until a key or a save: a task, hints, a solution, packets.
record Reading(Text text, boolean isWide) implements View {
    /// Its lines, for a screen of some width.
    interface Text {
        List<String> lines(Paint paint, int width) throws IOException;
    }

    static Reading of(Text text) {
        return new Reading(text, false);
    }

    static Reading note(String sentence) {
        return of((paint, width) -> AdocText.lines(sentence, paint, width));
    }

    @Override
    public List<String> lines(Paint paint, int width) throws IOException {
        return text.lines(paint, width);
    }

    @Override
    public List<String> keys(Paint paint) {
        return Footer.READING_KEYS;
    }
}
