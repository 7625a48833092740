package workbook.cli.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import workbook.cli.Refusal;
import workbook.cli.Workbook;
import workbook.engine.BrokenWorkbook;
import workbook.engine.Catalogue;
import workbook.engine.Exercise;
import workbook.engine.base.Base;
import workbook.engine.base.GitHead;
import workbook.engine.base.HashList;
import workbook.engine.base.Material;
import workbook.engine.base.StagedChange;
import workbook.engine.base.Turn;
import workbook.engine.progress.Event;

/// Brings newer material into the learner's folder, file by file and three ways: as the workbook came, as it comes now,
/// and as it is here.
///
/// What only the material changed is replaced; what only the learner changed stays. Where both changed a file below
/// `src/main`, where answers stand, their lines are brought together if none of the one touches one of the other, and
/// otherwise the learner's stays and the new one is put beside it. Of any other file, tests above all, the new one
/// counts. Whatever held a word of the learner's is in the backup.
public final class Update {
    private final Workbook workbook;
    private final Material fresh;
    private final Map<String, byte[]> texts = new HashMap<>();
    private final UpdateReport report = new UpdateReport();

    private Update(Workbook workbook, Material fresh) {
        this.workbook = workbook;
        this.fresh = fresh;
    }

    /// @param from a folder, an archive, or an address that Git can clone
    /// @return what was done, in sentences
    /// @throws Refusal if it cannot be had or is no newer workbook; then nothing was changed
    public static List<String> from(String from, Workbook workbook, Map<String, String> environment)
            throws IOException {
        var here = Path.of("").toAbsolutePath();
        try (var newer = Newer.from(from, here, environment)) {
            if (newer.root().toRealPath().equals(workbook.root().toRealPath())) {
                throw Refusal.usage("That is this very workbook; name a newer one.");
            }
            return new Update(workbook, Material.in(newer.root())).run(from);
        }
    }

    private List<String> run(String from) throws IOException {
        try (var turn = Turn.take(workbook.root()); var change = new StagedChange(workbook.root())) {
            var originals = workbook.base().texts();
            var exercises = confirm(from).exercises();
            for (var file : fresh.files().entrySet()) {
                texts.put(file.getKey(), Files.readAllBytes(file.getValue()));
            }
            if (!Files.isDirectory(workbook.root().resolve("solutions"))) {
                // Handed out without them, and so it stays.
                texts.keySet().removeIf(path -> path.startsWith("solutions/"));
            }
            plan(change, originals);
            var all = hashes(path -> true);
            var before = workbook.base().fingerprint();
            if (all.fingerprint().equals(before) && report.isEmpty()) {
                return List.of("This workbook is as new as that already; nothing was changed.");
            }
            confirmNewer(from, all.fingerprint(), before);
            var chapters = new TreeMap<>(texts);
            chapters.keySet().removeIf(path -> !Material.isOfChapters(path));
            change.base(chapters, hashes(path -> !Material.isOfChapters(path)));
            var tests = changedTests(exercises, originals);
            change.event(new Event.Updated(Instant.now(), before, all.fingerprint(), tests));
            return report.sentences(workbook, change.commit(), workbook.toBeCheckedAgain(tests));
        }
    }

    private HashList hashes(Predicate<String> isOne) {
        var hashes = new HashMap<String, String>();
        texts.forEach((path, contents) -> {
            if (isOne.test(path)) {
                hashes.put(path, HashList.sha256(contents));
            }
        });
        return new HashList(hashes);
    }

    /// One that lacks an exercise is not newer: ids are for ever.
    private Catalogue confirm(String from) throws IOException {
        var catalogue = read(from);
        for (var exercise : catalogue.exercises()) {
            for (var stub : exercise.stubs()) {
                var name = fresh.root().relativize(stub);
                if (!Files.exists(stub) || !Base.isStub(Files.readAllBytes(stub))) {
                    throw refuse(from, "its " + name + " is no stub, for it has no todo(…): somebody has worked in it,"
                            + " and an update needs a fresh copy");
                }
            }
        }
        for (var exercise : Catalogue.read(workbook.root().resolve(".workbook/base")).exercises()) {
            if (catalogue.find(exercise.id()).isEmpty()) {
                throw refuse(from, "it lacks the exercise " + exercise.id()
                        + ", which this workbook has: it is older, or another one");
            }
        }
        return catalogue;
    }

