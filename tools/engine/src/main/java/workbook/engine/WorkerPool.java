package workbook.engine;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/// Workers that are started but have nothing to do yet.
final class WorkerPool implements AutoCloseable {
    private final WorkerCommand command;
    private final Map<Run.Network, Deque<WorkerProcess>> idle = new EnumMap<>(Run.Network.class);

    WorkerPool(WorkerCommand command) {
        this.command = command;
    }

    synchronized WorkerProcess take(Run.Network network) throws IOException {
        var waiting = idle(network);
        while (!waiting.isEmpty()) {
            var worker = waiting.pop();
            if (worker.isAlive()) {
                return worker;
            }
            worker.kill();
        }
        return WorkerProcess.start(command, network);
    }

    /// Has one ready for the next who takes.
    synchronized void prepare(Run.Network network) throws IOException {
        if (idle(network).stream().noneMatch(WorkerProcess::isAlive)) {
            idle(network).push(WorkerProcess.start(command, network));
        }
    }

    /// Takes back one that nothing was left in.
    synchronized void giveBack(WorkerProcess worker, Run.Network network) {
        idle(network).push(worker);
    }

    private Deque<WorkerProcess> idle(Run.Network network) {
        return idle.computeIfAbsent(network, each -> new ArrayDeque<>());
    }

    @Override
    public synchronized void close() {
        idle.values().forEach(workers -> workers.forEach(WorkerProcess::kill));
        idle.clear();
    }
}
