package workbook.sockets;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

/// Calls an endpoint and says what came of it: the work of Python's `connect_ex`, in the terms of Java.
final class ConnectEx {
    private ConnectEx() {}

    static Outcome connect(InetSocketAddress address, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a time limit of " + limit);
        }
        // To the socket 0 ms means for ever, so a limit that is shorter than 1 ms must not become 0.
        var millis = Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
        var socket = new Socket();
        try {
            // A socket that fails to connect is closed by connect itself.
            socket.connect(address, millis);
            return new Outcome.Connected(socket);
        } catch (UnknownHostException e) {
            return new Outcome.Unresolved();
        } catch (SocketTimeoutException e) {
            return new Outcome.TimedOut();
        } catch (ConnectException e) {
            return new Outcome.Refused();
        } catch (IOException e) {
            return new Outcome.Other(e);
        }
    }
}
