package workbook.cli.watch;

import java.nio.file.Path;
import java.util.Set;
import workbook.engine.Exercise;
import workbook.engine.Outcome;

/// What can happen while the watch waits. Everything arrives in one queue, so that one thread decides.
public sealed interface WatchEvent {
    record Pressed(Key key) implements WatchEvent {}

    /// Files of the chapter were written, or are gone.
    record Saved(Set<Path> files) implements WatchEvent {
        public Saved {
            files = Set.copyOf(files);
        }
    }

    /// One exercise of the running check is through.
    record Checked(Outcome outcome) implements WatchEvent {}

    /// An outcome could not be written down.
    record NotKept(Exception problem) implements WatchEvent {}

    /// The running check is through with all its exercises.
    record Done() implements WatchEvent {}

    /// The running check could not be carried out.
    record Failed(Exception problem) implements WatchEvent {}

    /// The packets of a run are there to be seen.
    record Captured(Exercise exercise, WireRun.Ladder ladder) implements WatchEvent {}

    /// No packets could be had.
    record NotCaptured(Exercise exercise, Exception problem) implements WatchEvent {}

    /// A second has gone by while something runs.
    record Tick() implements WatchEvent {}

    /// The screen has another size, or something else was on it.
    record Redraw() implements WatchEvent {}

    /// The terminal is gone, or somebody wants this to end.
    record End() implements WatchEvent {}
}
