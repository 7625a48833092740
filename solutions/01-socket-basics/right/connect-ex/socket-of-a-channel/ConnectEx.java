package workbook.sockets;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Connects the socket of a channel, and sorts the failures in one `switch` on their types: choose it where
/// the connection is to be used as a channel later.
final class ConnectEx {
    private ConnectEx() {}

    static Outcome connect(InetSocketAddress address, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a time limit of " + limit);
        }
        if (address.isUnresolved()) {
            return new Outcome.Unresolved();
        }
        try {
            var socket = SocketChannel.open().socket();
            try {
                socket.connect(address, (int) Math.max(1, limit.toMillis()));
                return new Outcome.Connected(socket);
            } catch (IOException e) {
                socket.close();
                return failed(e);
            }
        } catch (IOException e) {
            return new Outcome.Other(e);
        }
    }

    private static Outcome failed(IOException e) {
        return switch (e) {
            case SocketTimeoutException late -> new Outcome.TimedOut();
            case ConnectException refused -> new Outcome.Refused();
            default -> new Outcome.Other(e);
        };
    }
}
