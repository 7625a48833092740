package workbook.cli.watch;

import java.io.IOException;
import java.util.List;
import workbook.cli.Paint;
import workbook.engine.Exercise;

/// Runs an exercise once more, with the packets captured.
public interface WireRun {
    /// Takes as long as the run does.
    Ladder of(Exercise exercise) throws IOException;

    /// The packets, drawn.
    interface Ladder {
        List<String> lines(Paint paint, int width) throws IOException;
    }
}
