package workbook.sockets.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// What a channel knows of its ends, from its opening to the other side's goodbye.
final class BothEnds {
    private BothEnds() {}

    public static void main(String[] args) throws IOException {
        // tag::ends[]
        var free = new InetSocketAddress("127.0.0.1", 0);
        try (var listening = ServerSocketChannel.open();
                var client = SocketChannel.open()) {
            show("opened", client);
            listening.bind(free);
            System.out.println("bound     " + listening.getLocalAddress());
            client.connect(listening.getLocalAddress());
            show("connected", client);
            try (var accepted = listening.accept()) {
                show("accepted", accepted);
            }
            show("left", client);
        }
        // end::ends[]
    }

    // tag::show[]
    static void show(String when, SocketChannel channel) throws IOException {
        System.out.printf("%-9s %s -> %s%n", when,
                channel.getLocalAddress(), channel.getRemoteAddress());
    }
    // end::show[]
}
