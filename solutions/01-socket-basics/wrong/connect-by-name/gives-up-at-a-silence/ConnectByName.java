package workbook.sockets;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;

/// Connects to a host that is known by its name, at whichever of its addresses answers.
final class ConnectByName {
    private ConnectByName() {}

    static Socket connect(Resolver resolver, String host, int port, Duration total) throws IOException {
        var addresses = resolver.resolve(host);
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        var failure = new IOException("cannot connect to " + host + ":" + port);
        var end = System.nanoTime() + total.toNanos();
        var untried = addresses.size();
        for (var address : addresses) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), millis((end - System.nanoTime()) / untried--));
                return socket;
            } catch (ConnectException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    private static int millis(long nanos) {
        return (int) Math.max(1, nanos / 1_000_000);
    }
}
