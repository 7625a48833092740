package workbook.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import workbook.kit.Connection;

/// An executor with one thread and a queue with a bound, which knows what to reject and how to end: choose it to write
/// no waiting of one's own.
final class BoundedOutbox implements Outbox {
    private final Connection connection;
    private final Policy policy;
    private final OutputStream out;
    private final ThreadPoolExecutor executor;

    BoundedOutbox(Connection connection, int bound, Policy policy) throws IOException {
        this.connection = connection;
        this.policy = policy;
        out = connection.out();
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(bound),
                Thread.ofVirtual().factory());
    }

    @Override
    public boolean offer(byte[] line) {
        try {
            executor.execute(() -> write(line));
            return true;
        } catch (RejectedExecutionException e) {
            if (policy == Policy.DISCONNECT && !executor.isShutdown()) {
                executor.shutdownNow();
                try {
                    connection.close();
                } catch (IOException ignored) {
                    // Closed is all it has to be.
                }
            }
            return false;
        }
    }

    private void write(byte[] line) {
        try {
            out.write(line);
        } catch (IOException e) {
            executor.shutdownNow();
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Its own close() would throw away what waits.
            Thread.currentThread().interrupt();
        }
    }
}
