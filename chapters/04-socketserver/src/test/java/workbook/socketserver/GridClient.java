package workbook.socketserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import workbook.kit.Connection;
import workbook.testkit.Deadline;
import workbook.testkit.TestSide;

/// Says a line and hears one, over whatever the server has.
sealed interface GridClient extends AutoCloseable {
    String NOTHING = "nothing in time";

    static GridClient of(BaseServer<?> server, SocketAddress address) throws IOException {
        // A process has to start first.
        var limit = server instanceof ForkingMixIn ? Deadline.ofTest().left() : ThreadingWords.PATIENCE;
        return server instanceof UDPServer
                ? new OfDatagrams((InetSocketAddress) address, limit)
                : new OfStream(address, limit);
    }

    void says(String line) throws IOException;

    /// A line, what came before the end, or [#NOTHING].
    String hears() throws IOException;

    @Override
    void close() throws IOException;

    final class OfStream implements GridClient {
        private final SocketChannel channel;
        private final Connection connection;

        OfStream(SocketAddress address, Duration limit) throws IOException {
            channel = SocketChannel.open(address);
            if (address instanceof UnixDomainSocketAddress) {
                connection = Connection.of(channel);
            } else {
                TestSide.has(channel);
                connection = Connection.of(channel.socket());
            }
            connection.timeout(limit);
        }

        @Override
        public void says(String line) throws IOException {
            connection.out().write(line.getBytes(US_ASCII));
        }

        @Override
        public String hears() throws IOException {
            var line = new StringBuilder();
            try {
                for (var octet = connection.in().read(); octet != -1; octet = connection.in().read()) {
                    line.append((char) octet);
                    if (octet == '\n') {
                        return line.toString();
                    }
                }
            } catch (SocketTimeoutException e) {
                return line + NOTHING;
            }
            return line + "the end of the connection";
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    final class OfDatagrams implements GridClient {
        private final DatagramSocket socket = new DatagramSocket(ThreadingScene.anyPort());
        private final InetSocketAddress server;

        OfDatagrams(InetSocketAddress server, Duration limit) throws IOException {
            this.server = server;
            socket.setSoTimeout((int) limit.toMillis());
            TestSide.has(socket);
        }

        @Override
        public void says(String line) throws IOException {
            var bytes = line.getBytes(US_ASCII);
            socket.send(new DatagramPacket(bytes, bytes.length, server));
        }

        @Override
        public String hears() throws IOException {
            var packet = new DatagramPacket(new byte[100], 100);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return NOTHING;
            }
            return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
