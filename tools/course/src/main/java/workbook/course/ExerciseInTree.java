package workbook.course;

import java.util.List;
import java.util.Map;

/// One exercise block as AsciiDoc's own parser sees it, for comparison with the catalogue's line scanner.
///
/// @param id           the block's id, empty if it has none
/// @param title        the block's title, plain text, empty if it has none
/// @param attributes   the named attributes as written: `points`, `level`, …
/// @param line         of the line `[exercise,…]`, from 1
/// @param section      id of the section (`==`) that holds the block, empty if none does
/// @param sectionTitle that section's heading, plain text
/// @param hints        the titles of the hints, in order
record ExerciseInTree(String id, String title, Map<String, String> attributes, int line, String section,
        String sectionTitle, List<String> hints) {
    ExerciseInTree {
        attributes = Map.copyOf(attributes);
        hints = List.copyOf(hints);
    }
}
