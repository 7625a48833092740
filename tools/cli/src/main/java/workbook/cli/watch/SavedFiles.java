package workbook.cli.watch;

import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Tells which Java files below a folder were saved, however the editor does that: written in place, in several steps,
/// or under another name and renamed.
///
/// The system's notice makes it quick; a look a few times a second makes it certain, on network folders and in
/// containers too. A report is never the last word: whatever is written after the look that it came from is reported
/// again, so that half a file is at worst reported before the whole one.
public final class SavedFiles implements AutoCloseable {
    private static final long LOOK_MILLIS = 300;
    /// After a look at a slow folder comes a pause of so many times its length, within limits.
    private static final int PAUSES_FOR_A_LOOK = 10;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    /// One save is many steps; so long without a step, and it is taken for done.
    private static final long QUIET_MILLIS = 10;
    /// An editor that renames or empties leaves no file for a moment; longer than this, and it is meant so.
    private static final long UNFINISHED_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Consumer<Set<Path>> onSave;
    private final Notices notices;
    private final FileStamps.Eyes eyes;
    private final AtomicReference<Followed> followed = new AtomicReference<>(Followed.NOTHING);
    private final Thread thread;
    private long pauseMillis = LOOK_MILLIS;
    private volatile Following mode = Following.POLLING;
    private volatile boolean isClosed;

    /// A folder, and what was last seen in it: whatever differs from that was saved since.
    private record Followed(Optional<Path> folder, FileStamps known) {
        static final Followed NOTHING = new Followed(Optional.empty(), FileStamps.NONE);

        Followed with(FileStamps now) {
            return new Followed(folder, now);
        }
    }

    public SavedFiles(Consumer<Set<Path>> onSave) {
        this(onSave, Notices.ofSystem(), FileStamps.Eyes.SYSTEM);
    }

    SavedFiles(Consumer<Set<Path>> onSave, Notices notices, FileStamps.Eyes eyes) {
        this.onSave = onSave;
        this.notices = notices;
        this.eyes = eyes;
        this.thread = Thread.ofPlatform().daemon().name("saved files").start(this::run);
    }

    /// From now on this folder, as it is at this moment.
    public void follow(Path folder) {
        if (followed.get().folder().equals(Optional.of(folder))) {
            return;
        }
        var now = eyes.look(folder, FileStamps.NONE);
        var isPromised = notices.follow(places(folder, now));
        mode = isPromised && !SilentStores.hold(folder) ? Following.EVENTS_AND_POLLING : Following.POLLING;
        followed.set(new Followed(Optional.of(folder), now));
    }

    /// How saves are learned of: what the file system promises at first, then how the last save was noticed.
    public Following mode() {
        return mode;
    }

    /// The folder above tells if the followed one is itself replaced.
    private static Set<Path> places(Path folder, FileStamps now) {
        var places = new HashSet<>(now.folders());
        Optional.ofNullable(folder.getParent()).ifPresent(places::add);
        return places;
    }

    private void run() {
        try {
            while (!isClosed) {
                var isNoticed = notices.await(pauseMillis);
                if (isNoticed) {
                    awaitQuiet();
                }
                var last = followed.get();
                if (last.folder().isPresent()) {
                    look(last, last.folder().get(), isNoticed);
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // closed
        }
    }

    private void look(Followed last, Path folder, boolean isNoticed) throws InterruptedException {
        var start = System.nanoTime();
        // A notice says that something was written, whatever the stamps say.
        var now = isNoticed ? eyes.lookInside(folder, last.known()) : eyes.look(folder, last.known());
        var tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        pauseMillis = Math.clamp(tookMillis * PAUSES_FOR_A_LOOK, LOOK_MILLIS, LONGEST_PAUSE_MILLIS);
        if (now.differingFrom(last.known()).isEmpty()) {
            followed.compareAndSet(last, last.with(now));
        } else {
            notices.follow(places(folder, now));
            settle(last, folder, now, isNoticed);
        }
    }

    /// Looks until the files stay as they are, and until those that were there are there again; then reports.
    ///
    /// @param isQuiet whether there was quiet before the first look
    private void settle(Followed last, Path folder, FileStamps first, boolean isQuiet) throws InterruptedException {
        var start = System.nanoTime();
        var now = first;
        var isNoticed = isQuiet;
        var isStill = isQuiet;
        // What differed for a moment only may have been read in that moment.
        var saved = new HashSet<>(now.differingFrom(last.known()));
        while (!(isStill && now.isWholeBeside(last.known())) && System.nanoTime() - start < UNFINISHED_NANOS) {
            isNoticed |= awaitQuiet();
            var next = eyes.look(folder, now);
            isStill = next.differingFrom(now).isEmpty();
            saved.addAll(next.differingFrom(last.known()));
            now = next;
        }
        if (followed.compareAndSet(last, last.with(now))) { // else another folder is followed by now
            mode = isNoticed ? Following.EVENTS_AND_POLLING : Following.POLLING;
            onSave.accept(saved);
        }
    }

    private boolean awaitQuiet() throws InterruptedException {
        var start = System.nanoTime();
        var isNoticed = false;
        while (notices.await(QUIET_MILLIS)) {
            isNoticed = true;
            if (System.nanoTime() - start > UNFINISHED_NANOS) {
                break; // something writes here all the time
            }
        }
        return isNoticed;
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        notices.close();
    }
}
