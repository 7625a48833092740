package workbook.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import workbook.kit.Connection;

/// Has a thread only while there is something to send: choose it where most of very many members hear nothing for hours.
final class BoundedOutbox implements Outbox {
    private final Connection connection;
    private final OutputStream out;
    private final int bound;
    private final Policy policy;
    /// The first is being written.
    private final Queue<byte[]> lines = new ArrayDeque<>();
    private boolean closed;
    private boolean failed;

    BoundedOutbox(Connection connection, int bound, Policy policy) throws IOException {
        if (bound < 1) {
            throw new IllegalArgumentException("no line may wait");
        }
        this.connection = connection;
        this.bound = bound;
        this.policy = policy;
        out = connection.out();
    }

    @Override
    public synchronized boolean offer(byte[] line) {
        if (closed) {
            return false;
        }
        if (lines.size() > bound) {
            if (policy == Policy.DISCONNECT) {
                fail();
            }
            return false;
        }
        lines.add(line);
        if (lines.size() == 1) {
            Thread.ofVirtual().start(() -> write(line));
        }
        return true;
    }

    private void write(byte[] first) {
        try {
            for (var line = first; line != null; line = afterOne()) {
                out.write(line);
            }
        } catch (IOException e) {
            fail();
        }
    }

    private synchronized byte[] afterOne() {
        if (failed) {
            return null;
        }
        lines.remove();
        notifyAll();
        return lines.peek();
    }

    private synchronized void fail() {
        closed = true;
        failed = true;
        lines.clear();
        notifyAll();
        try {
            connection.close();
        } catch (IOException e) {
            // Closed is all it has to be.
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!lines.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
