package workbook.chat;

import java.io.IOException;
import java.time.Duration;

/// A chat room that listens on a port.
interface Room extends AutoCloseable {
    /// The port it listens on.
    int port();

    /// How many members there are now.
    int members();

    /// Says goodbye to everyone, closes every connection, and ends every thread of its own.
    ///
    /// @param limit after which members that have not taken their last line yet are cut off
    void stop(Duration limit) throws IOException;

    /// Stops at once.
    @Override
    void close() throws IOException;
}
