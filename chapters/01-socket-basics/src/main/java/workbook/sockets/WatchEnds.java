package workbook.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/// Shows once a second what [Endpoints] can say of one connection, for two minutes.
///
/// It takes one caller at port 4000 and never reads what that sends.
final class WatchEnds {
    private WatchEnds() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
        try (var listening = ServerSocketChannel.open().bind(here)) {
            System.out.println("listening " + listening.getLocalAddress());
            try (var accepted = listening.accept()) {
                for (var second = 0; second < 120; second++) {
                    System.out.println(Endpoints.of(accepted));
                    Thread.sleep(1_000);
                }
            }
        }
    }
}
