package workbook.cli.watch;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import workbook.engine.Exercise;

/// Has an exercise run once more for its packets, beside the watch, and reports into its queue.
final class Packets {
    private final WireRun wire;
    private final BlockingQueue<WatchEvent> events;
    private Optional<Exercise> running = Optional.empty();
    private Optional<Waiting> shown = Optional.empty();

    Packets(WireRun wire, BlockingQueue<WatchEvent> events) {
        this.wire = wire;
        this.events = events;
    }

    /// @return what is to be seen until they are there
    Waiting capture(Exercise exercise) {
        if (!running.equals(Optional.of(exercise))) {
            running = Optional.of(exercise);
            shown = Optional.of(Waiting.forPackets(exercise));
            Thread.ofPlatform().daemon().name("packets").start(() -> run(exercise));
        }
        return shown.orElseThrow();
    }

    private void run(Exercise exercise) {
        try {
            events.add(new WatchEvent.Captured(exercise, wire.of(exercise)));
        } catch (Exception e) {
            events.add(new WatchEvent.NotCaptured(exercise, e));
        }
    }

    /// @return whether the learner still waits for them, with this on the screen
    boolean end(Exercise exercise, View view) {
        var isAwaited = running.equals(Optional.of(exercise)) && isAwaitedIn(view);
        if (running.equals(Optional.of(exercise))) {
            running = Optional.empty();
        }
        return isAwaited;
    }

    boolean isAwaitedIn(View view) {
        return shown.filter(view::equals).isPresent();
    }
}
