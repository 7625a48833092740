package workbook.sockets;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Sends messages that may not arrive, and receives those that did.
///
/// See the chapter, "Messages that may not arrive".
final class Datagrams implements AutoCloseable {
    private final DatagramSocket socket;
    private long pings = System.nanoTime();

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
        socket.send(new DatagramPacket(bytes, bytes.length, to));
        return bytes.length;
    }

    Datagram recvFrom(int max, Duration limit) throws IOException {
        // Only a datagram that is too long fills the last place.
        var packet = new DatagramPacket(new byte[max + 1], max + 1);
        socket.setSoTimeout(Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
        socket.receive(packet);
        return new Datagram(Arrays.copyOf(packet.getData(), Math.min(packet.getLength(), max)),
                (InetSocketAddress) packet.getSocketAddress(), packet.getLength() > max);
    }

    Optional<Duration> ping(InetSocketAddress server, Duration each, int tries) throws IOException {
        for (var attempt = 0; attempt < tries; attempt++) {
            var question = ByteBuffer.allocate(Long.BYTES).putLong(pings++).array();
            var start = System.nanoTime();
            sendTo(question, server);
            if (isAnswered(question, server, start + each.toNanos())) {
                return Optional.of(Duration.ofNanos(System.nanoTime() - start));
            }
        }
        return Optional.empty();
    }

    private boolean isAnswered(byte[] question, InetSocketAddress server, long end) throws IOException {
        for (var left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            try {
                var answer = recvFrom(question.length, Duration.ofNanos(left));
                if (answer.from().equals(server) && Arrays.equals(answer.bytes(), question)) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                return false;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
