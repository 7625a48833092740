package workbook.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Room, and the right, to write.
record Disk(Path root, Path temporary) {
    private static final long ENOUGH = 500L << 20;
    /// One run's classes are small; a capture may be larger.
    private static final long ENOUGH_TEMPORARY = 50L << 20;

    Finding room() throws IOException {
        var kept = root.resolve(".workbook");
        var folder = Files.isDirectory(kept) ? kept : root; // it may be a disk of its own
        return room("disk", folder, ENOUGH, "builds, backups and the history may fail half-way",
                "free " + (ENOUGH >> 20) + " MB on " + Files.getFileStore(folder).name());
    }

    Finding temporaryRoom() throws IOException {
        if (!Files.isDirectory(temporary) || !isWritable(temporary)) {
            return Finding.gap("temp folder", temporary + " may not be written", "NOT RUN: every exercise",
                    "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=$HOME ./workbook");
        }
        return room("temp folder", temporary, ENOUGH_TEMPORARY, "answers cannot be compiled: NOT RUN: every exercise",
                "free " + (ENOUGH_TEMPORARY >> 20) + " MB in " + temporary
                        + ", or JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=$HOME ./workbook");
    }

    private static Finding room(String what, Path folder, long enough, String effect, String remedy)
            throws IOException {
        var free = Files.getFileStore(folder).getUsableSpace();
        var shown = free >= 10L << 30 ? (free >> 30) + " GB free" : (free >> 20) + " MB free";
        return free >= enough ? Finding.fine(what, shown) : Finding.gap(what, shown, effect, remedy);
    }

    Finding writing() {
        var folder = root.resolve(".workbook");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            return mayNotWrite();
        }
        return isWritable(folder) ? Finding.fine("folder", "may be written") : mayNotWrite();
    }

    private Finding mayNotWrite() {
        return Finding.gap("folder", root + " may not be written", "no progress, backup or build can be kept",
                "cp -R " + root + " ~/sockets-by-hand")
                .or("or, if it is yours:", "chmod -R u+w " + root);
    }

    private static boolean isWritable(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, "doctor-", ""));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
