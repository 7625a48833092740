package workbook.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import workbook.engine.Exercise;
import workbook.engine.Folders;

/// The pristine chapters: a copy of `chapters/` in `.workbook/base`, made before the learner's first change, with a
/// list of hashes that tells whether it is still what was copied, and one of all the workbook's other files.
///
/// A base is never written in: another one takes its place, whole.
public final class Base {
    private static final String CHAPTERS = "sha256";
    private static final String OTHERS = "workbook.sha256";

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

    /// Whether it has an original of this file.
    boolean knows(Path file) {
        return Files.exists(pristine(file));
    }

    /// The hashes of the pristine chapters.
    public HashList chapters() throws IOException {
        return HashList.read(folder.resolve(CHAPTERS));
    }

    /// The hashes of what else the workbook came with; empty if it was kept by a workbook that made no such list.
    public HashList others() throws IOException {
        return HashList.read(folder.resolve(OTHERS));
    }

    /// Every pristine text, by its path.
    public Map<String, byte[]> texts() throws IOException {
        var texts = new TreeMap<String, byte[]>();
        for (var path : chapters().hashes().keySet()) {
            confirm(path);
            texts.put(path, Files.readAllBytes(folder.resolve(path)));
        }
        return texts;
    }

    /// Tells this material from any other.
    public String fingerprint() throws IOException {
        var all = new TreeMap<>(others().hashes());
        all.putAll(chapters().hashes());
        return new HashList(all).fingerprint();
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
            seal(copy, HashList.of(Material.in(root).others()));
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

    /// Writes the lists into a base that is being made.
    static void seal(Path folder, HashList others) throws IOException {
        others.write(folder.resolve(OTHERS));
        HashList.of(Material.in(folder).chapters()).write(folder.resolve(CHAPTERS));
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

    /// A stub says what is to be done; a text that does not is an answer.
    public static boolean isStub(byte[] text) {
        return new String(text, UTF_8).contains("todo(");
    }

    /// Takes files that were written just now for originals too: those of a new exercise.
    public void adopt(Collection<Path> files) throws IOException {
        try (var turn = Turn.take(root)) {
            var texts = texts();
            for (var file : files) {
                var path = Material.path(root, file);
                if (Material.isOfChapters(path)) {
                    texts.put(path, Files.readAllBytes(file));
                }
            }
            try (var change = new StagedChange(root)) {
                change.base(texts, others());
                change.commit();
            }
        }
    }

    /// Whether the learner has written anything into this exercise's files, or taken one away.
    public boolean isChanged(Exercise exercise) throws IOException {
        for (var stub : exercise.stubs()) {
            // An exercise that was written after the first start, by hand, has no original.
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
        try (var turn = Turn.take(root)) {
            for (var stub : exercise.stubs()) {
                confirm(Material.path(root, stub));
            }
            try (var change = new StagedChange(root, exercise.id())) {
                for (var stub : exercise.stubs()) {
                    InTheWay.confirmFree(root, Material.path(root, stub));
                    if (!Files.exists(stub) || Files.mismatch(stub, pristine(stub)) >= 0) {
                        change.put(Material.path(root, stub), HashList.ofFile(stub),
                                Files.readAllBytes(pristine(stub)));
                    }
                }
                return change.commit().backup();
            }
        }
    }

    /// @throws NotPristine if the copy is not what the list says, or there is none
    private void confirm(String path) throws IOException {
        var listed = chapters().hash(path);
        if (listed.isEmpty()) {
            throw new NotPristine(Path.of(path), "has no original here: it was added by hand after the first start;"
                    + " copy it from where it came");
        }
        if (!HashList.ofFile(folder.resolve(path)).equals(listed)) {
            throw new NotPristine(root.relativize(folder.resolve(path)),
                    "is no longer what the workbook copied: bring the chapters to their original state, delete"
                            + " .workbook/base and run ./workbook");
        }
    }
}
