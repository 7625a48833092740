package workbook.grader.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import workbook.engine.Exercise;

/// Reads submissions: folders and archives of strangers, of which only the files that stand in a stub's place are taken.
/// Nothing of them is written anywhere, and no build tool sees them.
public final class Intake {
    private final AllowedPaths allowed;

    /// @param root      the workbook's folder
    /// @param exercises those whose answers are wanted
    public Intake(Path root, Collection<Exercise> exercises) {
        this.allowed = new AllowedPaths(root, exercises);
    }

    /// Whatever is wrong with it is told by the submission itself.
    public Submission read(Listing.Entry entry) {
        if (entry.refused().isPresent()) {
            return Submission.refused(entry.student(), entry.refused().get());
        }
        try {
            var collector = new Collector(allowed);
            read(entry.file(), entry.ending(), collector);
            var packed = entry.ending().isEmpty() ? collector.onlyArchive() : Optional.<String>empty();
            var ending = packed.flatMap(Listing::endingOf);
            if (ending.isPresent()) {
                // What platforms make of an archive that was handed in: a folder with the student's name around it.
                collector = new Collector(allowed);
                read(entry.file().resolve(packed.get()), ending.get(), collector);
            }
            return collector.submission(entry.student());
        } catch (NotTaken e) {
            return Submission.refused(entry.student(), Listing.sentence(entry.file(), e.getMessage()));
        } catch (IOException e) {
            return Submission.refused(entry.student(),
                    Listing.sentence(entry.file(), "it cannot be read (" + Names.shown(String.valueOf(e.getMessage()))
                            + "): see that it is there and may be read"));
        }
    }

    private static void read(Path file, String ending, EntryVisitor visitor) throws IOException, NotTaken {
        if (ending.isEmpty()) {
            FolderEntries.read(file, visitor);
            return;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotTaken("it is no file: put the archive itself here");
        }
        if (Files.size(file) > Caps.ARCHIVE) {
            throw new NotTaken("it is larger than " + (Caps.ARCHIVE >> 20)
                    + " MB: send the chapters' src folders only");
        }
        switch (ending) {
            case ".zip" -> ZipArchive.read(file, visitor);
            case ".tar" -> TarArchive.read(file, false, visitor);
            default -> TarArchive.read(file, true, visitor);
        }
    }
}
