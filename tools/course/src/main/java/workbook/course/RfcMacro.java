package workbook.course;

import java.util.Map;
import org.asciidoctor.ast.PhraseNode;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.InlineMacroProcessor;
import org.asciidoctor.extension.Name;
import org.asciidoctor.log.LogRecord;
import org.asciidoctor.log.Severity;

/// `rfc:9293[3.7.1]`, `rfc:9293[A.1]` or `rfc:9293[]`: a place in a standard, linked to its text.
@Name("rfc")
final class RfcMacro extends InlineMacroProcessor {
    @Override
    public PhraseNode process(StructuralNode parent, String target, Map<String, Object> attributes) {
        var section = attributes.getOrDefault("1", "").toString().strip();
        if (!target.matches("[1-9]\\d{0,4}") || !section.matches("(|\\d+(\\.\\d+)*|[A-Z](\\.\\d+)*)")) {
            log(new LogRecord(Severity.ERROR, parent.getSourceLocation(),
                    "'rfc:" + target + "[" + section
                            + "]' names no RFC; write a number and a section: rfc:9293[3.7.1]"));
        }
        var kind = section.isEmpty() || Character.isDigit(section.charAt(0)) ? "section" : "appendix";
        var text = "RFC " + target + (section.isEmpty() ? "" : ", " + kind + " " + section);
        var address = "https://www.rfc-editor.org/rfc/rfc" + target + ".html"
                + (section.isEmpty() ? "" : "#" + kind + "-" + section);
        return createPhraseNode(parent, "anchor", text, Map.of("role", "rfc"),
                Map.of("type", ":link", "target", address));
    }
}
