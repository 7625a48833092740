package workbook.sockets;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Receives on a virtual thread, which hands over what came through a queue: choose it where datagrams and
/// other events are to be awaited in one place.
final class Datagrams implements AutoCloseable {
    private final DatagramSocket socket;
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();

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

    /// One virtual thread for each receive; what it gets, an exception too, comes through a queue.
    Datagram recvFrom(int max, Duration limit) throws IOException {
        socket.setSoTimeout(Math.max(1, (int) limit.toMillis()));
        Thread.startVirtualThread(() -> {
            try {
                var packet = new DatagramPacket(new byte[max + 1], max + 1);
                socket.receive(packet);
                arrived.add(packet);
            } catch (IOException e) {
                arrived.add(e);
            }
        });
        try {
            return switch (arrived.poll(1, TimeUnit.HOURS)) {
                case DatagramPacket packet -> new Datagram(
                        Arrays.copyOf(packet.getData(), Math.min(max, packet.getLength())),
                        (InetSocketAddress) packet.getSocketAddress(), packet.getLength() > max);
                case IOException e -> throw e;
                case null, default -> throw new SocketTimeoutException("nothing arrived");
            };
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    Optional<Duration> ping(InetSocketAddress server, Duration each, int tries) throws IOException {
        for (; tries > 0; tries--) {
            var question = new byte[16];
            ThreadLocalRandom.current().nextBytes(question);
            var sent = System.nanoTime();
            sendTo(question, server);
            var left = each;
            while (left.isPositive()) {
                var answer = Optional.<Datagram>empty();
                try {
                    answer = Optional.of(recvFrom(16, left));
                } catch (SocketTimeoutException e) {
                    // Nobody there, or nobody heard it.
                }
                var taken = Duration.ofNanos(System.nanoTime() - sent);
                if (answer.filter(came -> came.from().equals(server) && !came.truncated()
                        && Arrays.equals(came.bytes(), question)).isPresent()) {
                    return Optional.of(taken);
                }
                left = each.minus(taken);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
