package workbook.sockets;

/// How reading from a connection came to its end.
enum Ending {
    /// The other side said that it will send no more, and all that it sent has been read.
    EOF,
    /// The connection was thrown away; bytes may be lost.
    RESET,
    /// The socket's own time limit passed; the connection lives, and reading can go on.
    TIMEOUT,
    /// This program closed the socket itself.
    LOCAL_CLOSE
}
