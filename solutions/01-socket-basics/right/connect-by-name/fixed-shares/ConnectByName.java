package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gives every address the same share of the whole time, in a stream instead of a loop: choose it where the
/// longest wait for one address has to be known beforehand, and mind that the time a refusal saves is lost.
final class ConnectByName {
    private ConnectByName() {}

    static Socket connect(Resolver resolver, String host, int port, Duration total) throws IOException {
        var addresses = resolver.resolve(host);
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        var share = (int) Math.max(1, total.dividedBy(addresses.size()).toMillis());
        var failures = new ArrayList<IOException>();
        var connected = addresses.stream()
                .flatMap(address -> attempt(new InetSocketAddress(address, port), share, failures).stream())
                .findFirst();
        return connected.orElseThrow(() -> failed(failures));
    }

    private static Optional<Socket> attempt(InetSocketAddress endpoint, int millis, List<IOException> failures) {
        var socket = new Socket();
        try {
            socket.connect(endpoint, millis);
            return Optional.of(socket);
        } catch (IOException e) {
            failures.add(new IOException(endpoint + ": " + e.getMessage(), e));
            return Optional.empty();
        }
    }

    private static IOException failed(List<IOException> failures) {
        var all = new IOException("every address failed");
        failures.forEach(all::addSuppressed);
        return all;
    }
}
