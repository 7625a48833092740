package workbook.grader;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import workbook.grader.Results.Result;
import workbook.grader.intake.Intake;
import workbook.grader.intake.Listing;

/// Grades a folder of submissions from the first look into it to the results.
final class Grading {
    static final String JOURNAL = "journal.jsonl";
    static final String RESULTS = "results.jsonl";

    private final GraderSetup setup;
    private final JudgeFactory judges;
    private final Progress progress;
    private final PrintStream out;
    private final Consumer<String> details;
    private final long begun = System.nanoTime();

    /// @param out     for sentences about what is not graded
    /// @param details for what `--quiet` leaves out
    Grading(GraderSetup setup, JudgeFactory judges, Progress progress, PrintStream out, Consumer<String> details) {
        this.setup = setup;
        this.judges = judges;
        this.progress = progress;
        this.out = out;
        this.details = details;
    }

    /// @param isRestart whether to forget what was judged before
    /// @return an exit code
    int run(boolean isRestart) throws GradingStopped, InterruptedException {
        confirmPlaces();
        try {
            var stubs = new Stubs(setup.exercises());
            var solved = Stubs.solved(setup.exercises(), stubs);
            if (solved.isPresent()) {
                throw GradingStopped.notReady(setup.catalogue().root().relativize(solved.get())
                        + " is no stub any more, there is no todo( in it: grade with a fresh checkout, or put it back"
                        + " with ./workbook reset.");
            }
            Files.createDirectories(setup.out());
            try (var lock = OutputLock.take(setup.out())
                    .orElseThrow(() -> GradingStopped.usage("Another ./workbook grade writes into " + setup.out()
                            + ": wait for it, end it, or name another folder with --out."))) {
                return run(stubs, isRestart);
            }
        } catch (FileAlreadyExistsException e) {
            throw GradingStopped.usage(setup.out() + " is a file: name a folder with --out.");
        } catch (IOException e) {
            throw GradingStopped.notReady(sentence(e));
        }
    }

    private void confirmPlaces() throws GradingStopped {
        var submissions = setup.submissions();
        if (!Files.isDirectory(submissions)) {
            throw GradingStopped.usage(Files.exists(submissions)
                    ? submissions + " is a file: name the folder that the submissions are in."
                    : "There is no folder " + submissions + ".");
        }
        if (real(setup.out()).startsWith(real(submissions))) {
            throw GradingStopped
                    .usage("--out " + setup.out() + " lies among the submissions, and would be taken for one:"
                            + " name a folder outside.");
        }
    }

    /// Where a path leads, as far as it is there already.
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            var parent = path.getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }

    /// A file of that name may be somebody's that knows nothing of graders.
    private void confirmResults(Path results) throws IOException, GradingStopped {
        if (Files.isRegularFile(results) && Files.size(results) > 0) {
            try (var lines = Files.lines(results, ISO_8859_1)) {
                if (!lines.findFirst().orElse("").startsWith("{\"format\":")) {
                    throw GradingStopped
                            .usage(results + " is there, and no grader wrote it: name another folder with --out.");
                }
            }
        }
    }

    private int run(Stubs stubs, boolean isRestart) throws IOException, GradingStopped, InterruptedException {
        var file = setup.out().resolve(JOURNAL);
        confirmResults(setup.out().resolve(RESULTS));
        if (isRestart) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(setup.out().resolve(RESULTS));
        }
        var work = read(stubs);
        try (var journal = Journal.open(file)) {
            if (journal.strangeLines() > 0) {
                out.println(file + " has " + Summary.count(journal.strangeLines(), "line")
                        + " that no grader wrote; what may have been said there is judged again.");
            }
            var known = (int) work.answers().keySet().stream().filter(key -> isKnown(journal, key)).count();
            var judged = work.answers().size() - known;
            details.accept(Summary.count(work.answers().size(), "different answer") + ", of which " + known
                    + " known from before; to be judged: " + judged + ".");
            if (judged > 0) {
                prepare();
            }
            var judgements = new Batch(setup, judges, journal, progress).run(work.answers(), what(work));
            var results = results(work, judgements);
            results.write(setup.out().resolve(RESULTS));
            var took = Duration.ofNanos(System.nanoTime() - begun);
            new Summary(results, judged, known, took).lines().forEach(details);
            details.accept(setup.out().resolve(RESULTS).toString());
            return results.count(Verdict.INFRA_ERROR) == 0 ? ExitCodes.GRADED : ExitCodes.BROKEN;
        }
    }

    private static boolean isKnown(Journal journal, String key) {
        return journal.find(key).filter(Journal.Entry::isConfirmed).isPresent();
    }

    private void prepare() throws GradingStopped {
        try {
            judges.prepare(setup);
        } catch (InfrastructureException e) {
            throw GradingStopped.notReady("Nothing was graded, because this machine cannot contain strangers' answers: "
                    + e.getMessage() + ".");
        }
    }

    private WorkList read(Stubs stubs) throws IOException, GradingStopped {
        var listing = Listing.of(setup.submissions());
        listing.notes().forEach(out::println);
        if (listing.entries().isEmpty()) {
            throw GradingStopped.usage(setup.submissions() + " holds no submissions: each is a folder, or a .zip, .tar,"
                    + " .tar.gz or .tgz file, by the name of its student.");
        }
        var intake = new Intake(setup.catalogue().root(), setup.exercises());
        var work = new WorkList(setup, stubs, new AnswerKeys(setup.catalogue(), judges.isContained()));
        var said = new HashSet<String>();
        var ignored = 0;
        for (var entry : listing.entries()) {
            var submission = intake.read(entry);
            submission.refused().filter(said::add).ifPresent(out::println);
            submission.misplaced().ifPresent(why -> out.println(submission.student() + ": " + why + "."));
            submission.refusedFiles().values().forEach(why -> out.println(submission.student() + ": " + why + "."));
            ignored += submission.ignored();
            work.add(submission);
        }
        details.accept(Summary.count(listing.entries().size(), "submission") + "; not looked at in them: "
                + Summary.count(ignored, "file") + " where no answer is.");
        return work;
    }

    private static Map<String, String> what(WorkList work) {
        var what = new HashMap<String, String>();
        for (var row : work.rows()) {
            if (row instanceof WorkList.Open open) {
                what.putIfAbsent(open.key(), open.exercise().id() + ", " + open.student());
            }
        }
        return what;
    }

    private Results results(WorkList work, Map<String, Judgement> judgements) {
        return new Results(work.rows().stream().map(row -> switch (row) {
            case WorkList.Settled settled -> new Result(settled.student(), settled.exercise(), settled.judgement());
            case WorkList.Open open -> new Result(open.student(), open.exercise(), judgements.get(open.key()));
        }).toList(), judges.isContained());
    }

    private String sentence(IOException failed) {
        var why = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        if (why.contains("no space left") || why.contains("quota exceeded") || why.contains("file too large")) {
            return "The disk that " + setup.out()
                    + " is on is full: free some space and run the same command again" + kept() + ".";
        }
        var file = failed instanceof FileSystemException concerned && concerned.getFile() != null
                ? Path.of(concerned.getFile())
                : setup.out();
        return file + " cannot be read or written (" + failed.getClass().getSimpleName() + ": " + failed.getMessage()
                + ")"
                + kept() + ".";
    }

    private String kept() {
        return Files.exists(setup.out().resolve(JOURNAL)) ? "; what was judged so far is kept" : "";
    }
}
