package workbook.engine;

import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Lets a run be ended from outside: its worker is killed at once, and so is any that it takes from then on.
final class Cancellation {
    private Optional<WorkerProcess> worker = Optional.empty();
    private boolean isCancelled;

    /// The run is in this worker's hands now.
    synchronized void concerns(WorkerProcess taken) {
        worker = Optional.of(taken);
        if (isCancelled) {
            taken.kill();
        }
    }

    synchronized void cancel() {
        isCancelled = true;
        worker.ifPresent(WorkerProcess::kill);
    }

    /// @throws CancellationException if it was
    synchronized void check() {
        if (isCancelled) {
            throw new CancellationException("the run was cancelled");
        }
    }
}
