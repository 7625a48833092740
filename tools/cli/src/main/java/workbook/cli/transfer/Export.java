package workbook.cli.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import workbook.cli.FileToWrite;
import workbook.cli.Refusal;
import workbook.cli.Workbook;
import workbook.cli.Words;
import workbook.engine.base.HashList;
import workbook.engine.base.Material;
import workbook.engine.base.Turn;
import workbook.engine.base.WholeFile;

/// Writes what the learner did into one file, to be taken to another machine.
public final class Export {
    private final Workbook workbook;

    public Export(Workbook workbook) {
        this.workbook = workbook;
    }

    /// @return what was done, in sentences
    public List<String> to(Path file, boolean mayReplace) throws IOException {
        FileToWrite.confirm(file);
        if (Files.exists(file) && !mayReplace) {
            throw Refusal.usage(file + " is there already; name another file, or say --force to replace it.");
        }
        var sentences = new ArrayList<String>();
        var archive = new Archive(workbook.history().lines(), work(sentences));
        try (var turn = Turn.take(workbook.root())) {
            WholeFile.replace(workbook.root(), file, archive.bytes());
        }
        sentences.addFirst(file + " holds " + Words.count(archive.files().size(), "file") + " of yours and "
                + Words.count(archive.history().size(), "event") + " of your history; on the other machine,"
                + " ./workbook import " + file.getFileName() + " takes them in.");
        return sentences;
    }

    private TreeMap<String, Archive.Work> work(List<String> sentences) throws IOException {
        var originals = workbook.base().chapters();
        var work = new TreeMap<String, Archive.Work>();
        for (var each : Material.in(workbook.root()).chapters().entrySet()) {
            if (Files.size(each.getValue()) > Archive.LARGEST) {
                sentences.add(each.getKey() + " is too large to go with it; copy it yourself.");
                continue;
            }
            var contents = Files.readAllBytes(each.getValue());
            var original = originals.hash(each.getKey());
            if (original.filter(HashList.sha256(contents)::equals).isEmpty()) {
                work.put(each.getKey(), new Archive.Work(contents, original));
            }
        }
        return work;
    }
}
