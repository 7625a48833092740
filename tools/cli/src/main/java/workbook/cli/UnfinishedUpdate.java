package workbook.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import workbook.engine.base.StagedChange;
import workbook.engine.base.Turn;

/// An update, or another change of the originals, that was decided before its process was killed.
final class UnfinishedUpdate {
    private UnfinishedUpdate() {}

    /// Does what is left of it, and says so.
    ///
    /// @throws Refusal if this very program is not the workbook's any more
    static void finish(Setup setup) throws IOException {
        var root = setup.root();
        if (!StagedChange.isDecided(root)) {
            return;
        }
        try (var turn = Turn.take(root)) {
            if (!StagedChange.isDecided(root)) {
                return; // Somebody else was at it, and is done.
            }
            var done = finish(root);
            var sentence = "An update, an import or a reset was interrupted; it is finished now" + done.backup()
                    .map(backup -> ", and what it replaced is in " + root.relativize(backup))
                    .orElse("") + ".";
            if (done.changesTools()) {
                throw Refusal.notReady(sentence + " The workbook's programs are new: run the command again.");
            }
            setup.console().err().println(sentence);
        }
    }

    private static StagedChange.Done finish(Path root) throws IOException {
        try {
            return StagedChange.finish(root);
        } catch (FileSystemException e) {
            throw cannotGoOn(e);
        }
    }

    static Refusal cannotGoOn(FileSystemException why) {
        return Refusal.notReady("An update, an import or a reset is decided, and cannot be finished yet because of "
                + why.getFile()
                + (why.getReason() == null ? "" : " (" + why.getReason() + ")")
                + ": give it room, move it away or give yourself the right to write there, and run ./workbook; it goes on"
                + " where it stopped.");
    }
}
