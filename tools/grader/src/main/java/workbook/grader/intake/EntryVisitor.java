package workbook.grader.intake;

import java.io.IOException;

/// Is shown every entry of a submission, one after the other; nothing is unpacked on the way.
@FunctionalInterface
interface EntryVisitor {
    /// @param path    as the archive has it: with slashes, and not to be trusted
    /// @param content to be asked for before the next entry comes, or not at all
    void entry(String path, Kind kind, Content content) throws IOException, NotTaken;

    /// `OTHER` is a device, a pipe or the like.
    enum Kind {
        FILE, FOLDER, LINK, OTHER
    }

    /// What a file holds.
    @FunctionalInterface
    interface Content {
        /// @param most how many bytes are wanted
        /// @return no more than one byte beyond that, which tells that there are more
        byte[] bytes(int most) throws IOException, NotTaken;
    }
}
