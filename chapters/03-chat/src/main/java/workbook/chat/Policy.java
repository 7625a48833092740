package workbook.chat;

/// What becomes of a member that does not keep up.
enum Policy {
    /// It misses lines, and stays.
    DROP,
    /// Its connection is closed.
    DISCONNECT
}
