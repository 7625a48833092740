package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// Receives through a channel that never blocks, and lets a selector wait: choose it where one thread serves
/// several sockets.
final class Datagrams implements AutoCloseable {
    private final DatagramChannel channel;
    private final Selector selector;
    private int number;

    private Datagrams(DatagramChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    static Datagrams open(InetSocketAddress address) throws IOException {
        return new Datagrams(DatagramChannel.open().bind(address), Selector.open());
    }

    void connect(InetSocketAddress peer) throws IOException {
        channel.connect(peer);
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    int sendTo(byte[] bytes, InetSocketAddress to) throws IOException {
        return channel.send(ByteBuffer.wrap(bytes), to);
    }

    Datagram recvFrom(int max, Duration limit) throws IOException {
        var buffer = ByteBuffer.allocate(max + 1);
        var from = channel.receive(buffer);
        if (from == null) {
            selector.select(Math.max(1, limit.toMillis()));
            selector.selectedKeys().clear();
            from = channel.receive(buffer);
        }
        if (from == null) {
            throw new SocketTimeoutException("nothing arrived within " + limit);
        }
        buffer.flip();
        var bytes = new byte[Math.min(max, buffer.limit())];
        buffer.get(bytes);
        return new Datagram(bytes, (InetSocketAddress) from, buffer.hasRemaining());
    }

    Optional<Duration> ping(InetSocketAddress server, Duration each, int tries) throws IOException {
        var time = Optional.<Duration>empty();
        while (time.isEmpty() && tries-- > 0) {
            time = ping(server, each);
        }
        return time;
    }

    private Optional<Duration> ping(InetSocketAddress server, Duration each) throws IOException {
        var question = ("ping " + ++number).getBytes(US_ASCII);
        var sent = Instant.now();
        sendTo(question, server);
        try {
            while (true) {
                var left = each.minus(Duration.between(sent, Instant.now()));
                if (left.isNegative() || left.isZero()) {
                    return Optional.empty();
                }
                var answer = recvFrom(100, left);
                if (answer.from().equals(server) && Arrays.equals(question, answer.bytes())) {
                    return Optional.of(Duration.between(sent, Instant.now()));
                }
            }
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
