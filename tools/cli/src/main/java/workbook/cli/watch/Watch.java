package workbook.cli.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import workbook.cli.Checker;
import workbook.cli.Hints;
import workbook.cli.Reset;
import workbook.cli.Solution;
import workbook.cli.Workbook;
import workbook.engine.Exercise;
import workbook.engine.FailureReport;
import workbook.engine.Outcome;
import workbook.engine.progress.Event;

/// The loop that a learner sits in: checks the current exercise, shows what came of it, and waits for a save or a key.
///
/// It goes to another exercise only when a key says so.
public final class Watch {
    private final Workbook workbook;
    private final SavedFiles files;
    private final Checks checks;
    private final Display display;
    private final BlockingQueue<WatchEvent> events;
    private final Function<Exception, String> explain;

    private Exercise exercise;
    private Optional<Outcome> outcome = Optional.empty();
    private boolean isChecking;
    private boolean isCheckingAll;
    /// Something was saved while a check ran: its answer may be out of date.
    private boolean isOutdated;
    private Mode mode = Mode.REPORT;
    private String typed = "";

    /// What the keys mean, beyond their usual meaning.
    private enum Mode {
        REPORT,
        /// A task, hints or a solution are on the screen, and stay there until a key or a save.
        READING, LIST, MAY_RESET, MAY_REVEAL
    }

    /// @param explain makes one sentence of what went wrong
    public Watch(Workbook workbook, Checker checker, Screen screen, BlockingQueue<WatchEvent> events,
            Function<Exception, String> explain) throws IOException {
        this(workbook, checker, screen, events, explain, SavedFiles::new);
    }

    Watch(Workbook workbook, Checker checker, Screen screen, BlockingQueue<WatchEvent> events,
            Function<Exception, String> explain, Function<Consumer<Set<Path>>, SavedFiles> following)
            throws IOException {
        this.workbook = workbook;
        this.events = events;
        this.explain = explain;
        this.exercise = workbook.progress().current(workbook.exercises());
        this.files = following.apply(saved -> events.add(new WatchEvent.Saved(saved)));
        this.checks = new Checks(checker, events);
        this.display = new Display(workbook, screen);
    }

    /// Runs until a key or an event ends it.
    public void run() throws IOException, InterruptedException {
        try (files; checks) {
            goTo(exercise);
            while (step(events.take())) {
                // every event is its own step
            }
        }
    }

    /// A disk that is full, or a file that may not be read, spoils one step and not the watch.
    private boolean step(WatchEvent event) {
        try {
            return handle(event);
        } catch (IOException | RuntimeException e) {
            mode = Mode.READING;
            display.note(exercise, explain.apply(e));
            return true;
        }
    }

    private boolean handle(WatchEvent event) throws IOException {
        switch (event) {
            case WatchEvent.End end -> {
                return false;
            }
            case WatchEvent.Saved saved -> check(List.of(exercise));
            case WatchEvent.Checked checked -> keep(checked.outcome());
            case WatchEvent.Done done -> finish();
            case WatchEvent.Failed failed -> {
                isChecking = false;
                isCheckingAll = false;
                if (isOutdated) {
                    check(List.of(exercise));
                } else {
                    mode = Mode.READING;
                    display.note(exercise, explain.apply(failed.problem()));
                }
            }
            case WatchEvent.NotKept notKept -> display.keepSaying(explain.apply(notKept.problem()));
            case WatchEvent.Redraw redraw -> display.redraw(exercise);
            case WatchEvent.Key key -> {
                return press(key.character());
            }
        }
        return true;
    }

    private void goTo(Exercise next) throws IOException {
        exercise = next;
        outcome = Optional.empty();
        files.follow(workbook.catalogue().chapter(next).sources());
        check(List.of(next));
    }

    /// Starts a check, or has the running one followed by another.
    private void check(List<Exercise> exercises) throws IOException {
        mode = Mode.REPORT;
        if (isChecking) {
            isOutdated = true;
            display.checking(exercise, 0, 0);
            return;
        }
        isChecking = true;
        isOutdated = false;
        isCheckingAll = exercises.size() > 1;
        checks.start(exercises);
        display.checking(exercise, 0, isCheckingAll ? exercises.size() : 0);
    }

