package workbook.socketserver.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/// A constructor that calls a method of a subclass, and what the kernel makes of it: `ss` says.
final class QueueOfAField {
    private QueueOfAField() {}

    // tag::server[]
    static class Server {
        final ServerSocketChannel channel;

        Server() throws IOException {
            channel = ServerSocketChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), requestQueueSize());
        }

        int requestQueueSize() {
            return 5;
        }
    }

    static final class Busy extends Server {
        private int queueSize = 64;

        Busy() throws IOException {}

        @Override
        int requestQueueSize() {
            return queueSize;
        }
    }
    // end::server[]

    // tag::prepared[]
    static final class Prepared extends Server {
        private final int queueSize;

        Prepared(int queueSize) throws IOException {
            this.queueSize = queueSize;
            super();
        }

        @Override
        int requestQueueSize() {
            return queueSize;
        }
    }
    // end::prepared[]

    public static void main(String[] args) throws IOException, InterruptedException {
        show(new Server());
        show(new Busy());
        show(new Prepared(64));
    }

    private static void show(Server server) throws IOException, InterruptedException {
        System.out.println(server.getClass().getSimpleName() + ":");
        try (var channel = server.channel) {
            var port = channel.socket().getLocalPort();
            new ProcessBuilder("ss", "-Hltn", "sport = :" + port).inheritIO().start().waitFor();
        }
    }
}
