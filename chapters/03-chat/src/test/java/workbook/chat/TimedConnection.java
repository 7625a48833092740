package workbook.chat;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import workbook.kit.Connection;

/// A connection that adds up the time limits of the reads that have brought nothing since the last byte.
///
/// So a test knows how long an answer meant to wait, without a clock, however busy the machine is.
final class TimedConnection implements Connection {
    private final Connection connection;
    private Duration limit = Duration.ZERO;
    private Duration waited = Duration.ZERO;

    TimedConnection(Connection connection) {
        this.connection = connection;
    }

    /// Zero for an answer that knows the time in another way.
    synchronized Duration waited() {
        return waited;
    }

    private synchronized Duration limit() {
        return limit;
    }

    private synchronized void brought(int count) {
        if (count > 0) {
            waited = Duration.ZERO;
        }
    }

    private synchronized void broughtNothing(Duration limit) {
        waited = waited.plus(limit);
    }

    @Override
    public InputStream in() throws IOException {
        return new FilterInputStream(connection.in()) {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                var limit = limit();
                try {
                    var count = super.read(bytes, offset, length);
                    brought(count);
                    return count;
                } catch (SocketTimeoutException e) {
                    broughtNothing(limit);
                    throw e;
                }
            }
        };
    }

    @Override
    public OutputStream out() throws IOException {
        return connection.out();
    }

    @Override
    public void timeout(Duration limit) throws IOException {
        connection.timeout(limit);
        synchronized (this) {
            this.limit = limit;
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        connection.shutdownOutput();
    }

    @Override
    public SocketAddress peer() {
        return connection.peer();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
