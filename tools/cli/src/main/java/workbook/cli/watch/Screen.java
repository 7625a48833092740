package workbook.cli.watch;

import java.util.List;
import workbook.cli.Paint;

/// What the watch shows itself on.
public interface Screen {
    /// Shows these lines instead of what was shown before; on paper, below it.
    void show(List<String> lines);

    /// What is left to be read when the watch has ended, however it ends.
    void leave(List<String> lines);

    int columns();

    /// How many lines can be seen at once.
    int rows();

    /// Whether lines can only be added below those that are there.
    boolean isPaper();

    Paint paint();
}
