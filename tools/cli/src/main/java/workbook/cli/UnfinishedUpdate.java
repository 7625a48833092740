package workbook.cli;

import java.io.IOException;
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
            var done = StagedChange.finish(root);
            var sentence = "An update was interrupted; it is finished now" + done.backup()
                    .map(backup -> ", and what it replaced is in " + root.relativize(backup))
                    .orElse("") + ".";
            if (done.changesTools()) {
                throw Refusal.notReady(sentence + " The workbook's programs are new: run the command again.");
            }
            setup.console().err().println(sentence);
        }
    }
}
