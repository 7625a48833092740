package workbook.chat;

import java.io.IOException;
import java.io.OutputStream;

/// An outbox that holds nothing: whoever offers a line waits until the member's connection has taken it.
final class DirectOutbox implements Outbox {
    private final OutputStream out;
    private boolean closed;

    DirectOutbox(OutputStream out) {
        this.out = out;
    }

    @Override
    public synchronized boolean offer(byte[] line) {
        if (closed) {
            return false;
        }
        try {
            out.write(line);
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
