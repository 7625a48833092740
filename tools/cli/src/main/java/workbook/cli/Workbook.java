package workbook.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import workbook.engine.Catalogue;
import workbook.engine.Chapter;
import workbook.engine.Exercise;
import workbook.engine.base.Base;
import workbook.engine.base.NotPristine;
import workbook.engine.base.PulledMaterial;
import workbook.engine.progress.History;
import workbook.engine.progress.Progress;

/// The learner's folder, opened: what there is to solve, what was done so far, and the originals.
public final class Workbook {
    private final Catalogue catalogue;
    private final History history;
    private final Base base;
    private final Optional<IOException> whyNoBase;

    private Workbook(Catalogue catalogue, History history, Base base, Optional<IOException> whyNoBase) {
        this.catalogue = catalogue;
        this.history = history;
        this.base = base;
        this.whyNoBase = whyNoBase;
    }

    /// Reads the folder, and at the first start keeps the chapters' original text.
    ///
    /// What an earlier start left unfinished comes first: an update that somebody killed.
    static Workbook open(Setup setup) throws IOException {
        UnfinishedUpdate.finish(setup);
        var catalogue = Catalogue.read(setup.root());
        var base = Base.of(setup.root());
        var whyNoBase = Optional.<IOException>empty();
        if (!base.exists()) {
            try {
                sayWhichCameFromGit(setup, base.write(catalogue.exercises()));
            } catch (NotPristine e) {
                whyNoBase = Optional.of(e);
                setup.console().err().println(e.getMessage() + ".");
            } catch (IOException e) {
                whyNoBase = Optional.of(e); // those commands that can do without go on
            }
            return new Workbook(catalogue, History.of(setup.root()), base, whyNoBase);
        }
        var workbook = new Workbook(catalogue, History.of(setup.root()), base, whyNoBase);
        workbook.followGit(setup);
        return workbook;
    }

    private static void sayWhichCameFromGit(Setup setup, List<Path> restored) {
        for (var file : restored) {
            setup.console()
                    .err()
                    .println("All is well: you had changed " + setup.root().relativize(file)
                            + " before ./workbook ran for the first time. Your change stays; what the file was before is"
                            + " kept from Git's last commit.");
        }
    }

    private void followGit(Setup setup) {
        try {
            var taken = new PulledMaterial(root(), exercises()).take();
            if (!taken.files().isEmpty()) {
                var again = toBeCheckedAgain(taken.tests());
                setup.console()
                        .err()
                        .println(Words.count(taken.files().size(), "file") + " of the chapters came with"
                                + " Git since the last start, and the originals follow." + (again.isEmpty()
                                        ? ""
                                        : " To be checked again, for their tests are others now: "
                                                + String.join(", ", again)
                                                + "."));
            }
        } catch (IOException e) {
            // The originals stay as they were; what needs them says what is wrong with them.
        }
    }

    /// Those of these exercises whose pass an update has put in doubt.
    public List<String> toBeCheckedAgain(List<String> tests) throws IOException {
        var progress = progress();
        return exercises().stream()
                .filter(each -> tests.contains(each.id()) && progress.isSolved(each))
                .map(Exercise::id)
                .toList();
    }

    public Path root() {
        return catalogue.root();
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public List<Exercise> exercises() {
        return catalogue.exercises();
    }

    public History history() {
        return history;
    }

    public Progress progress() throws IOException {
        return history.progress();
    }

    /// The originals.
    ///
    /// @throws IOException if they could not be kept at the first start
    public Base base() throws IOException {
        if (whyNoBase.isPresent()) {
            throw whyNoBase.get();
        }
        return base;
    }

    public Exercise named(String id) {
        return catalogue.find(id).or(() -> numbered(id)).orElseThrow(() -> {
            var nearest = catalogue.nearest(id);
            return Refusal.usage("There is no exercise '" + id + "'; "
                    + (nearest.isEmpty()
                            ? "./workbook list shows all of them."
                            : "did you mean " + String.join(" or ", nearest) + "?"));
        });
    }

    /// The exercise of this number in the list.
    private Optional<Exercise> numbered(String typed) {
        return exercises().stream().filter(each -> typed.equals(Integer.toString(each.order()))).findFirst();
    }

    /// The chapter of this topic; its folder's name is as good.
    Chapter chapterNamed(String typed) {
        return catalogue.findChapter(typed.replaceFirst("^\\d+-", "").replaceFirst("/$", "")).orElseThrow(() -> {
            var nearest = catalogue.nearestTopics(typed);
            return Refusal.usage("There is no chapter '" + typed + "'; " + (nearest.isEmpty()
                    ? "there is " + catalogue.chapters().stream().map(Chapter::topic).collect(Collectors.joining(", "))
                            + "."
                    : "did you mean " + String.join(" or ", nearest) + "?"));
        });
    }

    /// The exercise of this id, or without one the learner's current exercise.
    Exercise namedOrCurrent(Optional<String> id) throws IOException {
        if (id.isPresent()) {
            return named(id.get());
        }
        if (exercises().isEmpty()) {
            throw Refusal.notReady("The chapters hold no exercises yet.");
        }
        return progress().current(exercises());
    }

    /// A path as people read it: below the workbook's folder, with slashes.
    public String show(Path file) {
        return root().relativize(file).toString().replace('\\', '/');
    }
}
