package workbook.grader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One hostile answer: the files of a folder of `attacks`, and in its `expected` what must come of it.
///
/// @param name     the folder's, `01-exit`
/// @param folder   with the files
/// @param expected what `expected` says, by its keys: `what`, `by` (`judge`, or `intake` for archives and file names),
///                 `exercise`, `verdicts` (any of them), `flags` (`fast`, `neighbour`), `says` (part of the message),
///                 `note`
record Attack(String name, Path folder, Map<String, String> expected) {
    /// A file of the host that attacks look for, and must not find.
    static final String CANARY = "@CANARY@";
    private static final String HUGE = "@HUGE@";

    static List<Attack> all(Path folder) throws IOException {
        try (var folders = Files.list(folder)) {
            return folders.sorted().map(Attack::read).toList();
        }
    }

    private static Attack read(Path folder) {
        var expected = new HashMap<String, String>();
        try {
            for (var line : Files.readAllLines(folder.resolve("expected"))) {
                var colon = line.indexOf(':');
                expected.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        } catch (IOException e) {
            throw new IllegalStateException(folder + " is no attack", e);
        }
        return new Attack(folder.getFileName().toString(), folder, expected);
    }

    String exercise() {
        return expected.get("exercise");
    }

    boolean isForTheJudge() {
        return expected.get("by").equals("judge");
    }

    boolean has(String flag) {
        return List.of(expected.getOrDefault("flags", "").split(" ")).contains(flag);
    }

    List<Verdict> verdicts() {
        return Stream.of(expected.get("verdicts").split(" ")).map(Verdict::valueOf).toList();
    }

    String says() {
        return expected.getOrDefault("says", "");
    }

    /// Java files only: the intake takes nothing else.
    ///
    /// @param canary the file that stands for all that is not theirs
    /// @param root   the workbook's folder
    SortedMap<String, byte[]> sources(Path canary, Path root) throws IOException {
        var sources = new TreeMap<String, byte[]>();
        try (var files = Files.newDirectoryStream(folder, "RecvExactly.java")) {
            for (var file : files) {
                var bytes = Files.readAllBytes(file);
                var text = new String(bytes, StandardCharsets.ISO_8859_1);
                if (text.equals(HUGE)) {
                    text = huge();
                }
                text = text.replace(CANARY, canary.toString()).replace("@ROOT@", root.toString());
                sources.put(file.getFileName().toString(), text.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return sources;
    }

    private static String huge() {
        var text = new StringBuilder("""
                package workbook.sockets;

                final class RecvExactly {
                    static byte[] recvExactly(java.io.InputStream in, int count) throws java.io.IOException {
                        var bytes = in.readNBytes(count);
                        if (bytes.length < count) {
                            throw new java.io.EOFException();
                        }
                        return bytes;
                    }
                """);
        for (var number = 0; text.length() < 250_000; number++) {
            text.append("    static int m")
                    .append(number)
                    .append("(int i) { return i + ")
                    .append(number)
                    .append("; }\n");
        }
        return text.append("}\n").toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
