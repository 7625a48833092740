package workbook.buffers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Connects the receiver to the sender, so that the kernel keeps strangers off, and waits for what may still come.
final class UdpOverflow {
    static final int LEAST_SIZE = 4;
    static final int MOST_SIZE = 65_507;

    private UdpOverflow() {}

    static Loss measure(int count, int size, int receiveBuffer) throws IOException {
        if (count <= 0 || size < LEAST_SIZE || MOST_SIZE < size || receiveBuffer <= 0) {
            throw new IllegalArgumentException("impossible");
        }
        var here = InetAddress.getLoopbackAddress();
        try (var sender = DatagramChannel.open().bind(new InetSocketAddress(here, 0));
                var receiver = DatagramChannel.open();
                var selector = Selector.open()) {
            receiver.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            receiver.connect(sender.getLocalAddress());
            for (var i = 0; i < count; i++) {
                var data = ByteBuffer.allocate(size);
                data.putInt(0, i);
                sender.send(data, receiver.getLocalAddress());
            }
            receiver.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            var missing = IntStream.range(0, count).boxed().collect(Collectors.toCollection(TreeSet::new));
            var arrived = 0;
            while (selector.select(key -> {}, 20) > 0) {
                var data = ByteBuffer.allocate(size);
                while (receiver.read(data) > 0) {
                    missing.remove(data.getInt(0));
                    arrived++;
                    data.clear();
                }
            }
            return new Loss(count, arrived, missing.stream().toList());
        }
    }
}
