package workbook.course;

import java.util.List;
import org.jsoup.nodes.Element;

/// What was typed in a terminal and what came back: prompts and output are marked, commands stay plain.
///
/// The highlighter takes every `>`, `;` and `#` for the end of a prompt, and so finds prompts amid the output.
final class Transcript {
    private static final List<String> PROMPTS = List.of("$ ", "# ", ">>> ");
    private static final String PYTHON_GOES_ON = "...";

    private Transcript() {}

    static void mark(Element code) {
        if (code.selectFirst(".conum") != null) {
            return;
        }
        var lines = code.wholeText().split("(?<=\n)");
        code.empty();
        var prompt = "";
        for (var line : lines) {
            prompt = prompt(line, prompt);
            if (prompt.isEmpty()) {
                output(code).appendText(line);
            } else {
                code.appendElement("span").addClass("gp").text(prompt);
                code.appendText(line.substring(prompt.length()));
            }
        }
    }

    /// @param before the prompt of the line before, empty if that was output
    private static String prompt(String line, String before) {
        if (line.startsWith(PYTHON_GOES_ON) && (before.equals(">>> ") || before.startsWith(PYTHON_GOES_ON))) {
            return line.startsWith("... ") ? "... " : PYTHON_GOES_ON;
        }
        return PROMPTS.stream().filter(line::startsWith).findFirst().orElse("");
    }

    private static Element output(Element code) {
        var last = code.lastChild() instanceof Element element ? element : code;
        return last.hasClass("go") ? last : code.appendElement("span").addClass("go");
    }
}
