package workbook.engine;

import java.util.List;
import java.util.Map;

/// One exercise block as it stands in a chapter, before anybody asked what it means.
///
/// @param id           what stands in the line `[#id]`
/// @param attributes   the pairs of the line `[exercise,…]`
/// @param title        the block's title
/// @param section      id of the section around it, or empty
/// @param sectionTitle heading of the section around it, or empty
/// @param task         the text without its hints
/// @param hints        the hints in order
/// @param line         of the line `[exercise,…]`, from 1
record ExerciseBlock(String id, Map<String, String> attributes, String title, String section, String sectionTitle,
        String task, List<String> hints, int line) {}
