package workbook.sockets.examples;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;

/// A hundred datagrams to a receiver that has little room and looks too late.
final class Overflow {
    private Overflow() {}

    public static void main(String[] args) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var receiver = new DatagramSocket(0, here);
                var sender = new DatagramSocket(0, here)) {
            // tag::overflow[]
            receiver.setReceiveBufferSize(4096);
            var message = new byte[100];
            for (var i = 1; i <= 100; i++) {
                sender.send(new DatagramPacket(message, message.length,
                        receiver.getLocalSocketAddress()));
            }
            System.out.println("sent 100, and no send failed");

            var received = 0;
            receiver.setSoTimeout(200);
            try {
                while (true) {
                    receiver.receive(new DatagramPacket(message, message.length));
                    received++;
                }
            } catch (SocketTimeoutException e) {
                System.out.println("received " + received + ", and no more came");
            }
            // end::overflow[]
        }
    }
}
