package workbook.sockets.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// One thread that serves a listener and all of its callers, and stands still while none has news.
final class OneThread {
    private OneThread() {}

    public static void main(String[] args) throws IOException {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var listening = ServerSocketChannel.open().bind(here);
                var selector = Selector.open()) {
            var server = (InetSocketAddress) listening.getLocalAddress();
            Thread.ofPlatform().start(() -> callTwice(server));
            // tag::loop[]
            listening.configureBlocking(false);
            listening.register(selector, SelectionKey.OP_ACCEPT);
            var ended = 0;
            while (ended < 2) {
                selector.select(5_000);
                var ready = selector.selectedKeys().iterator();
                while (ready.hasNext()) {
                    var key = ready.next();
                    ready.remove();
                    if (key.isAcceptable()) {
                        var channel = listening.accept();
                        System.out.println(name(channel) + " calls");
                        channel.configureBlocking(false);
                        channel.register(selector, SelectionKey.OP_READ);
                    } else if (key.isReadable()) {
                        ended += hear((SocketChannel) key.channel());
                    }
                }
            }
            // end::loop[]
        }
    }

    // tag::hear[]
    /// Reads once; returns 1 if that was the end, else 0.
    private static int hear(SocketChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(100);
        if (channel.read(buffer) == -1) {
            System.out.println(name(channel) + " has ended");
            channel.close();
            return 1;
        }
        var words = US_ASCII.decode(buffer.flip());
        System.out.println(name(channel) + " says " + words);
        return 0;
    }
    // end::hear[]

    private static String name(SocketChannel channel) throws IOException {
        return "port " + ((InetSocketAddress) channel.getRemoteAddress()).getPort();
    }

    /// The callers, on a thread of their own: the second one is quicker to speak.
    private static void callTwice(InetSocketAddress server) {
        try (var first = new Socket(server.getAddress(), server.getPort());
                var second = new Socket(server.getAddress(), server.getPort())) {
            second.getOutputStream().write("me first".getBytes(US_ASCII));
            Thread.sleep(100);
            first.getOutputStream().write("no hurry".getBytes(US_ASCII));
            Thread.sleep(100);
        } catch (IOException | InterruptedException e) {
            System.out.println("the callers gave up: " + e);
        }
    }
}
