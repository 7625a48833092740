package workbook.chat;

/// What becomes of a command. Lines are without a line end.
sealed interface Reply {
    /// A line for everyone, the sender included.
    record ToAll(String line) implements Reply {}

    /// A line for the sender.
    record ToSender(String line) implements Reply {}

    /// A line for one member; that may be the sender.
    record ToOne(Session member, String line) implements Reply {}

    /// The sender leaves.
    record Goodbye() implements Reply {}

    /// Nothing is sent.
    record Nothing() implements Reply {}
}
