package workbook.sockets;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/// Tells its pings apart by random ids instead of numbers: choose it where somebody who forges answers could
/// guess the next number.
final class Datagrams implements AutoCloseable {
    private final DatagramSocket socket;

    private Datagrams(DatagramSocket socket) {
        this.socket = socket;
    }

    /// A socket at this address; port 0 stands for any that is free.
    static Datagrams open(InetSocketAddress address) throws IOException {
        return new Datagrams(new DatagramSocket(address));
    }

    /// Lets nobody but this endpoint be heard from now on, and sends to nobody else.
    void connect(InetSocketAddress peer) throws IOException {
        socket.connect(peer);
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    int sendTo(byte[] bytes, InetSocketAddress to) throws IOException {
        var packet = new DatagramPacket(bytes, 0, bytes.length);
        packet.setSocketAddress(to);
        socket.send(packet);
        return packet.getLength();
    }

    /// A buffer for the largest datagram there is, whatever the caller wants of it.
    Datagram recvFrom(int max, Duration limit) throws IOException {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.setSoTimeout(Math.max(1, (int) limit.toMillis()));
        socket.receive(packet);
        var bytes = Arrays.copyOfRange(packet.getData(), packet.getOffset(), packet.getOffset() + packet.getLength());
        var isCut = bytes.length > max;
        return new Datagram(isCut ? Arrays.copyOf(bytes, max) : bytes,
                new InetSocketAddress(packet.getAddress(), packet.getPort()), isCut);
    }

    Optional<Duration> ping(InetSocketAddress server, Duration each, int tries) throws IOException {
        if (tries == 0) {
            return Optional.empty();
        }
        var question = UUID.randomUUID().toString();
        var start = System.nanoTime();
        sendTo(question.getBytes(StandardCharsets.US_ASCII), server);
        try {
            for (var end = start + each.toNanos(); System.nanoTime() < end;) {
                var answer = recvFrom(1000, Duration.ofNanos(end - System.nanoTime()));
                var text = new String(answer.bytes(), StandardCharsets.US_ASCII);
                if (text.equals(question) && answer.from().equals(server)) {
                    return Optional.of(Duration.ofNanos(System.nanoTime() - start));
                }
            }
        } catch (SocketTimeoutException e) {
            // The next try, then.
        }
        return ping(server, each, tries - 1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
