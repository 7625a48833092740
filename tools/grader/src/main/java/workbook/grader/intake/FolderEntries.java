package workbook.grader.intake;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import workbook.grader.intake.EntryVisitor.Kind;

/// Shows the entries of a folder; no link in it is followed.
final class FolderEntries extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final EntryVisitor visitor;
    private int entries;

    private FolderEntries(Path folder, EntryVisitor visitor) {
        this.folder = folder;
        this.visitor = visitor;
    }

    static void read(Path folder, EntryVisitor visitor) throws IOException, NotTaken {
        try {
            Files.walkFileTree(folder, new FolderEntries(folder, visitor));
        } catch (Stopped e) {
            throw e.why;
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
        // As large as a checkout's may be, and never of any use.
        if (!each.equals(folder) && PathCheck.isAside(List.of(each.getFileName().toString()))) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        try {
            if (++entries > Caps.ENTRIES) {
                throw Caps.tooManyEntries();
            }
            var path = folder.relativize(file).toString();
            visitor.entry(java.io.File.separatorChar == '/' ? path : path.replace('\\', '/'), kind(attributes),
                    most -> content(file, most));
        } catch (NotTaken e) {
            throw new Stopped(e);
        }
        return FileVisitResult.CONTINUE;
    }

    private static Kind kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return Kind.LINK;
        }
        return attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
    }

    private byte[] content(Path file, int most) throws IOException, NotTaken {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(most + 1);
        } catch (AccessDeniedException e) {
            throw unreadable(file);
        }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        throw new Stopped(unreadable(file));
    }

    private NotTaken unreadable(Path file) {
        return new NotTaken("'" + Names.shown(folder.relativize(file).toString())
                + "' may not be read: give yourself the right (chmod -R u+rX)");
    }

    /// Carries the reason through the walk.
    private static final class Stopped extends IOException {
        private static final long serialVersionUID = 1;
        private final transient NotTaken why;

        Stopped(NotTaken why) {
            super(why);
            this.why = why;
        }
    }
}
