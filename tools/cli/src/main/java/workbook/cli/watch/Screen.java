package workbook.cli.watch;

import java.util.List;
import workbook.cli.Paint;

/// What the watch shows itself on.
public interface Screen {
    /// Shows these lines instead of what was shown before.
    void show(List<String> lines);

    int columns();

    /// How many lines can be seen at once.
    default int rows() {
        return Integer.MAX_VALUE;
    }

    Paint paint();
}
