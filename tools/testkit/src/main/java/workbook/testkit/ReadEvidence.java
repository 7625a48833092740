package workbook.testkit;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/// Whether the answer has read all that its peer has sent.
///
/// An [ObservedInput] tells, or on Linux the kernel's queues; elsewhere nothing does, for a socket of the answer's own.
final class ReadEvidence {
    private volatile Optional<ObservedInput> input = Optional.empty();
    private volatile boolean answerEnded;
    private volatile boolean closed;
    /// For the peer's thread alone.
    private long sent;

    /// From now on the answer is seen to read from this.
    void observe(ObservedInput observed) {
        input = Optional.of(observed);
    }

    void sent(int bytes) {
        sent += bytes;
    }

    /// While the answer is not running, nothing is read that could be waited for.
    void answerEnded(boolean ended) {
        answerEnded = ended;
    }

    void close() {
        closed = true;
    }

    private boolean isOver() {
        return answerEnded || closed;
    }

    /// Waits until the answer has read all, or ends; false if this system does not tell.
    boolean await(Socket peersEnd) throws InterruptedException {
        var observed = input;
        if (observed.isPresent()) {
            awaitTaken(observed.get());
            return true;
        }
        if (!ProcNet.isThere()) {
            return false;
        }
        Eventually.holds(() -> isOver() || queuesAreEmpty(peersEnd), Deadline.ofTest());
        return true;
    }

    private void awaitTaken(ObservedInput observed) throws InterruptedException {
        var deadline = Deadline.ofTest();
        var taken = false;
        while (!taken && !isOver() && !deadline.isOver()) {
            // The answer's end is no event of the input's, so it is asked for now and then.
            taken = observed.awaitTaken(sent, Deadline.in(Duration.ofMillis(20)));
        }
    }

    private static boolean queuesAreEmpty(Socket peersEnd) {
        var here = (InetSocketAddress) peersEnd.getLocalSocketAddress();
        var there = (InetSocketAddress) peersEnd.getRemoteSocketAddress();
        // On its way, or arrived and not read: either is not empty. A side that is gone reads no more.
        return ProcNet.tcp()
                .stream()
                .noneMatch(entry -> entry.isBetween(here, there) && entry.unacknowledged() > 0
                        || entry.isBetween(there, here) && entry.unread() > 0);
    }
}
