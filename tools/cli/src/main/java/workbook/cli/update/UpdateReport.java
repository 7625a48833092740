package workbook.cli.update;

import java.util.ArrayList;
import java.util.List;
import workbook.cli.Words;
import workbook.cli.Workbook;
import workbook.engine.base.StagedChange;

/// What an update did to which file, to be told.
final class UpdateReport {
    private final List<String> replaced = new ArrayList<>();
    private final List<String> replacedTouched = new ArrayList<>();
    private final List<String> merged = new ArrayList<>();
    private final List<String> beside = new ArrayList<>();
    private final List<String> leftAlone = new ArrayList<>();

    void replaced(String path) {
        replaced.add(path);
    }

    void replacedTouched(String path) {
        replacedTouched.add(path);
    }

    void merged(String path) {
        merged.add(path);
    }

    void beside(String path) {
        beside.add(path);
    }

    void leftAlone(String path) {
        leftAlone.add(path);
    }

    boolean isEmpty() {
        return replaced.isEmpty() && replacedTouched.isEmpty() && merged.isEmpty() && beside.isEmpty()
                && leftAlone.isEmpty();
    }

    List<String> sentences(Workbook workbook, StagedChange.Done done, List<String> again) {
        var sentences = new ArrayList<String>();
        sentences.add(Words.count(replaced.size(), "file") + " that you had not changed came new; your answers stay.");
        tell(sentences, "In these the new lines stand beside yours, none met; check them:", merged);
        tell(sentences, "Here your lines and the new ones meet, so yours stay; the new file stands beside, to compare:",
                beside);
        tell(sentences, "You had changed these, and the new ones are in their place:", replacedTouched);
        tell(sentences, "These belong to no exercise any more; they stay, for you wrote in them:", leftAlone);
        tell(sentences, "You saved these meanwhile, so yours stay; the new ones stand beside:",
                done.beside().stream().map(workbook::show).toList());
        done.backup()
                .ifPresent(backup -> sentences.add("What you had written in them is also in "
                        + workbook.show(backup) + "; ./workbook reset --list says how to bring it back."));
        tell(sentences, "You saved these in the very moment; the new ones are in their place, and yours in the backup:",
                done.late());
        done.aside()
                .ifPresent(
                        aside -> sentences.add("All that it replaced or removed is in " + workbook.show(aside) + "."));
        tell(sentences, "Solved, and to be checked again, for their tests are others now:", again);
        return sentences;
    }

    private static void tell(List<String> sentences, String sentence, List<String> names) {
        if (!names.isEmpty()) {
            sentences.add(sentence);
            names.forEach(name -> sentences.add("  " + name));
        }
    }
}
