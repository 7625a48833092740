package workbook.buffers.examples;

import static java.net.StandardSocketOptions.SO_RCVBUF;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/// Asks for three sizes, and reads back what became of them.
final class ThreeNumbers {
    private ThreeNumbers() {}

    static void main() throws IOException {
        // tag::numbers[]
        for (var wish : new int[]{4_096, 1, 100_000_000}) {
            try (var channel = SocketChannel.open()) {
                channel.setOption(SO_RCVBUF, wish);
                IO.println("asked " + wish + ", Java says " + channel.getOption(SO_RCVBUF));
            }
        }
        // end::numbers[]
    }
}
