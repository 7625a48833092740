package workbook.buffers.examples;

import static java.net.StandardSocketOptions.SO_RCVBUF;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Two receive buffers, one left alone and one that somebody has set, while 64 megabytes come through.
final class GrowsByItself {
    private static final long BYTES = 64_000_000;

    private GrowsByItself() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        transfer("left alone ", false);
        transfer("set        ", true);
    }

    private static void transfer(String words, boolean isSet) throws IOException, InterruptedException {
        try (var listener = ServerSocketChannel.open()) {
            if (isSet) {
                listener.setOption(SO_RCVBUF, 65_536);
            }
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var address = listener.getLocalAddress();
            var sender = Thread.ofVirtual().start(() -> {
                try (var channel = SocketChannel.open(address)) {
                    for (var left = BYTES; left > 0;) {
                        left -= channel.write(ByteBuffer.allocate((int) Math.min(left, 100_000)));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try (var channel = listener.accept()) {
                System.out.println(words + " at the beginning " + channel.getOption(SO_RCVBUF) + reading(channel));
            }
            sender.join();
        }
    }

    /// As Java reports it, which is half of what the kernel holds.
    private static String reading(SocketChannel channel) throws IOException {
        var text = new StringBuilder();
        var buffer = ByteBuffer.allocate(1 << 16);
        var total = 0L;
        var next = BYTES / 4;
        for (var count = 0; count >= 0; count = channel.read(buffer.clear())) {
            total += count;
            if (total >= next) {
                text.append(", after ").append(next / 1_000_000).append(" MB ").append(channel.getOption(SO_RCVBUF));
                next += BYTES / 4;
            }
        }
        return text.toString();
    }
}
