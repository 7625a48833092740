package workbook.engine.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;

/// Files that are there whole or not at all, whatever ends the process or the machine.
public final class WholeFile {
    private WholeFile() {}

    /// Writes a file that nobody looks at yet, and waits until the disk has it.
    static void write(Path file, byte[] contents) throws IOException {
        Files.createDirectories(file.getParent());
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(contents);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /// Gives a file new contents, or makes it: whoever reads meanwhile sees the old or the new.
    ///
    /// What is half written stands in `.workbook/tmp`, never among the sources.
    public static void replace(Path root, Path file, byte[] contents) throws IOException {
        // A learner's link stays one.
        var place = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
        Files.createDirectories(place.getParent());
        var fresh = root.resolve(".workbook/tmp/" + ProcessHandle.current().pid() + "-" + file.getFileName());
        try {
            write(fresh, contents);
            takeRights(fresh, place, contents);
            try {
                Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                // The place is on another disk than .workbook.
                var beside = place.resolveSibling("." + place.getFileName() + ".tmp");
                Files.copy(fresh, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /// Puts a file where another may stand, which is moved aside as it is at that moment, a save of the last instant
    /// included. Both places are on the disk of `fresh`.
    ///
    /// @param fresh a file that was written before; it stays, as a second name of the same
    /// @param aside a name that is free
    /// @return false if a file was saved there in the instant between; that one stays
    static boolean exchange(Path fresh, Path file, Path aside) throws IOException {
        Files.createDirectories(file.getParent());
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(aside.getParent());
            Files.move(file, aside);
        }
        try {
            link(fresh, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static void link(Path fresh, Path file) throws IOException {
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(fresh, file, StandardCopyOption.COPY_ATTRIBUTES); // a file system without links
        }
    }

    static void takeRights(Path fresh, Path place, byte[] contents) throws IOException {
        if (!Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
            return;
        }
        if (Files.exists(place)) {
            Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(place));
        }
        if (contents.length > 1 && contents[0] == '#' && contents[1] == '!') {
            // An archive need not tell which files are programs.
            var rights = Files.getPosixFilePermissions(fresh);
            rights.add(PosixFilePermission.OWNER_EXECUTE);
            rights.add(PosixFilePermission.GROUP_EXECUTE);
            rights.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(fresh, rights);
        }
    }
}
