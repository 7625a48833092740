package workbook.cli.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import workbook.cli.Refusal;
import workbook.cli.Words;
import workbook.cli.Workbook;
import workbook.engine.base.HashList;
import workbook.engine.base.StagedChange;
import workbook.engine.base.Turn;
import workbook.engine.base.WholeFile;

/// Takes in what was exported on another machine: answers where there is none yet, the others beside the learner's own.
///
/// It happens whole or not at all, by a [StagedChange]; done twice it is done once.
public final class Import {
    private final Workbook workbook;
    private final List<String> placed = new ArrayList<>();
    private final List<String> beside = new ArrayList<>();
    private final List<String> ofOtherStubs = new ArrayList<>();

    public Import(Workbook workbook) {
        this.workbook = workbook;
    }

    /// @return what was done, in sentences
    /// @throws Refusal if the file is not one that `export` made
    public List<String> from(Path file) throws IOException {
        var archive = ArchiveReader.read(file);
        for (var path : archive.files().keySet()) {
            confirmInside(path);
        }
        try (var turn = Turn.take(workbook.root()); var change = StagedChange.ofImport(workbook.root())) {
            for (var each : archive.files().entrySet()) {
                take(change, each.getKey(), each.getValue());
            }
            change.commit().beside().forEach(place -> beside.add(workbook.show(place)));
        }
        return sentences(workbook.history().addAll(archive.history()));
    }

    /// A link among the folders may lead out of the workbook.
    private void confirmInside(String path) throws IOException {
        var folder = workbook.root().resolve(path).getParent();
        while (!Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (!folder.toRealPath().startsWith(workbook.root().toRealPath())) {
            throw Refusal.notReady(workbook.show(folder) + " is a link out of the workbook, where nothing is imported"
                    + " to. Nothing was changed.");
        }
    }

    private void take(StagedChange change, String path, Archive.Work work) throws IOException {
        var file = workbook.root().resolve(path);
        var original = workbook.base().chapters().hash(path);
        var now = HashList.ofFile(file);
        if (now.filter(work.hash()::equals).isPresent()) {
            return;
        }
        var isFree = now.isEmpty() ? !Files.exists(file) : now.equals(original);
        if (isFree && isForLearners(path, original.isPresent())) {
            change.put(path, now, work.contents());
            placed.add(path);
            if (!work.base().equals(original)) {
                ofOtherStubs.add(path);
            }
        } else {
            putBeside(file, work);
        }
    }

    /// Tests, texts and build files are the workbook's: a file from elsewhere never replaces what judges the answers.
    private static boolean isForLearners(String path, boolean isOfWorkbook) {
        return path.matches("chapters/[^/]+/src/main/.+")
                || !isOfWorkbook && !path.endsWith("/pom.xml") && !path.endsWith("/README.adoc");
    }

    private void putBeside(Path file, Archive.Work work) throws IOException {
        for (var nth = 1;; nth++) {
            var place = file.resolveSibling(file.getFileName() + ".imported" + (nth > 1 ? "-" + nth : ""));
            if (!Files.exists(place)) {
                WholeFile.replace(workbook.root(), place, work.contents());
                beside.add(workbook.show(place));
                return;
            }
            if (HashList.ofFile(place).filter(work.hash()::equals).isPresent()) {
                return;
            }
        }
    }

    private List<String> sentences(int events) {
        if (placed.isEmpty() && beside.isEmpty() && events == 0) {
            return List.of("Everything in it is here already; nothing was changed.");
        }
        var sentences = new ArrayList<String>();
        sentences.add(Words.count(placed.size(), "file") + " put in place, " + Words.count(events, "event")
                + " added to your history.");
        ofOtherStubs.forEach(path -> sentences.add(path + " was written upon another version of its stub: check it."));
        if (!beside.isEmpty()) {
            sentences.add("These are not as here, so yours stay and the imported ones stand beside them:");
            beside.forEach(path -> sentences.add("  " + path));
        }
        return sentences;
    }
}
