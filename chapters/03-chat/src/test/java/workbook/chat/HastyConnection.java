package workbook.chat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import workbook.kit.Connection;

/// A connection on which a time limit is over as soon as it is waited for, once; then comes the end.
///
/// So a long time can be looked at in a short one.
final class HastyConnection implements Connection {
    private Duration limit = Duration.ZERO;
    private Duration waited = Duration.ZERO;
    private boolean isOver;

    /// The limit of the read that brought nothing.
    synchronized Duration waited() {
        return waited;
    }

    private synchronized int read() throws SocketTimeoutException {
        if (isOver || limit.isZero()) {
            return -1;
        }
        isOver = true;
        waited = limit;
        throw new SocketTimeoutException("made by the test");
    }

    @Override
    public InputStream in() {
        return new InputStream() {
            @Override
            public int read() throws SocketTimeoutException {
                return HastyConnection.this.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws SocketTimeoutException {
                return HastyConnection.this.read();
            }
        };
    }

    @Override
    public OutputStream out() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public synchronized void timeout(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void shutdownOutput() {
        // Nobody is there to be told.
    }

    @Override
    public SocketAddress peer() {
        return InetSocketAddress.createUnresolved("hasty", 1);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
