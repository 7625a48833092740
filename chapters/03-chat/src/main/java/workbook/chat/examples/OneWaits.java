package workbook.chat.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// One thread serves two clients, and one of them asks for something that takes a second.
final class OneWaits {
    private OneWaits() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var here = InetAddress.getLoopbackAddress();
        var listener = ServerSocketChannel.open().bind(new InetSocketAddress(here, 0));
        Thread.ofPlatform().daemon().start(() -> serve(listener));
        try (var ana = new Socket(here, listener.socket().getLocalPort());
                var bo = new Socket(here, listener.socket().getLocalPort())) {
            bo.getOutputStream().write('q');
            bo.getInputStream().read();
            // tag::ask[]
            ana.getOutputStream().write('s');   // slow: takes a second
            Thread.sleep(100);
            var begin = System.nanoTime();
            bo.getOutputStream().write('q');    // quick: takes no time
            bo.getInputStream().read();
            // end::ask[]
            System.out.printf("bo had an answer after %d ms%n",
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
        }
    }

    private static void serve(ServerSocketChannel listener) {
        try (var selector = Selector.open()) {
            listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
            while (true) {
                selector.select(key -> serve(key, listener));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(SelectionKey key, ServerSocketChannel listener) {
        try {
            if (key.isAcceptable()) {
                listener.accept().configureBlocking(false).register(key.selector(), SelectionKey.OP_READ);
                return;
            }
            var channel = (SocketChannel) key.channel();
            var bytes = ByteBuffer.allocate(16);
            if (channel.read(bytes) < 0) {
                channel.close();
            } else {
                if (bytes.get(0) == 's') {
                    Thread.sleep(1_000);
                }
                channel.write(bytes.flip());
            }
        } catch (IOException | InterruptedException e) {
            key.cancel();
        }
    }
}
