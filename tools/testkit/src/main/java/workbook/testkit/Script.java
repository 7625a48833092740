package workbook.testkit;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/// The steps that a peer has still to take: the test adds them, the peer's thread takes them one after the other.
final class Script {
    /// What an answer that leaves its side open may cost a report.
    private static final Duration SOON = Duration.ofMillis(100);

    private final Queue<Step> steps = new ArrayDeque<>();
    private boolean busy;
    private boolean waitsForTheEnd;

    /// One thing that a peer does on its connection.
    interface Step {
        void take(Socket socket) throws IOException, InterruptedException;
    }

    synchronized void add(Step step) {
        steps.add(step);
        notifyAll();
    }

    /// Takes the next step, when there is one.
    void takeNext(Socket socket) throws IOException, InterruptedException {
        next().take(socket);
        done();
    }

    private synchronized Step next() throws InterruptedException {
        while (steps.isEmpty()) {
            wait();
        }
        busy = true;
        return steps.remove();
    }

    private synchronized void done() {
        busy = false;
        notifyAll();
    }

    /// The step that is being taken ends only when the answer closes its side.
    synchronized void waitsForTheEnd() {
        waitsForTheEnd = true;
    }

    /// No further step can be taken.
    synchronized void giveUp() {
        steps.clear();
        done();
    }

    /// Waits until all steps are taken.
    void await(Deadline deadline) {
        await(deadline, deadline);
    }

    /// Waits for what a report should tell: not long for a step that ends only with the answer's side.
    void settle(Deadline deadline) {
        await(deadline, Deadline.in(SOON).orEarlier(deadline));
    }

    private synchronized void await(Deadline deadline, Deadline soon) {
        try {
            while ((busy || !steps.isEmpty()) && !deadline.isOver() && !(waitsForTheEnd && soon.isOver())) {
                wait(soon.isOver() ? deadline.millis() : soon.millis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
