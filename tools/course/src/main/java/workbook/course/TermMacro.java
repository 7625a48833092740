package workbook.course;

import java.util.Map;
import org.asciidoctor.ast.PhraseNode;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.InlineMacroProcessor;
import org.asciidoctor.extension.Name;
import org.asciidoctor.log.LogRecord;
import org.asciidoctor.log.Severity;

/// `term:byte-stream[]` or `term:segment[segments]`: a word that the glossary explains.
@Name("term")
final class TermMacro extends InlineMacroProcessor {
    private final Glossary glossary;

    TermMacro(Glossary glossary) {
        this.glossary = glossary;
    }

    @Override
    public PhraseNode process(StructuralNode parent, String target, Map<String, Object> attributes) {
        var name = glossary.name(target);
        if (name.isEmpty()) {
            log(new LogRecord(Severity.ERROR, parent.getSourceLocation(),
                    "the glossary does not explain '" + target + "'; add it to docs/glossary.adoc"));
            return createPhraseNode(parent, "quoted", target);
        }
        var text = attributes.getOrDefault("1", name.get()).toString();
        return createPhraseNode(parent, "anchor", text, Map.of("role", "term"),
                Map.of("type", ":link", "target", Source.GLOSSARY + "#" + Glossary.anchor(target)));
    }
}
