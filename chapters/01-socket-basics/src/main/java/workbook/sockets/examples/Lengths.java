package workbook.sockets.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/// Bytes that wait in a buffer, and a length that is none.
final class Lengths {
    private Lengths() {}

    public static void main(String[] args) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, here);
                var sender = new Socket(here, listening.getLocalPort());
                var receiver = listening.accept()) {
            // tag::flush[]
            var out = new BufferedOutputStream(sender.getOutputStream());
            var in = receiver.getInputStream();
            out.write("hello".getBytes(US_ASCII));
            System.out.println("written, " + in.available() + " arrived");
            out.flush();
            System.out.println("flushed, " + in.read(new byte[5]) + " arrived");
            // end::flush[]
        }
        // tag::stranger[]
        var header = "GET ".getBytes(US_ASCII);
        System.out.println(ByteBuffer.wrap(header).getInt());
        // end::stranger[]
    }
}
