package workbook.buffers.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import workbook.kit.network.Capture;
import workbook.kit.network.PrivateNetwork;
import workbook.kit.wire.Packets;
import workbook.kit.wire.TcpSegment;

/// Two servers that want a large receive buffer, one in time and one too late, and what they say on the wire.
///
/// The shifts are those that this machine's kernel takes for these sizes: they stand in the SYNs.
final class TwoServers {
    private static final int WISH = 200_000;

    private TwoServers() {}

    public static void main(String[] args) throws IOException {
        PrivateNetwork.enter();
        System.out.println("on the listener   " + windows(true));
        System.out.println("on the accepted   " + windows(false));
    }

    private static String windows(boolean isInTime) throws IOException {
        try (var listener = new ServerSocket()) {
            if (isInTime) {
                listener.setReceiveBufferSize(WISH);
            }
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (var capture = Capture.ofPort(listener.getLocalPort()).start();
                    var client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                    var accepted = listener.accept()) {
                accepted.setReceiveBufferSize(WISH);
                client.getOutputStream().write(1);
                accepted.getInputStream().read();
                accepted.getOutputStream().write(1);
                client.getInputStream().read();
                capture.close();
                return Packets.in(capture.frames())
                        .stream()
                        .filter(packet -> packet.from().getPort() == listener.getLocalPort())
                        .map(packet -> ((TcpSegment) packet).window())
                        .toList()
                        .toString();
            }
        }
    }
}
