package workbook.course;

import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/// What AsciiDoc made of one text.
///
/// @param source     the text
/// @param lines      the text as written, for naming places in it
/// @param title      the document's title, plain
/// @param language   the text's language, `en` if it does not say
/// @param attributes the header's own attributes `topic` and `package`, empty where missing
/// @param body       the stock HTML, which [Repairs] mends in place; its blocks carry [Lines]
/// @param exercises  the exercise blocks in order
record Chapter(Source source, List<String> lines, String title, String language, Map<String, String> attributes,
        Element body, List<ExerciseInTree> exercises) {
    Chapter {
        lines = List.copyOf(lines);
        attributes = Map.copyOf(attributes);
        exercises = List.copyOf(exercises);
    }
}
