package workbook.cli.comparison;

/// One row of two texts side by side.
sealed interface Row {
    /// The same on both sides, but for blanks.
    record Equal(MarkedLine left, MarkedLine right) implements Row {}

    /// Two lines that say nearly the same; what differs is marked in both.
    record Changed(MarkedLine left, MarkedLine right) implements Row {}

    record OnlyLeft(MarkedLine left) implements Row {}

    record OnlyRight(MarkedLine right) implements Row {}

    /// A stretch of equal lines that is not shown.
    record Folded(int lines) implements Row {}
}
