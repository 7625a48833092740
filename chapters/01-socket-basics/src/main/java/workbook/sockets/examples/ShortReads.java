package workbook.sockets.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Both ends of one connection, so that you see which write ends up in which read.
final class ShortReads {
    private ShortReads() {}

    public static void main(String[] args) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, here);
                var sender = new Socket(here, listening.getLocalPort());
                var receiver = listening.accept()) {
            // tag::reads[]
            var out = sender.getOutputStream();
            var in = receiver.getInputStream();
            var buffer = new byte[5];

            out.write("hello".getBytes(US_ASCII));
            System.out.println("one write, asked for 3, got " + in.read(new byte[3]));
            System.out.println("the same write, asked for 5, got " + in.read(buffer));

            for (var letter : "again".getBytes(US_ASCII)) {
                out.write(letter);
            }
            System.out.println("five writes, one read, got " + in.read(buffer));

            sender.close();
            System.out.println("the other side has closed, got " + in.read(buffer));
            // end::reads[]
        }
    }
}
