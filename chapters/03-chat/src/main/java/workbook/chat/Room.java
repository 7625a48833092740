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
    /// @param limit after which members that have not taken their last line yet are cut off; with zero nobody is waited
    ///     for, and whoever is cut off may not have heard a goodbye
    void stop(Duration limit) throws IOException;

    /// Stops at once, with a limit of zero.
    @Override
    void close() throws IOException;
}
