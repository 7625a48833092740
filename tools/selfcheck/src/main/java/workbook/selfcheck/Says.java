package workbook.selfcheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import workbook.engine.State;

/// What `says.txt` promises of a wrong answer.
///
/// @param file   the file
/// @param state  how the run ends
/// @param method the test that catches it
/// @param lines  that the report contains, with their numbers in the file
record Says(Path file, State state, String method, List<Line> lines) {
    /// @param number from 1
    record Line(int number, String text) {}

    /// @param wrong the wrong answer's folder
    static Says read(Path wrong) throws IOException {
        var file = wrong.resolve("says.txt");
        var all = Files.readAllLines(file, StandardCharsets.UTF_8);
        var first = all.isEmpty() ? "" : all.getFirst().strip();
        var words = first.split("\\s+");
        var state = words.length < 2 ? State.WRONG : state(file, words[0]);
        var lines = new ArrayList<Line>();
        for (var i = 1; i < all.size(); i++) {
            if (!all.get(i).isBlank()) {
                lines.add(new Line(i + 1, all.get(i).strip()));
            }
        }
        return new Says(file, state, words[words.length - 1], lines);
    }

    private static State state(Path file, String word) throws IOException {
        return Arrays.stream(State.values())
                .filter(state -> state.name().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IOException(file + ":1: '" + word + "' is no state; write HUNG or CRASHED before "
                                + "the test's name, or nothing for a wrong answer."));
    }
}
