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
        var millis = (int) Math.max(1, limit.toMillis());
        var socket = new Socket();
        try {
            socket.setSoTimeout(millis);
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
