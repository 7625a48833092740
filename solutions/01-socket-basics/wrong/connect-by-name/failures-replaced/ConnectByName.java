package workbook.sockets;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/// Connects to a host that is known by its name, at whichever of its addresses answers.
///
/// Each attempt gets an equal share of the time that is left, so what a refusal saves goes to those behind it. Real
/// clients begin the next attempt before the last has failed (RFC 8305, section 5).
final class ConnectByName {
    private ConnectByName() {}

    static Socket connect(Resolver resolver, String host, int port, Duration total) throws IOException {
        var addresses = resolver.resolve(host);
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return connect(addresses, port, System.nanoTime() + total.toNanos());
    }

    private static Socket connect(List<InetAddress> addresses, int port, long end) throws IOException {
        var failure = new ConnectException("none of " + addresses + " accepts on port " + port);
        var untried = addresses.size();
        for (var address : addresses) {
            var left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), millis(left / untried));
                return socket;
            } catch (IOException e) {
                failure.addSuppressed(new IOException(address + " does not accept"));
            }
            untried--;
        }
        throw failure;
    }

    /// At least 1: to `connect` 0 means for ever.
    private static int millis(long nanos) {
        return Math.clamp(Duration.ofNanos(nanos).toMillis(), 1, Integer.MAX_VALUE);
    }
}
