package workbook.sockets.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// A server bound to no address in particular, called by IPv4 and by IPv6.
final class TwoFamilies {
    private TwoFamilies() {}

    public static void main(String[] args) throws IOException {
        // tag::families[]
        try (var listening = ServerSocketChannel.open().bind(new InetSocketAddress(0))) {
            System.out.println("listening " + listening.getLocalAddress());
            var port = listening.socket().getLocalPort();
            for (var host : new String[]{"127.0.0.1", "::1"}) {
                try (var client = SocketChannel.open(new InetSocketAddress(host, port));
                        var accepted = listening.accept()) {
                    System.out.println("a caller  " + accepted.getRemoteAddress());
                }
            }
        }
        // end::families[]
    }
}
