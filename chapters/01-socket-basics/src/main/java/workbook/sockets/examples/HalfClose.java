package workbook.sockets.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// One direction of a connection ends, and the other goes on.
final class HalfClose {
    private HalfClose() {}

    public static void main(String[] args) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, here);
                var client = new Socket(here, listening.getLocalPort());
                var server = listening.accept()) {
            // tag::half[]
            client.getOutputStream().write("how long is this?".getBytes(US_ASCII));
            client.shutdownOutput();

            var question = server.getInputStream().readAllBytes();
            var answer = question.length + " bytes";
            server.getOutputStream().write(answer.getBytes(US_ASCII));
            server.close();

            var reply = client.getInputStream().readAllBytes();
            System.out.println("the reply: " + new String(reply, US_ASCII));
            // end::half[]
        }
    }
}
