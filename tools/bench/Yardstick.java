import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Adds the exercise `yardstick` to a copy's first chapter: its own test takes 50 ms, which no exercise there does.
final class Yardstick {
    static final String ID = "yardstick";

    private Yardstick() {}

    /// Before the first exercise, so that none has to be solved to get there.
    static void into(Copy copy) throws IOException {
        var from = copy.root().resolve("tools/bench/yardstick");
        var text = copy.root().resolve(Copy.CHAPTER, "README.adoc");
        var first = "[#" + copy.exercises().getFirst().id() + "]\n";
        Files.writeString(text, Files.readString(text).replace(first, Files.readString(from.resolve("block.adoc")) + first));
        for (var tree : new String[]{"chapters", "solutions"}) {
            lay(from.resolve(tree), copy.root().resolve(tree));
        }
    }

    private static void lay(Path from, Path over) throws IOException {
        try (var all = Files.walk(from)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                var to = over.resolve(from.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }
}
