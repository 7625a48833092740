package workbook.engine;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Workers that are started but have nothing to do yet. Those to come are started, and those that are done with are
/// ended, in the background: nobody's verdict waits for either.
final class WorkerPool implements AutoCloseable {
    private final WorkerCommand command;
    private final Map<Run.Network, Deque<WorkerProcess>> idle = new EnumMap<>(Run.Network.class);
    private final ExecutorService background = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("workbook-pool").factory());

    WorkerPool(WorkerCommand command) {
        this.command = command;
    }

    /// The one that waits longest, for it is the best prepared; a new one if none waits.
    synchronized WorkerProcess take(Run.Network network) throws IOException {
        var waiting = idle(network);
        while (!waiting.isEmpty()) {
            var worker = waiting.pop();
            if (worker.isAlive()) {
                return worker;
            }
            discard(worker);
        }
        return WorkerProcess.start(command, network);
    }

    /// Has so many ready for those who take next, from some time on.
    void prepare(Run.Network network, int count) {
        background.execute(() -> {
            try {
                fill(network, count);
            } catch (IOException e) {
                // Whoever takes next meets it too, and can say so.
            }
        });
    }

    private synchronized void fill(Run.Network network, int count) throws IOException {
        var waiting = idle(network);
        while (!background.isShutdown() && waiting.stream().filter(WorkerProcess::isAlive).count() < count) {
            waiting.add(WorkerProcess.start(command, network));
        }
    }

    /// Takes back one that nothing was left in.
    synchronized void giveBack(WorkerProcess worker, Run.Network network) {
        idle(network).push(worker);
    }

    /// Ends one, soon.
    void discard(WorkerProcess worker) {
        background.execute(worker::kill);
    }

    private Deque<WorkerProcess> idle(Run.Network network) {
        return idle.computeIfAbsent(network, each -> new ArrayDeque<>());
    }

    /// Ends all, and comes back when they have.
    @Override
    public void close() {
        background.shutdown();
        synchronized (this) {
            idle.values().forEach(workers -> workers.forEach(WorkerProcess::kill));
            idle.clear();
        }
        try {
            background.awaitTermination(WorkerCache.WRITING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
