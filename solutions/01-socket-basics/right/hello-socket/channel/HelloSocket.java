package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/// Reads the line from a channel instead of a socket's stream: choose it where the program works with
/// channels anyway.
final class HelloSocket {
    private HelloSocket() {}

    static String greeting(InetSocketAddress server) throws IOException {
        try (var channel = SocketChannel.open(server)) {
            return new BufferedReader(Channels.newReader(channel, US_ASCII)).readLine();
        }
    }
}
