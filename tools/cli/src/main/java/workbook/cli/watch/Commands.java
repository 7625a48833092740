package workbook.cli.watch;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import workbook.cli.Hints;
import workbook.cli.Paint;
import workbook.cli.Reset;
import workbook.cli.ShownExercise;
import workbook.cli.Solution;
import workbook.cli.Standings;
import workbook.cli.Workbook;
import workbook.engine.Exercise;
import workbook.engine.progress.Event;

/// What the keys do.
final class Commands {
    private final Workbook workbook;
    private final Desk desk;
    private final Packets packets;
    private final Hints hints;
    private final Function<Exception, String> explain;
    private Optional<Reading> hintsShown = Optional.empty();

    /// @param explain makes one sentence of what went wrong
    Commands(Workbook workbook, Desk desk, Packets packets, Function<Exception, String> explain) {
        this.workbook = workbook;
        this.desk = desk;
        this.packets = packets;
        this.hints = new Hints(workbook);
        this.explain = explain;
    }

    /// @return false if the key ends the watch
    boolean press(Key key) throws IOException {
        var display = desk.display();
        display.keepSaying("");
        return key != Key.Named.INTERRUPT && switch (display.view()) {
            case ListView list -> choose(list.press(key, display.pager().room()));
            case Question question -> answer(question, key);
            default -> pageOrCommand(key);
        };
    }

    private boolean choose(ListView.Choice choice) throws IOException {
        switch (choice) {
            case ListView.Choice.Go go -> jump(go.exercise());
            case ListView.Choice.Without.STAY -> desk.redraw();
            case ListView.Choice.Without.BACK -> desk.showReport();
            case ListView.Choice.Without.QUIT -> {
                return false;
            }
        }
        return true;
    }

    private boolean answer(Question question, Key key) throws IOException {
        if (Question.isYes(key)) {
            question.onYes().run();
        } else {
            desk.showReport();
        }
        return true;
    }

    private boolean pageOrCommand(Key key) throws IOException {
        var pager = desk.display().pager();
        if (!pager.isAllSeen() && pager.press(key)) {
            desk.redraw();
            return true;
        }
        return switch (key) {
            case Key.Typed typed -> command(typed.character());
            case Key.Named named -> {
                if (named == Key.Named.ESCAPE || named == Key.Named.ENTER) {
                    desk.showReport();
                }
                yield true;
            }
        };
    }

    private boolean command(char key) throws IOException {
        switch (key) {
            case 'q' -> {
                return false;
            }
            case 'n' -> next();
            case 'h' -> hint();
            case 't' -> desk.show(Reading.of(
                    (paint, width) -> new ShownExercise(workbook, desk.exercise(), paint, width).task()));
            case 'l' -> desk.showList();
            case 'w' -> desk.show(packets.capture(desk.exercise()));
            case 's' -> solution();
            case 'x' -> desk.show(new Question(
                    "Put the stub back? A copy of what you have written is kept in .workbook/backup.", this::reset));
            case 'a' -> desk.check(workbook.exercises(), false);
            case 'r' -> desk.check(List.of(desk.exercise()), true);
            case '?' -> desk.show(Reading.of(Help::lines));
            default -> desk.showReport();
        }
        return true;
    }

    private void next() throws IOException {
        var standings = Standings.of(workbook);
        var next = standings.next(desk.exercise());
        if (next.isPresent()) {
            jump(next.get());
        } else {
            desk.show(Reading.note(standings.isSolved(desk.exercise())
                    ? "That was the last one: everything is solved. l lists them all."
                    : "This is the only one left."));
        }
    }

    private void jump(Exercise to) throws IOException {
        if (!workbook.progress().current(workbook.exercises()).equals(to)) {
            workbook.history().append(new Event.WentTo(Instant.now(), to.id()));
        }
        desk.goTo(to);
    }

    private void hint() throws IOException {
        var exercise = desk.exercise();
        var isReading = hintsShown.filter(desk.display().view()::equals).isPresent();
        try {
            // What is open can be read again without opening more.
            if (isReading || hints.opened(exercise) == 0) {
                hints.openNext(exercise);
            }
        } catch (IOException e) {
            desk.display().keepSaying(explain.apply(e)); // not remembered, and shown all the same
        }
        var opened = hints.opened(exercise);
        hintsShown = Optional.of(Reading.of((paint, width) -> hints(exercise, opened, paint, width)));
        desk.show(hintsShown.get());
    }

    private List<String> hints(Exercise exercise, int opened, Paint paint, int width) {
        var all = exercise.hints().size();
        if (all == 0) {
            return List.of("This exercise has no hints.");
        }
        var lines = new ArrayList<>(new ShownExercise(workbook, exercise, paint, width).hints(opened));
        lines.add("");
        lines.add(paint.dim(opened < all ? "h opens the next one." : "These are all of them."));
        return lines;
    }

    private void solution() throws IOException {
        var solution = new Solution(workbook, desk.exercise());
        if (solution.isOpen()) {
            show(solution);
        } else {
            desk.show(new Question("Not solved yet: h gives a hint. Show the workbook's answer all the same?"
                    + " It is recorded.", () -> {
                        solution.reveal();
                        show(solution);
                    }));
        }
    }

    private void show(Solution solution) throws IOException {
        desk.show(new Reading(solution::lines, true));
    }

    private void reset() throws IOException {
        desk.display().keepSaying(new Reset(workbook).put(desk.exercise()));
        desk.showReport();
    }
}