    private void keep(Outcome checked) throws IOException {
        if (checked.exercise().equals(exercise)) {
            outcome = Optional.of(checked);
        }
        if (isCheckingAll) {
            display.checking(exercise, checked.exercise().order(), workbook.exercises().size());
        }
    }

    private void finish() throws IOException {
        isChecking = false;
        if (isOutdated) {
            check(List.of(exercise));
        } else if (isCheckingAll) {
            isCheckingAll = false;
            showList();
        } else if (mode == Mode.REPORT || outcome.isEmpty()) {
            showReport();
        } else {
            display.keepSaying("Checked: " + FailureReport.word(outcome.get().state()) + "; any other key shows it.");
            display.redraw(exercise);
        }
    }

    private void showReport() throws IOException {
        mode = Mode.REPORT;
        if (outcome.isPresent() && !isChecking) {
            display.report(exercise, outcome.get());
        } else {
            display.checking(exercise, 0, 0);
        }
    }

    private void showList() throws IOException {
        mode = Mode.LIST;
        typed = "";
        display.list(exercise);
    }

    private boolean press(char key) throws IOException {
        var before = mode;
        display.keepSaying("");
        if (before == Mode.LIST && (Character.isDigit(key) || key == WatchEvent.Key.ENTER || key == '\n')) {
            choose(key);
            return true;
        }
        mode = Mode.REPORT;
        if (before == Mode.MAY_RESET || before == Mode.MAY_REVEAL) {
            answer(before, key == 'y' || key == 'Y');
            return true;
        }
        return command(key);
    }

    private void answer(Mode question, boolean isYes) throws IOException {
        if (!isYes) {
            showReport();
        } else if (question == Mode.MAY_RESET) {
            display.keepSaying(new Reset(workbook).put(exercise));
            showReport();
        } else {
            reveal();
        }
    }

    private boolean command(char key) throws IOException {
        switch (key) {
            case 'q', '\u0003', '\u0004' -> {
                return false;
            }
            case 'n' -> next();
            case 'h' -> hint();
            case 't' -> {
                mode = Mode.READING;
                display.task(exercise);
            }
            case 'l' -> showList();
            case 's' -> solution();
            case 'x' -> {
                mode = Mode.MAY_RESET;
                display.note(exercise, "Put the stub back? What you have written is kept. y: yes, any other key: no");
            }
            case 'a' -> check(workbook.exercises());
            case 'r' -> check(List.of(exercise));
            default -> showReport();
        }
        return true;
    }

    private void next() throws IOException {
        var next = workbook.progress().next(workbook.exercises(), exercise);
        if (next.isPresent()) {
            jump(next.get());
        } else {
            display.note(exercise, workbook.progress().isSolved(exercise)
                    ? "That was the last one: everything is solved. l lists them all."
                    : "This is the only one left.");
        }
    }

    private void jump(Exercise to) throws IOException {
        if (!workbook.progress().current(workbook.exercises()).equals(to)) {
            workbook.history().append(new Event.WentTo(Instant.now(), to.id()));
        }
        goTo(to);
    }

    private void choose(char key) throws IOException {
        var all = workbook.exercises();
        var isEnter = !Character.isDigit(key);
        typed += isEnter ? "" : key;
        var number = typed.isEmpty() ? 0 : Integer.parseInt(typed);
        var isComplete = isEnter || number * 10 > all.size();
        if (isComplete && number >= 1 && number <= all.size()) {
            jump(all.get(number - 1));
        } else if (isComplete) {
            showReport();
        }
    }

    private void hint() throws IOException {
        new Hints(workbook).openNext(exercise);
        mode = Mode.READING;
        display.hints(exercise);
    }

    private void solution() throws IOException {
        var solution = new Solution(workbook, exercise);
        if (solution.isOpen()) {
            mode = Mode.READING;
            display.solution(exercise, solution);
        } else {
            mode = Mode.MAY_REVEAL;
            display.note(exercise, "Not solved yet: h gives a hint. Show the workbook's answer all the same?"
                    + " It is recorded. y: yes, any other key: no");
        }
    }

    private void reveal() throws IOException {
        var solution = new Solution(workbook, exercise);
        solution.reveal();
        mode = Mode.READING;
        display.solution(exercise, solution);
    }
}
