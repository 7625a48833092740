package workbook.sockets.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// A million bytes, offered to a connection with small buffers whose reader does not read.
final class HowMuchFits {
    private HowMuchFits() {}

    public static void main(String[] args) throws IOException {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var listening = ServerSocketChannel.open();
                var channel = SocketChannel.open()) {
            // tag::small[]
            listening.setOption(StandardSocketOptions.SO_RCVBUF, 4096).bind(here);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, 4096).connect(listening.getLocalAddress());
            // end::small[]
            try (var reader = listening.accept()) {
                // tag::writes[]
                channel.configureBlocking(false);
                var message = ByteBuffer.allocate(1_000_000);
                int taken;
                do {
                    taken = channel.write(message);
                    var position = message.position();
                    System.out.println("took " + taken + ", position " + position);
                } while (taken > 0 && message.hasRemaining());

                var room = ByteBuffer.allocate(4096);
                while (taken == 0) {
                    reader.read(room.clear());
                    taken = channel.write(message);
                }
                System.out.println(message.remaining() + " are left");
                // end::writes[]
            }
        }
    }
}
