package workbook.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import workbook.engine.Folders;
import workbook.engine.progress.Event;
import workbook.engine.progress.History;

/// A change of many files that happens whole or not at all, whenever the process is killed.
///
/// Everything it needs is written down in a folder first, out of the way. Renaming that folder to `.workbook/update` is
/// the moment at which the change is decided: before it nothing was done, after it every start of the workbook finishes
/// what is left. Each step may be done twice. None overwrites or deletes: what stood there is moved into the backup as it
/// is at that moment.
public final class StagedChange implements AutoCloseable {
    private static final String UPDATE = "update";
    private static final String IMPORT = "import";

    private final Path root;
    private final String reason;
    private final Path folder;
    private final List<String> steps = new ArrayList<>();

    /// What came of it.
    ///
    /// @param backup where the learner's old text of some files is now
    /// @param aside where the other files are that were replaced or removed
    /// @param beside files that were saved meanwhile, and what should have replaced them stands beside them
    /// @param late files that were saved in the very instant, and are in the backup
    /// @param changesTools whether the workbook's programs are others now
    public record Done(Optional<Path> backup, Optional<Path> aside, List<Path> beside, List<String> late,
            boolean changesTools) {}

    /// Whoever begins one has the [Turn].
    public StagedChange(Path root) throws IOException {
        this(root, UPDATE);
    }

    /// Of an import.
    public static StagedChange ofImport(Path root) throws IOException {
        return new StagedChange(root, IMPORT);
    }

    /// @param reason the backup is named after it
    StagedChange(Path root, String reason) throws IOException {
        this.root = root;
        this.reason = reason;
        this.folder = Files.createDirectories(root.resolve(".workbook/tmp/staged"));
    }

    /// Puts a file, where what stands there now has this hash.
    ///
    /// @throws InTheWay if none can be put there
    public void put(String path, Optional<String> now, byte[] contents) throws IOException {
        InTheWay.confirmFree(root, path);
        var fresh = folder.resolve("files").resolve(path);
        WholeFile.write(fresh, contents);
        WholeFile.takeRights(fresh, root.resolve(path), contents);
        steps.add("put\t" + now.orElse("-") + "\t" + path);
    }

    /// Removes a file of this hash.
    public void remove(String path, String now) {
        steps.add("remove\t" + now + "\t" + path);
    }

    /// Keeps what a file holds now in the change's backup.
    public void keep(String path, byte[] contents) throws IOException {
        WholeFile.write(folder.resolve("backup").resolve(path), contents);
    }

    /// From then on the originals are these.
    public void base(Map<String, byte[]> chapters, HashList others) throws IOException {
        var base = folder.resolve("base");
        for (var file : chapters.entrySet()) {
            WholeFile.write(base.resolve(file.getKey()), file.getValue());
        }
        Base.seal(base, others);
    }

    /// What the history is to say of it.
    public void event(Event event) throws IOException {
        Files.writeString(folder.resolve("event"), History.line(event), UTF_8);
    }

    /// Decides, and does it.
    public Done commit() throws IOException {
        decide();
        return finish(root);
    }

