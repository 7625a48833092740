package workbook.chat;

/// Where lines for one member are put, so that whoever puts them there need not wait for that member.
interface Outbox extends AutoCloseable {
    /// Takes a line, with its line end, to be sent after all that were taken before.
    ///
    /// @param line which nobody changes any more
    /// @return false if it was not taken: the outbox is full, or closed
    boolean offer(byte[] line);

    /// Takes no more; returns when all that it has taken is sent, or cannot be sent any more. Several threads may call
    /// it, and again.
    @Override
    void close();
}
