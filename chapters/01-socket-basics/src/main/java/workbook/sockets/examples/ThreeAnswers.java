package workbook.sockets.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// What non-blocking channels answer where a blocking one would make you wait.
final class ThreeAnswers {
    private ThreeAnswers() {}

    public static void main(String[] args) throws IOException {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var listening = ServerSocketChannel.open().bind(here);
                var caller = SocketChannel.open()) {
            // tag::answers[]
            listening.configureBlocking(false);
            System.out.println("nobody calls:      accept " + listening.accept());

            caller.configureBlocking(false);
            var started = caller.connect(listening.getLocalAddress());
            System.out.println("a caller:          connect " + started);
            var connected = caller.finishConnect();
            System.out.println("a moment later:    finishConnect " + connected);

            var taken = listening.accept();
            var blocking = taken.isBlocking();
            System.out.println("the channel taken: isBlocking " + blocking);
            taken.configureBlocking(false);

            var buffer = ByteBuffer.allocate(8);
            System.out.println("nothing was sent:  read " + taken.read(buffer));
            caller.write(US_ASCII.encode("hello"));
            System.out.println("hello was sent:    read " + taken.read(buffer));
            caller.write(US_ASCII.encode("again"));
            buffer.position(buffer.limit());
            System.out.println("a full buffer:     read " + taken.read(buffer));
            buffer.clear();
            System.out.println("room in it again:  read " + taken.read(buffer));
            caller.close();
            System.out.println("the caller closed: read " + taken.read(buffer));
            // end::answers[]
            taken.close();
        }
    }
}
