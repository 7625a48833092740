package workbook.cli.watch;

import java.io.IOException;
import java.util.List;
import workbook.cli.AdocText;
import workbook.cli.Paint;

/// Something to say yes or no to, before it is done.
record Question(String sentence, Deed onYes) implements View {
    interface Deed {
        void run() throws IOException;
    }

    @Override
    public List<String> lines(Paint paint, int width) {
        return AdocText.lines(sentence, paint, width);
    }

    @Override
    public List<String> keys(Paint paint) {
        return List.of("y yes", "any other key: no");
    }

    static boolean isYes(Key key) {
        return key instanceof Key.Typed typed && Character.toLowerCase(typed.character()) == 'y';
    }
}
