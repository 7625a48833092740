package workbook.socketserver;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;

/// Executors start the threads, and a phaser knows how many have not arrived: choose it where the tasks are somebody
/// else's, and an executor is at hand.
final class RequestThreads {
    private final ExecutorService daemons = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
    private final ExecutorService others = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon(false).factory());
    private final Phaser phaser = new Phaser() {
        @Override
        protected boolean onAdvance(int phase, int registered) {
            return false;
        }
    };

    void start(Runnable task, boolean isDaemon) {
        if (isDaemon) {
            daemons.execute(task);
            return;
        }
        phaser.register();
        others.execute(() -> {
            try {
                task.run();
            } finally {
                phaser.arriveAndDeregister();
            }
        });
    }

    int size() {
        return phaser.getRegisteredParties();
    }

    void join() {
        var phase = phaser.getPhase();
        if (phaser.getRegisteredParties() == 0) {
            return;
        }
        try {
            phaser.awaitAdvanceInterruptibly(phase);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
