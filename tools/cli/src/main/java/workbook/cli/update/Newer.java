package workbook.cli.update;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import workbook.cli.Programs;
import workbook.cli.Refusal;
import workbook.engine.Folders;

/// A newer workbook, wherever it is: a folder, an archive, or something that Git can clone.
final class Newer implements AutoCloseable {
    /// Thrown away at the end.
    private final Path copy;
    private final Path root;

    private Newer(Path copy, Path root) {
        this.copy = copy;
        this.root = root;
    }

    Path root() {
        return root;
    }

    /// @throws Refusal if it cannot be had, or is no workbook
    static Newer from(String from, Path here, Map<String, String> environment) throws IOException {
        var copy = Files.createTempDirectory("workbook-update");
        try {
            var fetched = fetch(from, here, copy, environment);
            return new Newer(copy, rootIn(fetched, from));
        } catch (IOException | RuntimeException e) {
            Folders.delete(copy);
            throw e;
        }
    }

    private static Path fetch(String from, Path here, Path copy, Map<String, String> environment) throws IOException {
        var file = path(from, here);
        if (Files.isDirectory(file) && !isBareRepository(file)) {
            return file;
        }
        if (Files.isRegularFile(file)) {
            unpack(file, copy, environment);
            return copy;
        }
        if (!Files.exists(file) && !from.matches("[a-z][a-z0-9+]*://.+|[^/\\\\]+@[^/\\\\]+:.+|[A-Za-z0-9.-]{2,}:.+")) {
            throw Refusal.usage("There is no folder or archive " + file + ", and '" + from + "' is no address that Git"
                    + " can clone.");
        }
        cloneWithGit(from, copy.resolve("clone"), environment);
        return copy.resolve("clone");
    }

    private static Path path(String from, Path here) {
        try {
            return here.resolve(from).normalize();
        } catch (InvalidPathException e) {
            return here.resolve("no-such-file");
        }
    }

    private static boolean isBareRepository(Path folder) {
        return Files.isRegularFile(folder.resolve("HEAD")) && Files.isDirectory(folder.resolve("objects"));
    }

    private static void cloneWithGit(String from, Path to, Map<String, String> environment) throws IOException {
        var own = new HashMap<>(environment);
        own.put("GIT_TERMINAL_PROMPT", "0"); // a question would wait for ever
        var programs = new Programs(own);
        if (!programs.has("git")) {
            throw Refusal.notReady("Cloning " + from + " needs Git, which is not here: ./workbook doctor says how to"
                    + " get it, or give update a folder or an archive.");
        }
        var said = programs.run(to.getParent(), List.of("git", "clone", "--quiet", "--depth", "1", "--", from,
                to.toString()));
        if (!said.isOk()) {
            throw Refusal.notReady("Git could not clone " + from + " ("
                    + said.text().lines().reduce("", (before, line) -> line.isBlank() ? before : line).strip()
                    + "). Nothing was changed.");
        }
    }

    private static void unpack(Path archive, Path to, Map<String, String> environment) throws IOException {
        var name = archive.getFileName().toString();
        if (name.endsWith(".zip")) {
            try (var in = Files.newInputStream(archive)) {
                unzip(in, to, archive);
            }
        } else if (name.matches(".*\\.(tar|tar\\.gz|tgz|tar\\.xz)")) {
            var said = new Programs(environment).run(to,
                    List.of("tar", "-x", "-f", archive.toString(), "-C", to.toString()));
            if (!said.isOk()) {
                throw broken(archive);
            }
        } else {
            throw Refusal.usage(archive + " is neither a folder nor a .zip or .tar.gz archive.");
        }
    }

    private static void unzip(InputStream in, Path to, Path archive) throws IOException {
        var files = 0;
        try (var zip = new ZipInputStream(in)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                var place = place(entry, to, archive);
                Files.createDirectories(place.getParent());
                Files.copy(zip, place);
                files++;
            }
        } catch (ZipException | EOFException | FileAlreadyExistsException e) {
            throw broken(archive);
        }
        if (files == 0) {
            throw broken(archive);
        }
    }

    private static Path place(ZipEntry entry, Path to, Path archive) {
        try {
            var place = to.resolve(entry.getName()).normalize();
            if (place.startsWith(to) && !place.equals(to)) {
                return place;
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw Refusal.usage(archive + " wants to write outside of its folder. Nothing was changed.");
    }

    private static Refusal broken(Path archive) {
        return Refusal.usage(archive + " is broken or cut off; fetch it again. Nothing was changed.");
    }

    /// Archives have the workbook in a folder of its own.
    private static Path rootIn(Path folder, String from) throws IOException {
        if (isWorkbook(folder)) {
            return folder;
        }
        try (var folders = Files.list(folder)) {
            var found = folders.filter(Newer::isWorkbook).toList();
            if (found.size() == 1) {
                return found.getFirst();
            }
        }
        throw Refusal.usage(from + " is no workbook: it has no chapters and no ./workbook. Nothing was changed.");
    }

    private static boolean isWorkbook(Path folder) {
        return Files.isDirectory(folder.resolve("chapters")) && Files.isRegularFile(folder.resolve("workbook"));
    }

    @Override
    public void close() {
        Folders.delete(copy);
    }
}
