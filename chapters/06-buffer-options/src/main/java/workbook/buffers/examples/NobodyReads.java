package workbook.buffers.examples;

import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_SNDBUF;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/// Writes to a connection whose other end nobody reads, at once and after a moment.
final class NobodyReads {
    private NobodyReads() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var listener = ServerSocketChannel.open().setOption(SO_RCVBUF, 4_096).bind(anywhere);
                var writer = SocketChannel.open().setOption(SO_SNDBUF, 4_096)) {
            writer.connect(listener.getLocalAddress());
            try (var reader = listener.accept()) {
                // tag::nobody[]
                writer.configureBlocking(false);
                var buffer = ByteBuffer.allocate(1_000_000);
                writer.write(buffer);
                System.out.println(buffer.position() + " bytes were taken at once");
                for (var i = 0; i < 10; i++) {
                    TimeUnit.MILLISECONDS.sleep(100);
                    writer.write(buffer);
                }
                System.out.println(buffer.position() + " after a second");
                // end::nobody[]
                buffer.clear();
                reader.close();
            }
        }
    }
}
