package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Calls a server and hears what it has to say.
///
/// See the chapter, "The first conversation".
final class HelloSocket {
    private HelloSocket() {}

    /// The line of ASCII text that the server at this address speaks to whoever connects.
    ///
    /// The server speaks first and speaks one whole line. The line's end is not part of the greeting,
    /// whether the server sends `\n` or `\r\n`. The socket is closed when this method returns.
    static String greeting(InetSocketAddress server) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            return in.readLine();
        }
    }
}
