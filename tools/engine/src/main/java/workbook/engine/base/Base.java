package workbook.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import workbook.engine.Exercise;
import workbook.engine.Folders;

/// The pristine chapters: a copy of `chapters/` in `.workbook/base`, made before the learner's first change, with a
/// list of hashes that tells whether it is still what was copied.
public final class Base {
    private final Path root;
    private final Path folder;

    private Base(Path root) {
        this.root = root;
        this.folder = root.resolve(".workbook/base");
    }

    /// The base of the workbook in this folder, which may still have to be written.
    public static Base of(Path root) {
        return new Base(root);
    }

    public boolean exists() {
        return Files.exists(folder);
    }

    /// Where the pristine text of a file below `chapters/` is kept.
    public Path pristine(Path file) {
        return folder.resolve(root.relativize(file));
    }

    /// Copies the chapters as they are. A stub that the learner has changed already is taken from Git's last commit
    /// instead, where there is one.
    ///
    /// @return the stubs whose text came from Git
    /// @throws NotPristine if a stub's original text is nowhere to be had
    public List<Path> write(Collection<Exercise> exercises) throws IOException {
        Files.createDirectories(folder.getParent());
        var copy = Files.createTempDirectory(folder.getParent(), "base-");
        try {
            Folders.copy(root.resolve("chapters"), copy.resolve("chapters"));
            var restored = restoreStubs(exercises, copy);
            HashList.write(copy);
            try {
                Files.move(copy, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!exists()) {
                    throw e;
                }
                // Another workbook in this folder was first; its copy is as good.
                return List.of();
            }
            return restored;
        } finally {
            Folders.delete(copy);
        }
    }

    private List<Path> restoreStubs(Collection<Exercise> exercises, Path copy) throws IOException {
        var head = GitHead.of(root);
        var restored = new ArrayList<Path>();
        for (var exercise : exercises) {
            for (var stub : exercise.stubs()) {
                var copied = copy.resolve(root.relativize(stub));
                var committed = head.textBeforeChange(stub).filter(Base::isStub);
                if (committed.isPresent()) {
                    Files.createDirectories(copied.getParent());
                    Files.write(copied, committed.get());
                    restored.add(stub);
                } else if (!Files.exists(copied) || !isStub(Files.readAllBytes(copied))) {
                    throw new NotPristine(root.relativize(stub));
                }
            }
        }
        return restored;
    }

    private static boolean isStub(byte[] text) {
        return new String(text, UTF_8).contains("todo(");
    }

    /// Whether the learner has written anything into this exercise's files, or taken one away.
    public boolean isChanged(Exercise exercise) throws IOException {
        for (var stub : exercise.stubs()) {
            // An exercise that was written after the first start has no original.
            if (!Files.isRegularFile(stub) || Files.exists(pristine(stub))
                    && Files.mismatch(stub, pristine(stub)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// Puts an exercise's stubs back, and keeps what stood in their place.
    ///
    /// @return the folder that holds the learner's files now; none if there were no changed files to keep
    public Optional<Path> reset(Exercise exercise) throws IOException {
        for (var stub : exercise.stubs()) {
            HashList.of(folder).confirm(pristine(stub));
        }
        var kept = keep(exercise);
        for (var stub : exercise.stubs()) {
            Folders.replace(stub, Files.readAllBytes(pristine(stub)));
        }
        return kept;
    }

    private Optional<Path> keep(Exercise exercise) throws IOException {
        var written = new ArrayList<Path>();
        for (var stub : exercise.stubs()) {
            if (Files.exists(stub) && Files.mismatch(stub, pristine(stub)) >= 0) {
                written.add(stub);
            }
        }
        if (written.isEmpty()) {
            return Optional.empty();
        }
        var backup = newBackup(exercise);
        for (var file : written) {
            Files.copy(file, backup.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return Optional.of(backup);
    }

    private Path newBackup(Exercise exercise) throws IOException {
        var date = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss").format(LocalDateTime.now());
        var backups = Files.createDirectories(root.resolve(".workbook/backup"));
        for (var nth = 1;; nth++) {
            var name = date + "-" + exercise.id() + (nth > 1 ? "-" + nth : "");
            try {
                return Files.createDirectory(backups.resolve(name));
            } catch (FileAlreadyExistsException e) {
                // A second backup in the same second gets a number.
            }
        }
    }
}
