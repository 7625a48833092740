package workbook.cli.watch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The system's word that something happened in a folder. It may never come, even where it was promised: on a network
/// folder the system knows only of what this machine writes.
interface Notices extends AutoCloseable {
    /// For a system that gives none.
    Notices NONE = new Notices() {
        @Override
        public boolean follow(Set<Path> folders) {
            return false;
        }

        @Override
        public boolean await(long millis) throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(millis);
            return false;
        }

        @Override
        public void close() {}
    };

    static Notices ofSystem() {
        try {
            return new SystemNotices(FileSystems.getDefault().newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            return NONE; // the system allows no more of them: looking alone must do
        }
    }

    /// From now on these folders and no others.
    ///
    /// @return whether notices are promised for all that are still there
    boolean follow(Set<Path> folders);

    /// Waits for a notice, and takes all that are there.
    ///
    /// @return whether one came
    boolean await(long millis) throws InterruptedException;

    @Override
    void close();
}
