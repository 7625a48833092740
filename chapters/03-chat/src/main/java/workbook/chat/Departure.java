package workbook.chat;

/// How a member left.
enum Departure {
    /// It ended its output, or said `/quit`.
    LEFT,
    /// Its connection was reset.
    RESET,
    /// Nothing was heard of it for too long.
    SILENT,
    /// The server closed its connection.
    KICKED
}
