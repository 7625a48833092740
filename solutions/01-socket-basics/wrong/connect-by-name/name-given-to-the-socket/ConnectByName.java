package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// Connects to a host that is known by its name, at whichever of its addresses answers.
final class ConnectByName {
    private ConnectByName() {}

    static Socket connect(Resolver resolver, String host, int port, Duration total) throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(host, port), (int) Math.max(1, total.toMillis()));
        return socket;
    }
}
