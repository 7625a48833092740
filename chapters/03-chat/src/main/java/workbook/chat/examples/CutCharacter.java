package workbook.chat.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A line of text in two pieces, of which the first ends inside a character.
final class CutCharacter {
    private CutCharacter() {}

    public static void main(String[] args) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, here);
                var sender = new Socket(here, listening.getLocalPort());
                var receiver = listening.accept()) {
            // tag::cut[]
            var line = "套接字\r\n".getBytes(UTF_8);
            var out = sender.getOutputStream();
            var in = receiver.getInputStream();
            var buffer = new byte[100];

            out.write(line, 0, 4);
            var first = new String(buffer, 0, in.read(buffer), UTF_8);
            out.write(line, 4, line.length - 4);
            var rest = new String(buffer, 0, in.read(buffer), UTF_8);

            System.out.println(line.length + " bytes were sent");
            System.out.print(first + rest);
            // end::cut[]
        }
    }
}
