package workbook.cli.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Tells when a Java file below a folder was saved, however the editor does that: written in place, in two steps, or
/// under another name and renamed.
///
/// The system's own notice makes it quick; a look at all files a few times a second makes it certain, on network
/// folders and in containers too.
public final class SavedFiles implements AutoCloseable {
    private static final long LOOK_MILLIS = 300;
    private static final long SETTLE_MILLIS = 25;
    /// An editor that renames leaves no file at all for a moment; longer than this, and the file is gone.
    private static final long GONE_MILLIS = 500;

    private final Consumer<Set<Path>> onSave;
    private final Optional<WatchService> notices;
    private final Object change = new Object();
    private final Thread thread;
    private Optional<Path> folder = Optional.empty();
    private FileStamps known = FileStamps.NONE;
    private volatile boolean isClosed;

    public SavedFiles(Consumer<Set<Path>> onSave) {
        this.onSave = onSave;
        this.notices = openNotices();
        this.thread = Thread.ofPlatform().daemon().name("saved files").start(this::look);
    }

    private static Optional<WatchService> openNotices() {
        try {
            return Optional.of(FileSystems.getDefault().newWatchService());
        } catch (IOException e) {
            return Optional.empty(); // the system allows no more of them: looking alone must do
        }
    }

    /// From now on this folder, as it is at this moment.
    public void follow(Path next) {
        synchronized (change) {
            if (folder.equals(Optional.of(next))) {
                return;
            }
            folder = Optional.of(next);
            known = FileStamps.of(next);
            register(next);
        }
    }

    private void register(Path top) {
        if (notices.isEmpty()) {
            return;
        }
        try (var below = Files.walk(top)) {
            for (var each : (Iterable<Path>) below.filter(Files::isDirectory)::iterator) {
                each.register(notices.get(), StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
            }
        } catch (IOException | RuntimeException e) {
            // A folder that vanished, or too many of them: looking alone must do.
        }
    }

    private void look() {
        try {
            while (!isClosed) {
                await(LOOK_MILLIS);
                var saved = saved();
                if (!saved.isEmpty()) {
                    onSave.accept(saved);
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // closed
        }
    }

    private Set<Path> saved() throws InterruptedException {
        synchronized (change) {
            if (folder.isEmpty()) {
                return Set.of();
            }
            var before = known;
            var now = FileStamps.of(folder.get());
            if (now.equals(before)) {
                return Set.of();
            }
            known = settled(folder.get(), now);
            register(folder.get());
            return before.differences(known);
        }
    }

    Following mode() {
        return notices.isPresent() ? Following.EVENTS_AND_POLLING : Following.POLLING;
    }

    /// Waits until the files stay as they are, and until those that were there are there again.
    private FileStamps settled(Path folder, FileStamps first) throws InterruptedException {
        var now = first;
        var start = System.nanoTime();
        while (true) {
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
            var next = FileStamps.of(folder);
            var waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            var isWhole = next.holdsAllOf(known) || waited > GONE_MILLIS;
            if (next.equals(now) && isWhole || waited > 2 * GONE_MILLIS) {
                return next;
            }
            now = next;
        }
    }

    private void await(long millis) throws InterruptedException {
        if (notices.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(millis);
            return;
        }
        var notice = notices.get().poll(millis, TimeUnit.MILLISECONDS);
        while (notice != null) {
            notice.pollEvents();
            notice.reset();
            notice = notices.get().poll();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        notices.ifPresent(service -> {
            try {
                service.close();
            } catch (IOException e) {
                // nothing depends on it any more
            }
        });
    }
}
