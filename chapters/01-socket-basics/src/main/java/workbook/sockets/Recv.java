package workbook.sockets;

/// What a non-blocking channel answers when it is asked for bytes.
sealed interface Recv {
    /// Bytes had arrived, and so many of them, at least one, are now in the buffer.
    record Data(int count) implements Recv {}

    /// Nothing has arrived yet; more may come.
    record WouldBlock() implements Recv {}

    /// The other side has said that nothing more will come, and all that came has been read.
    record Eof() implements Recv {}
}
