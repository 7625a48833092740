package workbook.engine;

import java.nio.file.Path;

/// Something in the workbook's own material that is wrong, with its place.
///
/// @param file relative to the workbook's root
/// @param line from 1, or 0 for the whole file
/// @param text one sentence: what is wrong and the next step
public record Problem(Path file, int line, String text) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + text;
    }
}
