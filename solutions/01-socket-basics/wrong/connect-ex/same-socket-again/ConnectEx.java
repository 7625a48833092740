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
        var end = System.nanoTime() + limit.toNanos();
        var socket = new Socket();
        while (true) {
            try {
                var left = Duration.ofNanos(end - System.nanoTime());
                socket.connect(address, (int) Math.max(1, left.toMillis()));
                return new Outcome.Connected(socket);
            } catch (UnknownHostException e) {
                return new Outcome.Unresolved();
            } catch (SocketTimeoutException e) {
                return new Outcome.TimedOut();
            } catch (ConnectException e) {
                if (System.nanoTime() - end > 0) {
                    return new Outcome.Refused();
                }
                // The server may be about to start: try again.
            } catch (IOException e) {
                return new Outcome.Other(e);
            }
        }
    }
}
