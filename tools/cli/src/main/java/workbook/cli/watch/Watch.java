package workbook.cli.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import workbook.cli.Checker;
import workbook.cli.Workbook;

/// The loop that a learner sits in: checks the current exercise, shows what came of it, and waits for a save or a key.
///
/// It goes to another exercise only when a key says so.
public final class Watch {
    private final Workbook workbook;
    private final SavedFiles files;
    private final Checks checks;
    private final Packets packets;
    private final Desk desk;
    private final Commands commands;
    private final BlockingQueue<WatchEvent> events;
    private final Function<Exception, String> explain;

    /// @param explain makes one sentence of what went wrong
    public Watch(Workbook workbook, Checker checker, WireRun wire, Screen screen, BlockingQueue<WatchEvent> events,
            Function<Exception, String> explain) throws IOException {
        this(workbook, checker, wire, screen, events, explain, SavedFiles::new);
    }

    Watch(Workbook workbook, Checker checker, WireRun wire, Screen screen, BlockingQueue<WatchEvent> events,
            Function<Exception, String> explain, Function<Consumer<Set<Path>>, SavedFiles> following)
            throws IOException {
        this.workbook = workbook;
        this.events = events;
        this.explain = explain;
        this.files = following.apply(saved -> events.add(new WatchEvent.Saved(saved)));
        this.checks = new Checks(checker, events);
        this.packets = new Packets(wire, events);
        this.desk = new Desk(workbook, files, new Turns(checks), new Display(workbook, screen, files::mode));
        this.commands = new Commands(workbook, desk, packets, explain);
    }

    /// Runs until a key or an event ends it.
    public void run() throws IOException, InterruptedException {
        try (files; checks) {
            desk.goTo(desk.exercise());
            while (step(next())) {
                // every event is its own step
            }
        }
    }

    private WatchEvent next() throws InterruptedException {
        if (!desk.isTicking()) {
            return events.take();
        }
        var event = events.poll(1, TimeUnit.SECONDS);
        return event == null ? new WatchEvent.Tick() : event;
    }

    /// A disk that is full, or a file that may not be read, spoils one step and not the watch.
    private boolean step(WatchEvent event) throws IOException {
        try {
            return handle(event);
        } catch (IOException | RuntimeException e) {
            desk.show(Reading.note(explain.apply(e)));
            return true;
        }
    }

    private boolean handle(WatchEvent event) throws IOException {
        switch (event) {
            case WatchEvent.End end -> {
                return false;
            }
            case WatchEvent.Pressed pressed -> {
                return commands.press(pressed.key());
            }
            case WatchEvent.Saved saved ->
                desk.saved(SavedAnswers.of(saved.files(), desk.exercise(), workbook.exercises()));
            case WatchEvent.Checked checked -> desk.keep(checked.outcome());
            case WatchEvent.Done done -> desk.finish();
            case WatchEvent.Failed failed -> desk.fail(explain.apply(failed.problem()));
            case WatchEvent.NotKept notKept -> desk.display().keepSaying(explain.apply(notKept.problem()));
            case WatchEvent.Captured captured -> {
                if (packets.end(captured.exercise(), desk.display().view())) {
                    desk.show(new Reading(captured.ladder()::lines, true));
                }
            }
            case WatchEvent.NotCaptured not -> {
                if (packets.end(not.exercise(), desk.display().view())) {
                    desk.show(Reading.note(explain.apply(not.problem())));
                }
            }
            case WatchEvent.Tick tick -> desk.tick();
            case WatchEvent.Redraw redraw -> desk.redraw();
        }
        return true;
    }
}
