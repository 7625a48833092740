package workbook.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import workbook.kit.Connection;

/// One thread that sends the lines of all outboxes.
final class BoundedOutbox implements Outbox {
    private static final ExecutorService SENDER = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

    private final Connection connection;
    private final OutputStream out;
    private final Policy policy;
    private final Semaphore room;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    BoundedOutbox(Connection connection, int bound, Policy policy) throws IOException {
        if (bound < 1) {
            throw new IllegalArgumentException("bound");
        }
        this.connection = connection;
        this.policy = policy;
        out = connection.out();
        room = new Semaphore(bound + 1);
    }

    @Override
    public synchronized boolean offer(byte[] line) {
        if (closed) {
            return false;
        }
        if (room.tryAcquire()) {
            last = CompletableFuture.runAsync(() -> write(line), SENDER);
            return true;
        }
        if (policy == Policy.DISCONNECT) {
            breakOff();
        }
        return false;
    }

    private void write(byte[] line) {
        try {
            out.write(line);
            room.release();
        } catch (IOException e) {
            breakOff();
        }
    }

    private void breakOff() {
        closed = true;
        try {
            connection.close();
        } catch (IOException e) {
            // Closed is all it has to be.
        }
    }

    @Override
    public void close() {
        CompletableFuture<Void> mine;
        synchronized (this) {
            closed = true;
            mine = last;
        }
        mine.join();
    }
}
