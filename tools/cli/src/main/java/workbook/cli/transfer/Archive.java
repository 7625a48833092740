package workbook.cli.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import workbook.engine.base.HashList;

/// A learner's work in one file, a zip: `workbook.json` names what is in it, `history.jsonl` is the history, and the
/// files below `chapters` are those that are not as the workbook came.
///
/// @param history whole lines
/// @param files   by their path, with slashes
public record Archive(List<String> history, Map<String, Work> files) {
    static final int FORMAT = 1;
    static final String CONTENTS = "workbook.json";
    static final String HISTORY = "history.jsonl";
    /// Of one file.
    static final int LARGEST = 16 << 20;

    public Archive {
        history = List.copyOf(history);
        files = new TreeMap<>(files);
    }

    /// What the learner wrote.
    ///
    /// @param base hash of the original that it was written upon; none for a file of the learner's own
    public record Work(byte[] contents, Optional<String> base) {
        public String hash() {
            return HashList.sha256(contents);
        }
    }

    /// The same bytes for the same work, whenever and wherever.
    byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, UTF_8)) {
            put(zip, CONTENTS, contents().getBytes(UTF_8));
            put(zip, HISTORY, text(history).getBytes(UTF_8));
            for (var file : files.entrySet()) {
                put(zip, file.getKey(), file.getValue().contents());
            }
        }
        return bytes.toByteArray();
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private String contents() throws IOException {
        var rows = files.entrySet().stream().map(file -> {
            var row = new LinkedHashMap<String, Object>();
            row.put("path", file.getKey());
            row.put("sha256", file.getValue().hash());
            file.getValue().base().ifPresent(base -> row.put("base", base));
            return row;
        }).toList();
        var whole = new LinkedHashMap<String, Object>();
        whole.put("workbook", "sockets-by-hand");
        whole.put("format", FORMAT);
        whole.put("files", rows);
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(whole) + "\n";
    }

    private static void put(ZipOutputStream zip, String name, byte[] contents) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(contents);
        zip.closeEntry();
    }
}
