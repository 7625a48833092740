package workbook.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import workbook.kit.Connection;

/// An outbox that keeps lines for a member that is slow, up to a bound.
final class BoundedOutbox implements Outbox {
    private final Connection connection;
    private final int bound;
    private final Policy policy;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final Thread writer;
    private boolean closed;

    BoundedOutbox(Connection connection, int bound, Policy policy) throws IOException {
        if (bound < 1) {
            throw new IllegalArgumentException("a bound of " + bound);
        }
        this.connection = connection;
        this.bound = bound;
        this.policy = policy;
        var out = connection.out();
        writer = Thread.ofVirtual().name("outbox").start(() -> write(out));
    }

    @Override
    public synchronized boolean offer(byte[] line) {
        if (closed) {
            return false;
        }
        if (waiting.size() < bound) {
            waiting.add(line);
            notifyAll();
            return true;
        }
        if (policy == Policy.DISCONNECT) {
            giveUp();
        }
        return false;
    }

    private void write(OutputStream out) {
        try {
            while (writeNext(out)) {
                // On to the next.
            }
        } catch (IOException e) {
            giveUp();
        } catch (InterruptedException e) {
            // Nobody knows this thread who would interrupt it.
            throw new IllegalStateException(e);
        }
    }

    private synchronized boolean writeNext(OutputStream out) throws IOException, InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        if (waiting.isEmpty()) {
            return false;
        }
        out.write(waiting.remove());
        return true;
    }

    /// Nothing will be sent any more. A write that is under way ends because the connection does.
    private synchronized void giveUp() {
        closed = true;
        waiting.clear();
        notifyAll();
        try {
            connection.close();
        } catch (IOException e) {
            // As closed as it will be.
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            writer.join();
        } catch (InterruptedException e) {
            // Whoever interrupts cannot wait; the lines go out all the same.
            Thread.currentThread().interrupt();
        }
    }
}
