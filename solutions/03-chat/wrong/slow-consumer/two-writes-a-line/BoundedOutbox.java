package workbook.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import workbook.kit.Connection;

/// A thread for each line, up to the bound, and the line's end in a write of its own.
final class BoundedOutbox implements Outbox {
    private final Connection connection;
    private final OutputStream out;
    private final Policy policy;
    private final Semaphore room;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

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
    public boolean offer(byte[] line) {
        if (threads.isShutdown()) {
            return false;
        }
        if (room.tryAcquire()) {
            threads.execute(() -> write(line));
            return true;
        }
        if (policy == Policy.DISCONNECT) {
            threads.shutdown();
            try {
                connection.close();
            } catch (IOException e) {
                // Closed is all it has to be.
            }
        }
        return false;
    }

    private void write(byte[] line) {
        try {
            write(Arrays.copyOf(line, line.length - 2), 0);
            write(line, line.length - 2);
            room.release();
        } catch (IOException e) {
            threads.shutdown();
        }
    }

    private void write(byte[] bytes, int offset) throws IOException {
        out.write(bytes, offset, bytes.length - offset);
    }

    @Override
    public void close() {
        threads.close();
    }
}
