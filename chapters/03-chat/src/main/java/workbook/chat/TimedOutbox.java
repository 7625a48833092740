package workbook.chat;

import java.io.IOException;
import java.time.Duration;
import workbook.kit.Connection;

/// An outbox that is not waited for without end: a member that has left, and takes nothing, would keep its connection for
/// as long as it likes.
///
/// @param limit how long closing may take before the connection is closed
record TimedOutbox(Outbox outbox, Connection connection, Duration limit) implements Outbox {
    @Override
    public boolean offer(byte[] line) {
        return outbox.offer(line);
    }

    @Override
    public void close() {
        var closing = Thread.ofVirtual().start(outbox::close);
        try {
            if (!closing.join(limit)) {
                connection.close();
                closing.join();
            }
        } catch (InterruptedException e) {
            // Whoever interrupts cannot wait; the caller closes the connection.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // As closed as it will be.
        }
    }
}
