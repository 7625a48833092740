package workbook.chat;

import workbook.kit.Connection;

/// Hears what a member says, until it leaves.
interface Watch {
    /// Passes on line after line; closes nothing.
    ///
    /// @return how it ended
    Departure watch(Connection connection, Session member, Listener lines);

    /// What is done with a line.
    interface Listener {
        /// @param line without its line end
        /// @return false if the member has said that it leaves
        boolean hear(String line);
    }
}
