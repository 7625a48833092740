package workbook.testkit;

/// How the answer ended its side of a connection, seen from the other.
public enum Ending {
    /// The end was read: it closed its socket, or its sending side.
    CLOSED, RESET,
    /// It has not ended it.
    OPEN
}
