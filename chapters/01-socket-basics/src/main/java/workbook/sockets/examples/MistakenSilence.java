package workbook.sockets.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A loop for blocking channels, given one that is non-blocking: the mistake of a question in the chapter.
final class MistakenSilence {
    private MistakenSilence() {}

    static void hearOut(SocketChannel channel, ByteBuffer request) throws IOException {
        // tag::loop[]
        while (channel.read(request) > 0) {
            // There is more.
        }
        channel.close();
        // end::loop[]
    }
}
