package workbook.cli.watch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import workbook.cli.Workbook;
import workbook.engine.Exercise;
import workbook.engine.FailureReport;
import workbook.engine.Outcome;

/// What the learner has before them: one exercise, its last verdict, the check that runs, and what is on the screen.
final class Desk {
    private static final int SECONDS_ON_PAPER = 5;

    private final Workbook workbook;
    private final SavedFiles files;
    private final Turns turns;
    private final Display display;

    private Exercise exercise;
    private Optional<Outcome> outcome = Optional.empty();
    private String ofOthers = "";
    /// Where the learner wrote last, if not here.
    private Optional<Exercise> elsewhere = Optional.empty();

    Desk(Workbook workbook, SavedFiles files, Turns turns, Display display) throws IOException {
        this.workbook = workbook;
        this.files = files;
        this.turns = turns;
        this.display = display;
        this.exercise = workbook.progress().current(workbook.exercises());
    }

    Exercise exercise() {
        return exercise;
    }

    Display display() {
        return display;
    }

    void show(View view) throws IOException {
        display.show(exercise, view);
    }

    void redraw() throws IOException {
        display.redraw(exercise);
    }

    void goTo(Exercise next) throws IOException {
        exercise = next;
        outcome = Optional.empty();
        elsewhere = Optional.empty();
        display.leaveUnchecked(next);
        files.follow(workbook.catalogue().chapter(next).sources());
        check(List.of(next), true);
    }

    /// @param isUrgent whether nobody waits any more for what is being checked now
    void check(List<Exercise> exercises, boolean isUrgent) throws IOException {
        turns.ask(exercises, isUrgent);
        show(turns.waiting());
    }

    void showReport() throws IOException {
        if (turns.isRunning()) {
            show(turns.waiting());
        } else if (outcome.isPresent()) {
            show(new Report(workbook, outcome.get()));
        } else {
            check(List.of(exercise), false);
        }
    }

    void showList() throws IOException {
        show(new ListView(workbook, exercise, elsewhere.orElse(exercise)));
    }

    void saved(SavedAnswers saved) throws IOException {
        display.stopSaying(ofOthers);
        ofOthers = saved.words();
        if (!ofOthers.isEmpty()) {
            display.keepSaying(ofOthers);
        }
        elsewhere = saved.others().stream().findFirst();
        if (saved.isToRun()) {
            check(List.of(exercise), saved.isOwn());
        } else {
            display.tell(exercise);
        }
    }

    /// While the seconds count on the screen, one of them passing is to be seen.
    boolean isTicking() {
        return turns.isRunning() || display.view() instanceof Waiting;
    }

    void tick() throws IOException {
        turns.look();
        if (display.view() instanceof Waiting waiting
                && (!display.isPaper() || waiting.seconds() % SECONDS_ON_PAPER == 0)) {
            redraw();
        }
    }

    void keep(Outcome checked) throws IOException {
        turns.count();
        if (checked.exercise().equals(exercise)) {
            outcome = Optional.of(checked);
            display.leave(new Report(workbook, checked));
        }
        if (turns.isOfMany() && isCheckAwaited()) {
            show(turns.waiting());
        }
    }

    /// The running check is through.
    void finish() throws IOException {
        var wasOfMany = turns.isOfMany();
        var isAwaited = isCheckAwaited();
        if (!turns.end()) {
            if (isAwaited) {
                show(turns.waiting());
            }
        } else if (isAwaited && wasOfMany) {
            showList();
        } else if (isAwaited || display.view() instanceof Report) {
            showReport();
        } else {
            outcome.ifPresent(checked -> display.keepSaying("Checked: "
                    + (checked.report().isOfStub() ? "not written yet" : FailureReport.word(checked.state()))
                    + ". Esc shows the report."));
            display.tell(exercise);
        }
    }

    /// The running check could not be carried out.
    void fail(String sentence) throws IOException {
        // What was saved meanwhile is checked first: it may have been the reason.
        show(turns.end() ? Reading.note(sentence) : turns.waiting());
    }

    private boolean isCheckAwaited() {
        return display.view() instanceof Waiting waiting && waiting.isOfCheck();
    }
}
