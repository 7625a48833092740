package workbook.socketserver.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;

/// Two ways to close a connection in which something is unread.
final class LastWord {
    private LastWord() {}

    public static void main(String[] args) throws IOException {
        System.out.println("close alone: the client reads " + heard(false));
        System.out.println("half-close, then close: the client reads " + heard(true));
    }

    private static String heard(boolean inPeace) throws IOException {
        try (var listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (var client = new Socket(InetAddress.getLoopbackAddress(), listening.socket().getLocalPort())) {
                client.getOutputStream().write("hello".getBytes(US_ASCII));
                // tag::end[]
                var request = listening.accept();
                request.socket().getInputStream().read(); // of "hello" the rest stays unread
                request.write(ByteBuffer.wrap("no".getBytes(US_ASCII)));
                if (inPeace) {
                    request.shutdownOutput();
                }
                request.close();
                // end::end[]
                var in = client.getInputStream();
                var first = new String(in.readNBytes(2), US_ASCII);
                try {
                    return first + ", then " + (in.read() < 0 ? "the end" : "more");
                } catch (IOException e) {
                    return first + ", then a failure: " + e.getMessage();
                }
            }
        }
    }
}
