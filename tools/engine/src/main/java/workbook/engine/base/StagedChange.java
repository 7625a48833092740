package workbook.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
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
/// what is left. Each step may be done twice, and none overwrites a file that was saved in the meantime.
public final class StagedChange implements AutoCloseable {
    private final Path root;
    private final Path folder;
    private final List<String> steps = new ArrayList<>();

    /// What came of it.
    ///
    /// @param backup where the old contents of some files are now
    /// @param beside files that were saved meanwhile, and what should have replaced them stands beside them
    /// @param changesTools whether the workbook's programs are others now
    public record Done(Optional<Path> backup, List<Path> beside, boolean changesTools) {}

    /// Whoever begins one has the [Turn].
    public StagedChange(Path root) throws IOException {
        this.root = root;
        this.folder = Files.createDirectories(root.resolve(".workbook/tmp/staged"));
    }

    /// Puts a file, where what stands there now has this hash.
    public void put(String path, Optional<String> now, byte[] contents) throws IOException {
        WholeFile.write(folder.resolve("files").resolve(path), contents);
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
        if (Files.exists(folder.resolve("backup"))) {
            Files.writeString(folder.resolve("backup-name"), Backup.fresh(root, "update").getFileName().toString());
        }
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
        var beside = new ArrayList<Path>();
        var changesTools = false;
        for (var step : Files.readAllLines(folder.resolve("steps"), UTF_8)) {
            var words = step.split("\t", 3);
            if (words.length == 3) {
                changesTools |= words[2].startsWith("tools/") || words[2].equals("pom.xml");
                take(root, folder, words, beside);
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
        return new Done(backup, beside, changesTools);
    }

    private static Optional<Path> keepOld(Path root, Path folder) throws IOException {
        if (!Files.exists(folder.resolve("backup-name"))) {
            return Optional.empty();
        }
        var place = Backup.folder(root).resolve(Files.readString(folder.resolve("backup-name"), UTF_8));
        if (Files.exists(folder.resolve("backup"))) {
            Files.createDirectories(place.getParent());
            Files.move(folder.resolve("backup"), place, StandardCopyOption.ATOMIC_MOVE);
        }
        return Optional.of(place);
    }

    private static void take(Path root, Path folder, String[] step, List<Path> beside) throws IOException {
        var file = root.resolve(step[2]);
        var now = HashList.ofFile(file).orElse("-");
        if (step[0].equals("remove")) {
            if (now.equals(step[1])) {
                Files.deleteIfExists(file);
                removeEmptyFolders(root, file.getParent());
            }
            return;
        }
        var contents = Files.readAllBytes(folder.resolve("files").resolve(step[2]));
        if (now.equals(HashList.sha256(contents))) {
            return;
        }
        if (now.equals(step[1])) {
            WholeFile.replace(root, file, contents);
        } else {
            var place = file.resolveSibling(file.getFileName() + ".new");
            WholeFile.replace(root, place, contents);
            beside.add(place);
        }
    }

    private static void removeEmptyFolders(Path root, Path lowest) {
        try {
            for (var each = lowest; !each.equals(root); each = each.getParent()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            // The first that is not empty, or is gone, ends it.
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
