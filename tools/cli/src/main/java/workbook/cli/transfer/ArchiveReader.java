package workbook.cli.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import workbook.cli.Refusal;
import workbook.engine.progress.History;

/// Reads an [Archive] whole before anything of it is used, and believes nothing of it: it came from somewhere.
final class ArchiveReader {
    private static final int MOST_FILES = 10_000;
    private static final long LARGEST_SUM = 128L << 20;

    private final Path file;
    private long read;

    private ArchiveReader(Path file) {
        this.file = file;
    }

    /// @throws Refusal if it is not one that `export` made, or not whole
    static Archive read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Refusal.usage("There is no file " + file + "; ./workbook export makes one, on the other machine.");
        }
        var reader = new ArchiveReader(file);
        try (var zip = new ZipFile(file.toFile(), UTF_8)) {
            return reader.read(zip);
        } catch (IOException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw reader.refuse("it is broken or cut off, or was never one; export again and copy it whole");
        }
    }

    private Archive read(ZipFile zip) throws IOException {
        if (zip.getEntry(Archive.CONTENTS) == null) {
            throw refuse("it has no " + Archive.CONTENTS + "; ./workbook export makes one, on the other machine");
        }
        if (zip.size() > MOST_FILES) {
            throw refuse("it has " + zip.size() + " files, more than any learner's work");
        }
        var contents = JSON.std.mapFrom(new String(bytes(zip, Archive.CONTENTS), UTF_8));
        if (!"sockets-by-hand".equals(contents.get("workbook"))) {
            throw refuse("it is of another program");
        }
        if (((Number) contents.get("format")).intValue() > Archive.FORMAT) {
            throw refuse("a later workbook wrote it; ./workbook update this one first");
        }
        var files = new HashMap<String, Archive.Work>();
        for (var each : (List<?>) contents.get("files")) {
            var row = (Map<?, ?>) each;
            var path = confirm((String) row.get("path"));
            var work = new Archive.Work(bytes(zip, path), Optional.ofNullable((String) row.get("base")));
            if (!work.hash().equals(row.get("sha256"))) {
                throw refuse(path + " in it is not what was exported; export again");
            }
            files.put(path, work);
        }
        return new Archive(History.wholeLines(new String(bytes(zip, Archive.HISTORY), UTF_8)), files);
    }

    /// A path may lead to a file of a chapter, and nowhere else on any system.
    private String confirm(String path) {
        var isPlain = path.matches("chapters(/[^/\\\\:\\x00-\\x1f]+)+");
        if (!isPlain || List.of(path.split("/")).stream().anyMatch(name -> name.matches("\\.+|.*[. ]|\\.git|target"))) {
            throw refuse("it wants to write " + printable(path) + ", which is no file of a chapter");
        }
        return path;
    }

    private static String printable(String path) {
        return "'" + path.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    private byte[] bytes(ZipFile zip, String name) throws IOException {
        var entry = Optional.ofNullable(zip.getEntry(name))
                .orElseThrow(() -> refuse(printable(name) + " is missing in it; export again"));
        try (var in = zip.getInputStream(entry)) {
            // What the entry says of its own size is the archive's word.
            var bytes = in.readNBytes(Archive.LARGEST + 1);
            read += bytes.length;
            if (bytes.length > Archive.LARGEST || read > LARGEST_SUM) {
                throw refuse("what is in it is larger than any learner's work");
            }
            return bytes;
        }
    }

    private Refusal refuse(String why) {
        return Refusal.usage(file + " is no export that can be taken: " + why + ". Nothing was changed.");
    }
}
