package workbook.grader;

import java.util.Map;

/// What compiling an answer came to.
sealed interface Compiled {
    /// @param entries entry names in a jar and classes
    record Accepted(Map<String, byte[]> entries) implements Compiled {}

    record No(Refused refused) implements Compiled {}
}
