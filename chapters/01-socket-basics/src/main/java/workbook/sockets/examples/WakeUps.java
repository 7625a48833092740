package workbook.sockets.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Counts how often a selector wakes its thread, where there is something to do and nobody does it.
final class WakeUps {
    private WakeUps() {}

    public static void main(String[] args) throws IOException {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var listening = ServerSocketChannel.open().bind(here);
                var caller = SocketChannel.open(listening.getLocalAddress());
                var channel = listening.accept()) {
            channel.configureBlocking(false);
            // The first count also loads the classes.
            count(channel, SelectionKey.OP_READ);
            System.out.printf("OP_READ, nothing arrives:    %,6d%n", count(channel, SelectionKey.OP_READ));
            System.out.printf("OP_WRITE, nothing to write:  %,6d%n", count(channel, SelectionKey.OP_WRITE));
            caller.close();
            System.out.printf("OP_READ, the end is ignored: %,6d%n", count(channel, SelectionKey.OP_READ));
        }
    }

    /// How often select returns within 50 ms, if nothing is done about it.
    private static int count(SocketChannel channel, int interest)
            throws IOException {
        var count = 0;
        try (var selector = Selector.open()) {
            channel.register(selector, interest);
            var end = System.nanoTime() + Duration.ofMillis(50).toNanos();
            while (System.nanoTime() < end) {
                selector.select(50);
                selector.selectedKeys().clear();
                count++;
            }
        }
        return count;
    }
}
