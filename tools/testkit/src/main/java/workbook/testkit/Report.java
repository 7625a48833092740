package workbook.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a failed test says: labelled rows, in the order in which they are read.
///
/// The testkit fills in what happened on the wire; the engine adds where that is explained, how to repeat it and
/// which line of the answer it concerns. A report is data until somebody shows it.
///
/// @param rows the rows, top to bottom
public record Report(List<Row> rows) {
    /// What the test's side of the conversation did.
    public static final String THE_TEST = "the test";
    /// What the answer did.
    public static final String YOU = "you";
    public static final String EXPECTED = "expected";
    public static final String BUT_WAS = "but was";
    /// The mistake that most often looks like this.
    public static final String LIKELY = "likely";
    /// A command that shows the same without the workbook.
    public static final String BY_HAND = "by hand";

    public Report {
        rows = List.copyOf(rows);
    }

    /// One label and what stands beside it.
    ///
    /// @param label one of this class's constants, or a word of the test's own
    /// @param lines at least one line; those after the first stand below it
    public record Row(String label, List<String> lines) {
        public Row {
            lines = List.copyOf(lines);
        }
    }

    private static final String NOT_WRITTEN = "not written yet: ";

    /// What stands beside [#YOU] where the code is still missing.
    ///
    /// @param whatIsMissing the words of the stub's `todo(…)`
    public static String notWritten(String whatIsMissing) {
        return NOT_WRITTEN + whatIsMissing;
    }

    /// Whether the code is still missing.
    public boolean isOfStub() {
        return text(YOU).filter(text -> text.contains(NOT_WRITTEN)).isPresent();
    }

    public static Report empty() {
        return new Report(List.of());
    }

    /// This report with one more row at its end; a text of several lines stays together.
    public Report with(String label, String text) {
        var more = new ArrayList<>(rows);
        more.add(new Row(label, text.lines().toList()));
        return new Report(more);
    }

    /// The text beside a label, if the report has it.
    public Optional<String> text(String label) {
        return rows.stream()
                .filter(row -> row.label().equals(label))
                .findFirst()
                .map(row -> String.join("\n", row.lines()));
    }

    /// The rows as plain text, labels in a column of their own.
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var row : rows) {
            var label = row.label();
            for (var line : row.lines()) {
                text.append("%-10s %s".formatted(label, line).stripTrailing()).append('\n');
                label = "";
            }
        }
        return text.toString();
    }
}
