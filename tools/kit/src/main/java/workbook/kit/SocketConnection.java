package workbook.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;

/// A [Connection] over a connected [Socket].
final class SocketConnection implements Connection {
    private final Socket socket;

    SocketConnection(Socket socket) {
        if (!socket.isConnected()) {
            throw new IllegalArgumentException("the socket is not connected");
        }
        this.socket = socket;
    }

    @Override
    public InputStream in() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public OutputStream out() throws IOException {
        // Otherwise the end of a large write waits until the other side has acknowledged its beginning (RFC 9293, 3.7.4).
        socket.setTcpNoDelay(true);
        return socket.getOutputStream();
    }

    @Override
    public void timeout(Duration limit) throws IOException {
        requireLimit(limit);
        // To the socket 0 ms means for ever, so a limit that is shorter than 1 ms must not become 0.
        var millis = limit.isZero() ? 0 : Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
        socket.setSoTimeout(millis);
    }

    static Duration requireLimit(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("a time limit of " + limit);
        }
        return limit;
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public SocketAddress peer() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @Override
    public String toString() {
        return "connection with " + peer();
    }
}
