package workbook.socketserver.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts what the selector of a server with threads sees of its clients.
final class WhatSelectWatches {
    private static final int CLIENTS = 10;
    private static final int LINES = 100;

    private WhatSelectWatches() {}

    public static void main(String... arguments) throws Exception {
        try (var listener = ServerSocketChannel.open(); var selector = Selector.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            var wakeUps = new AtomicInteger();
            Thread.ofPlatform().daemon().start(() -> serve(selector, listener, wakeUps));
            var bytes = 0;
            for (var client = 0; client < CLIENTS; client++) {
                bytes += talk(listener.socket().getLocalPort());
            }
            System.out.println(CLIENTS + " clients have sent " + CLIENTS * LINES + " bytes, one at a time, and got back " + bytes);
            System.out.println("the selector watched " + selector.keys().size() + " channel, and returned " + wakeUps
                    + " times");
        }
    }

    // tag::serve[]
    private static void serve(Selector selector, ServerSocketChannel listener, AtomicInteger wakeUps) {
        try {
            while (true) {
                selector.select();
                wakeUps.incrementAndGet();
                selector.selectedKeys().clear();
                var request = listener.accept();
                if (request != null) {
                    Thread.startVirtualThread(() -> echo(request));
                }
            }
        } catch (IOException | ClosedSelectorException e) {
            // All clients have left, and the program ends.
        }
    }
    // end::serve[]

    private static void echo(SocketChannel request) {
        try (var socket = request.socket()) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            System.out.println("a client broke off: " + e);
        }
    }

    private static int talk(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var bytes = 0;
            for (var line = 0; line < LINES; line++) {
                socket.getOutputStream().write('a');
                bytes += socket.getInputStream().readNBytes(1).length;
            }
            return bytes;
        }
    }
}
