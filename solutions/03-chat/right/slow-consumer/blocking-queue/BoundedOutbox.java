package workbook.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import workbook.kit.Connection;

/// A queue of the JDK's with a bound, and a thread of the system's that looks up from it every few milliseconds to see
/// whether it is over: choose it where waking up for nothing costs nothing.
final class BoundedOutbox implements Outbox {
    private final Connection connection;
    private final Policy policy;
    private final BlockingQueue<byte[]> waiting;
    private final Thread writer;
    private boolean closed;

    BoundedOutbox(Connection connection, int bound, Policy policy) throws IOException {
        this.connection = connection;
        this.policy = policy;
        waiting = new ArrayBlockingQueue<>(bound);
        var out = connection.out();
        writer = new Thread(() -> write(out), "outbox");
        writer.start();
    }

    private void write(OutputStream out) {
        try {
            while (true) {
                var isOver = isClosed();
                var line = waiting.poll(10, TimeUnit.MILLISECONDS);
                if (line != null) {
                    out.write(line);
                } else if (isOver) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            breakOff();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void breakOff() {
        closed = true;
        waiting.clear();
    }

    @Override
    public synchronized boolean offer(byte[] line) {
        if (closed) {
            return false;
        }
        var taken = waiting.offer(line);
        if (!taken && policy == Policy.DISCONNECT) {
            breakOff();
            Thread.startVirtualThread(() -> {
                try {
                    connection.close();
                } catch (IOException e) {
                    // Closed is all it has to be.
                }
            });
        }
        return taken;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
