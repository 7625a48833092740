package workbook.chat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import workbook.kit.Connection;

/// Writes all lines that wait with a single write: choose it where lines are short and many, and system calls the cost.
final class BoundedOutbox implements Outbox {
    private final Connection connection;
    private final int bound;
    private final Policy policy;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<byte[]> waiting = new ArrayList<>();
    private boolean closed;
    private boolean ended;

    BoundedOutbox(Connection connection, int bound, Policy policy) throws IOException {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound " + bound);
        }
        this.connection = connection;
        this.bound = bound;
        this.policy = policy;
        var out = connection.out();
        Thread.startVirtualThread(() -> write(out));
    }

    private void write(OutputStream out) {
        try {
            for (var lines = next(); !lines.isEmpty(); lines = next()) {
                var bytes = new ByteArrayOutputStream();
                lines.forEach(bytes::writeBytes);
                out.write(bytes.toByteArray());
            }
        } catch (IOException e) {
            // It ends all the same.
        } finally {
            lock.lock();
            closed = true;
            ended = true;
            waiting.clear();
            changed.signalAll();
            lock.unlock();
        }
    }

    private List<byte[]> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            var lines = waiting;
            waiting = new ArrayList<>();
            return lines;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean offer(byte[] line) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            if (waiting.size() < bound) {
                waiting.add(line);
                changed.signalAll();
                return true;
            }
            if (policy == Policy.DROP) {
                return false;
            }
            closed = true;
            waiting.clear();
        } finally {
            lock.unlock();
        }
        try {
            connection.close();
        } catch (IOException e) {
            // Closed is all it has to be.
        }
        return false;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            while (!ended) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
