package workbook.cli.watch;

import java.nio.file.Path;
import java.util.Set;
import workbook.engine.Outcome;

/// What can happen while the watch waits. Everything arrives in one queue, so that one thread decides.
public sealed interface WatchEvent {
    /// A key; [#ESCAPE] stands for the escape key and for every key that sends more than one character.
    record Key(char character) implements WatchEvent {
        static final char ESCAPE = '\u001b';
        static final char ENTER = '\r';
    }

    /// Files of the chapter were written, made or deleted.
    record Saved(Set<Path> files) implements WatchEvent {}

    /// One exercise of the running check is through.
    record Checked(Outcome outcome) implements WatchEvent {}

    /// An outcome could not be written down.
    record NotKept(Exception problem) implements WatchEvent {}

    /// The running check is through with all its exercises.
    record Done() implements WatchEvent {}

    /// The running check could not be carried out.
    record Failed(Exception problem) implements WatchEvent {}

    /// The screen has another size, or something else was on it.
    record Redraw() implements WatchEvent {}

    /// The terminal is gone, or somebody wants this to end.
    record End() implements WatchEvent {}
}
