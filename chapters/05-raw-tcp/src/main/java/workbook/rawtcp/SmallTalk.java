package workbook.rawtcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.PrintStream;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import workbook.kit.Connection;
import workbook.kit.network.PrivateNetwork;

/// Conversations to listen to: a socket of the kernel's says a word, and gets it back.
final class SmallTalk {
    /// Where one gets one's words back (RFC 862).
    static final int PORT = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final byte[] WORD = "hello".getBytes(US_ASCII);

    private SmallTalk() {}

    /// With another socket of the kernel's.
    static void ofKernel(Inet4Address address) throws IOException {
        try (var listener = new ServerSocket(PORT, 1, address); var client = new Socket()) {
            client.connect(new InetSocketAddress(address, PORT), (int) PATIENCE.toMillis());
            try (var server = listener.accept()) {
                client.getOutputStream().write(WORD);
                server.getOutputStream().write(server.getInputStream().readNBytes(WORD.length));
                client.getInputStream().readNBytes(WORD.length);
                client.shutdownOutput();
                server.getInputStream().read();
            }
            client.getInputStream().read();
        }
    }

    /// With the reader's TCP, which [#echo] serves there.
    static void withYours() throws IOException {
        try (var client = new Socket()) {
            client.setSoTimeout((int) PATIENCE.toMillis());
            client.connect(new InetSocketAddress(PrivateNetwork.nobody(), PORT), (int) PATIENCE.toMillis());
            client.getOutputStream().write(WORD);
            client.getInputStream().readNBytes(WORD.length);
            client.shutdownOutput();
            client.getInputStream().read();
        }
    }

    /// Gives back what comes, to its end.
    static void echo(Connection connection, PrintStream complaints) {
        try (connection) {
            connection.in().transferTo(connection.out());
        } catch (IOException e) {
            complaints.println("The connection has ended early: " + e.getMessage() + ".");
        }
    }
}