    void decide() throws IOException {
        var name = Backup.fresh(root, reason).getFileName().toString();
        Files.writeString(folder.resolve("backup-name"), name);
        // A reset moves the learner's text, and that is the backup, by plain names; the others move the workbook's own files
        // as well.
        var movesOriginals = reason.equals(UPDATE) || reason.equals(IMPORT);
        Files.writeString(folder.resolve("aside-name"), movesOriginals ? name + "-originals" : name);
        WholeFile.write(folder.resolve("steps"), String.join("\n", steps).getBytes(UTF_8));
        Files.move(folder, decided(root), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Forgets it, unless it was decided.
    @Override
    public void close() {
        Folders.delete(folder);
    }

    private static Path decided(Path root) {
        return root.resolve(".workbook/update");
    }

    public static boolean isDecided(Path root) {
        return Files.exists(decided(root));
    }

    /// Does what is left of a change that was decided.
    public static Done finish(Path root) throws IOException {
        var folder = decided(root);
        var backup = keepOld(root, folder);
        var aside = Backup.folder(root).resolve(Files.readString(folder.resolve("aside-name"), UTF_8));
        var beside = new ArrayList<Path>();
        var late = new ArrayList<String>();
        var changesTools = false;
        for (var line : Files.readAllLines(folder.resolve("steps"), UTF_8)) {
            var words = line.split("\t", 3);
            if (words.length == 3) {
                changesTools |= words[2].startsWith("tools/") || words[2].equals("pom.xml");
                var file = root.resolve(words[2]);
                var step = new Step(words[2], words[1], file,
                        aside.equals(backup) ? aside.resolve(file.getFileName()) : aside.resolve(words[2]));
                if (words[0].equals("remove")) {
                    remove(root, step);
                } else {
                    take(folder.resolve("files").resolve(step.path()), step, beside);
                }
                if (!aside.equals(backup)) {
                    keepLate(step, backup.resolve(step.path()), late);
                }
            }
        }
        swapBase(root, folder);
        if (Files.exists(folder.resolve("event"))) {
            History.of(root).appendLineOnce(Files.readString(folder.resolve("event"), UTF_8));
        }
        // First out of sight in one step: half a change must not be found again.
        Files.createDirectories(root.resolve(".workbook/tmp"));
        Files.move(folder, root.resolve(".workbook/tmp/done"), StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(root.resolve(".workbook/tmp"));
        return new Done(existing(backup), existing(aside), beside, late, changesTools);
    }

    /// @param expected the hash of what stood there when the change was planned; a dash for nothing
    /// @param aside    where it goes
    private record Step(String path, String expected, Path file, Path aside) {
        String now() throws IOException {
            return HashList.ofFile(file).orElse("-");
        }
    }

    private static Optional<Path> existing(Path folder) {
        return Optional.of(folder).filter(Files::exists);
    }

    private static Path keepOld(Path root, Path folder) throws IOException {
        var place = Backup.folder(root).resolve(Files.readString(folder.resolve("backup-name"), UTF_8));
        if (Files.exists(folder.resolve("backup"))) {
            Files.createDirectories(place.getParent());
            Files.move(folder.resolve("backup"), place, StandardCopyOption.ATOMIC_MOVE);
        }
        return place;
    }

    private static void remove(Path root, Step step) throws IOException {
        if (step.now().equals(step.expected()) && !step.expected().equals("-")) {
            Files.createDirectories(step.aside().getParent());
            Files.move(step.file(), step.aside());
            Folders.removeEmpty(step.file().getParent(), root);
        }
    }

    private static void take(Path fresh, Step step, List<Path> beside) throws IOException {
        var now = step.now();
        if (now.equals(HashList.ofFile(fresh).orElse(""))) {
            return;
        }
        // Moved aside already, by a process that was killed in the instant before the next step.
        var isHalfDone = now.equals("-") && Files.exists(step.aside(), LinkOption.NOFOLLOW_LINKS);
        var isPlanned = now.equals(step.expected()) || isHalfDone;
        if (!isPlanned || !WholeFile.exchange(fresh, step.file(), free(step.aside()))) {
            var place = step.file().resolveSibling(step.file().getFileName() + ".new");
            var old = step.aside().resolveSibling(step.aside().getFileName() + ".new");
            if (WholeFile.exchange(fresh, place, free(old))) {
                beside.add(place);
            }
        }
    }

    private static Path free(Path place) {
        var each = place;
        for (var nth = 2; Files.exists(each, LinkOption.NOFOLLOW_LINKS); nth++) {
            each = place.resolveSibling(place.getFileName() + "." + nth);
        }
        return each;
    }

    /// What was moved aside and is not what was planned was saved after the plan: it is the learner's.
    private static void keepLate(Step step, Path place, List<String> late) throws IOException {
        if (!Files.isRegularFile(step.aside())) {
            return;
        }
        var moved = HashList.ofFile(step.aside());
        if (Files.exists(place) && moved.equals(HashList.ofFile(place))) {
            Files.delete(step.aside());
        } else if (!moved.equals(Optional.of(step.expected()))) {
            Files.createDirectories(place.getParent());
            Files.move(step.aside(), free(place));
            late.add(step.path());
        }
    }

    private static void swapBase(Path root, Path folder) throws IOException {
        var fresh = folder.resolve("base");
        var base = root.resolve(".workbook/base");
        while (Files.exists(fresh)) {
            if (Files.exists(base)) {
                Files.createDirectories(root.resolve(".workbook/tmp"));
                Files.move(base, Files.createTempDirectory(root.resolve(".workbook/tmp"), "base").resolve("old"));
            }
            try {
                Files.move(fresh, base, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.exists(base)) {
                    throw e;
                }
                // Another workbook started at this moment, and kept what it found.
            }
        }
    }
}
