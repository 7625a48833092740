package workbook.buffers;

import static java.net.StandardSocketOptions.SO_RCVBUF;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.BitSet;

/// Finds out how many datagrams are lost in front of a receiver that does not read in time.
final class UdpOverflow {
    static final int LEAST_SIZE = 4;
    static final int MOST_SIZE = 65_507;

    private UdpOverflow() {}

    static Loss measure(int count, int size, int receiveBuffer) throws IOException {
        if (count < 1 || size < LEAST_SIZE || size > MOST_SIZE || receiveBuffer < 1) {
            throw new IllegalArgumentException(
                    "%d datagrams of %d bytes, a buffer of %d".formatted(count, size, receiveBuffer));
        }
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var receiver = DatagramChannel.open().setOption(SO_RCVBUF, 2 * receiveBuffer).bind(anywhere);
                var sender = DatagramChannel.open().connect(receiver.getLocalAddress())) {
            send(sender, count, size);
            var arrived = receive(receiver, count, size, (InetSocketAddress) sender.getLocalAddress());
            var missing = new BitSet();
            missing.set(0, count);
            missing.andNot(arrived);
            return new Loss(count, arrived.cardinality(), missing.stream().boxed().toList());
        }
    }

    private static void send(DatagramChannel sender, int count, int size) throws IOException {
        var datagram = ByteBuffer.allocate(size);
        for (var number = 0; number < count; number++) {
            sender.write(datagram.clear().putInt(number).position(0).limit(size));
        }
    }

    private static BitSet receive(DatagramChannel receiver, int count, int size, InetSocketAddress sender)
            throws IOException {
        // On loopback they are there, or lost, when the last send has returned: nothing needs to be waited for.
        receiver.configureBlocking(false);
        var arrived = new BitSet();
        var datagram = ByteBuffer.allocate(size);
        for (var from = receiver.receive(datagram); from != null; from = receiver.receive(datagram.clear())) {
            if (from.equals(sender) && datagram.position() == size) {
                arrived.set(datagram.getInt(0));
            }
        }
        return arrived;
    }
}
