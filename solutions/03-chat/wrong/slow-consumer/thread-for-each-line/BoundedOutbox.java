package workbook.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import workbook.kit.Connection;

/// Virtual threads are cheap, so each line gets one.
final class BoundedOutbox implements Outbox {
    private final OutputStream out;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    BoundedOutbox(Connection connection, int bound, Policy policy) throws IOException {
        if (bound < 1) {
            throw new IllegalArgumentException("bound");
        }
        out = connection.out();
    }

    @Override
    public boolean offer(byte[] line) {
        if (threads.isShutdown()) {
            return false;
        }
        threads.execute(() -> write(line));
        return true;
    }

    private synchronized void write(byte[] line) {
        try {
            out.write(line);
        } catch (IOException e) {
            threads.shutdown();
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
