package workbook.selfcheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// How long a green run may take: a second, or what `tools/selfcheck/slow.txt` grants.
///
/// @param granted by id
record SlowExercises(Map<String, Duration> granted) {
    private static final Duration USUAL = Duration.ofSeconds(1);

    static SlowExercises read(Path root) throws IOException {
        var file = root.resolve("tools/selfcheck/slow.txt");
        var granted = new HashMap<String, Duration>();
        if (Files.exists(file)) {
            var lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            for (var i = 0; i < lines.size(); i++) {
                var line = lines.get(i).strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                var words = line.split("\\s+", 3);
                if (words.length < 3 || !words[1].matches("\\d{1,3}")) {
                    throw new IOException(file + ":" + (i + 1) + ": '" + line + "' cannot be read; write the id, whole "
                            + "seconds, and why it cannot be faster.");
                }
                granted.put(words[0], Duration.ofSeconds(Long.parseLong(words[1])));
            }
        }
        return new SlowExercises(granted);
    }

    Duration limit(String id) {
        return granted.getOrDefault(id, USUAL);
    }
}