    private Catalogue read(String from) throws IOException {
        try {
            return Catalogue.read(fresh.root());
        } catch (BrokenWorkbook e) {
            throw refuse(from, "this workbook cannot read it (" + e.getMessage().lines().findFirst().orElse("")
                    + "); if it is sound, take a fresh copy of it, and bring your answers there with ./workbook export"
                    + " and import");
        }
    }

    private void confirmNewer(String from, String after, String before) throws IOException {
        for (var event : workbook.history().events()) {
            if (event instanceof Event.Updated updated && updated.before().equals(after) && !after.equals(before)) {
                throw refuse(from, "it is what this workbook was before the update of "
                        + updated.at().toString().substring(0, 10) + ": it is older");
            }
        }
    }

    private static Refusal refuse(String from, String why) {
        return Refusal.usage(from + " is no update: " + why + ". Nothing was changed.");
    }

    private List<String> changedTests(List<Exercise> exercises, Map<String, byte[]> before) {
        return exercises.stream().filter(exercise -> {
            var path = fresh.root().relativize(exercise.test()).toString().replace('\\', '/');
            return before.containsKey(path) && !Arrays.equals(before.get(path), texts.get(path));
        }).map(Exercise::id).toList();
    }

    private void plan(StagedChange change, Map<String, byte[]> originals) throws IOException {
        var chapters = workbook.base().chapters();
        var others = workbook.base().others();
        var git = GitHead.of(workbook.root());
        var paths = new TreeSet<>(chapters.hashes().keySet());
        paths.addAll(others.hashes().keySet());
        paths.addAll(texts.keySet());
        for (var path : paths) {
            var file = workbook.root().resolve(path);
            var ours = HashList.ofFile(file);
            var base = Material.isOfChapters(path) ? chapters.hash(path) : others.hash(path);
            if (!Material.isOfChapters(path) && git.isClean(path)) {
                base = ours; // Git has it, should anybody want it back.
            }
            var theirs = Optional.ofNullable(texts.get(path)).map(HashList::sha256);
            if (Files.isDirectory(file)) {
                throw Refusal.notReady(path + " is a folder, where the newer workbook has a file: move it away, and run"
                        + " this again. Nothing was changed.");
            }
            if (!theirs.equals(base) && !theirs.equals(ours)) {
                one(change, path, ours, base, Optional.ofNullable(originals.get(path)));
            }
        }
    }

    /// A file that the material changed, and that is not as the material has it now.
    private void one(StagedChange change, String path, Optional<String> ours, Optional<String> base,
            Optional<byte[]> original) throws IOException {
        var theirs = Optional.ofNullable(texts.get(path));
        var isTouched = ours.isPresent() && !ours.equals(base);
        if (!isTouched) {
            put(change, path, ours, theirs);
            report.replaced(path);
            return;
        }
        var written = Files.readAllBytes(workbook.root().resolve(path));
        if (!path.matches("chapters/[^/]+/src/main/.*")) {
            change.keep(path, written);
            put(change, path, ours, theirs);
            report.replacedTouched(path);
        } else if (theirs.isEmpty()) {
            report.leftAlone(path);
        } else {
            change.keep(path, written);
            var merged = original.flatMap(text -> LineMerge.of(text, written, theirs.get()));
            if (merged.isPresent()) {
                change.put(path, ours, merged.get());
                report.merged(path);
            } else {
                var beside = path + ".new";
                var there = workbook.root().resolve(beside);
                if (Files.exists(there)) {
                    change.keep(beside, Files.readAllBytes(there));
                }
                change.put(beside, HashList.ofFile(there), theirs.get());
                report.beside(beside);
            }
        }
    }

    private static void put(StagedChange change, String path, Optional<String> now, Optional<byte[]> contents)
            throws IOException {
        if (contents.isPresent()) {
            change.put(path, now, contents.get());
        } else if (now.isPresent()) {
            change.remove(path, now.get());
        }
    }
}
