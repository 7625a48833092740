package workbook.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/// A file that a command is told to write: looked at before the work, not after it.
public final class FileToWrite {
    private FileToWrite() {}

    /// @throws Refusal if it cannot be written
    public static void confirm(Path file) {
        var folder = file.toAbsolutePath().normalize().getParent();
        if (Files.isDirectory(file)) {
            throw Refusal.usage(file + " is a folder; name a file in it.");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw Refusal.usage("There is no folder " + folder + " for " + file + " to be written in; make it first.");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw Refusal.usage(file + " may not be written; name another file.");
        }
    }
}
