package workbook.chat;

import java.io.IOException;
import java.io.OutputStream;
import workbook.kit.Connection;

/// Writes at once, and counts how many wait for that.
final class BoundedOutbox implements Outbox {
    private final Connection connection;
    private final OutputStream out;
    private final int bound;
    private final Policy policy;
    private int waiting;
    private boolean closed;

    BoundedOutbox(Connection connection, int bound, Policy policy) throws IOException {
        if (bound < 1) {
            throw new IllegalArgumentException("bound");
        }
        this.connection = connection;
        this.out = connection.out();
        this.bound = bound;
        this.policy = policy;
    }

    @Override
    public synchronized boolean offer(byte[] line) {
        if (closed) {
            return false;
        }
        try {
            if (waiting == bound) {
                if (policy == Policy.DISCONNECT) {
                    connection.close();
                }
                return false;
            }
            waiting++;
            out.write(line);
            waiting--;
            return true;
        } catch (IOException e) {
            closed = true;
            return false;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
