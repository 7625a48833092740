package workbook.cli.watch;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import workbook.cli.Paint;

/// What stands between title and footer. It is drawn anew for each size of the screen.
sealed interface View permits Waiting, Report, Reading, Question, ListView {
    List<String> lines(Paint paint, int width) throws IOException;

    /// A sentence that is to be seen whatever part of the lines is: what to do now. Empty if there is none.
    default String now() throws IOException {
        return "";
    }

    /// Whether it makes use of more columns than text is pleasant to read in.
    default boolean isWide() {
        return false;
    }

    /// The line, of those drawn last, that must be seen.
    default OptionalInt cursor() {
        return OptionalInt.empty();
    }

    /// What the footer says of the keys.
    default List<String> keys(Paint paint) {
        return Footer.KEYS;
    }
}
