package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// Calls an endpoint and says what came of it: the work of Python's `connect_ex`, in the terms of Java.
final class ConnectEx {
    private ConnectEx() {}

    static Outcome connect(InetSocketAddress address, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a time limit of " + limit);
        }
        var millis = (int) Math.max(1, limit.toMillis());
        if (address.isUnresolved()) {
            return new Outcome.Unresolved();
        }
        var socket = new Socket();
        try {
            socket.connect(address, millis);
            return new Outcome.Connected(socket);
        } catch (IOException e) {
            return switch (String.valueOf(e.getMessage())) {
                case "Connection refused" -> new Outcome.Refused();
                case "Connection timed out" -> new Outcome.TimedOut();
                default -> new Outcome.Other(e);
            };
        }
    }
}
