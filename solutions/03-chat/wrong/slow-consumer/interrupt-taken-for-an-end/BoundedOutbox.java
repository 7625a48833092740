package workbook.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import workbook.kit.Connection;

/// Gives its member up when whoever closes it is interrupted.
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
            for (var line = next(); line.isPresent(); line = next()) {
                out.write(line.get());
            }
        } catch (IOException e) {
            giveUp();
        } catch (InterruptedException e) {
            // Nobody knows this thread who would interrupt it.
            throw new IllegalStateException(e);
        }
    }

    /// The line that waits longest, as soon as there is one; none after the last.
    private synchronized Optional<byte[]> next() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        return Optional.ofNullable(waiting.poll());
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
            giveUp();
            Thread.currentThread().interrupt();
        }
    }
}
