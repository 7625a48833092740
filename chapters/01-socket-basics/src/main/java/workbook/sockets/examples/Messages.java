package workbook.sockets.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;

/// Four datagrams, and what becomes of them in an array of five places.
final class Messages {
    private Messages() {}

    public static void main(String[] args) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        // tag::messages[]
        try (var receiver = new DatagramSocket(0, here);
                var sender = new DatagramSocket(0, here)) {
            var to = receiver.getLocalSocketAddress();
            for (var text : new String[]{"one", "two", "", "hello world"}) {
                send(sender, text, to);
            }
            var packet = new DatagramPacket(new byte[5], 5);
            receiver.setSoTimeout(1000);
            for (var i = 1; i <= 4; i++) {
                receiver.receive(packet);
                System.out.println("length " + packet.getLength() + ", array \""
                        + new String(packet.getData(), US_ASCII).replace('\0', '.') + "\"");
            }
        }
        // end::messages[]
    }

    // tag::send[]
    static void send(DatagramSocket sender, String text, SocketAddress to)
            throws IOException {
        var bytes = text.getBytes(US_ASCII);
        sender.send(new DatagramPacket(bytes, bytes.length, to));
    }
    // end::send[]
}
