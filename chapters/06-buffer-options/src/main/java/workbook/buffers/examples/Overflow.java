package workbook.buffers.examples;

import static java.net.StandardSocketOptions.SO_RCVBUF;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// Fills a receive buffer with datagrams of several sizes, and counts how many are in it.
final class Overflow {
    private Overflow() {}

    public static void main(String[] args) throws IOException {
        for (var size : new int[]{4, 100, 1_000, 4_000}) {
            System.out.println(fitting(size) + " datagrams of " + size + " bytes");
        }
    }

    private static int fitting(int size) throws IOException {
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var receiver = DatagramChannel.open().setOption(SO_RCVBUF, 4_096).bind(anywhere);
                var sender = DatagramChannel.open()) {
            for (var i = 0; i < 1_000; i++) {
                sender.send(ByteBuffer.allocate(size), receiver.getLocalAddress());
            }
            receiver.configureBlocking(false);
            var count = 0;
            while (receiver.receive(ByteBuffer.allocate(size)) != null) {
                count++;
            }
            return count;
        }
    }
}
