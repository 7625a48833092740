package workbook.buffers;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/// Uses sockets and no channels, reads with a time limit, and strikes off a list what has come.
final class UdpOverflow {
    static final int LEAST_SIZE = 4;
    static final int MOST_SIZE = 65_507;

    private UdpOverflow() {}

    static Loss measure(int count, int size, int receiveBuffer) throws IOException {
        check(count >= 1 && size >= LEAST_SIZE && size <= MOST_SIZE && receiveBuffer > 0);
        try (var receiver = new DatagramSocket(null)) {
            receiver.setReceiveBufferSize(receiveBuffer);
            receiver.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            receiver.setSoTimeout(50);
            var missing = new ArrayList<Integer>();
            try (var sender = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                for (int number = 0; number < count; number++) {
                    missing.add(number);
                    var bytes = ByteBuffer.allocate(size).putInt(number).array();
                    sender.send(new DatagramPacket(bytes, size, receiver.getLocalSocketAddress()));
                }
                strikeOff(receiver, sender.getLocalPort(), missing);
            }
            return new Loss(count, count - missing.size(), missing);
        }
    }

    private static void strikeOff(DatagramSocket receiver, int port, ArrayList<Integer> missing) throws IOException {
        var packet = new DatagramPacket(new byte[MOST_SIZE], MOST_SIZE);
        try {
            while (true) {
                packet.setLength(MOST_SIZE);
                receiver.receive(packet);
                if (packet.getPort() == port) {
                    missing.remove((Integer) ByteBuffer.wrap(packet.getData()).getInt());
                }
            }
        } catch (SocketTimeoutException e) {
            // Nothing more is there.
        }
    }

    private static void check(boolean isPossible) {
        if (!isPossible) {
            throw new IllegalArgumentException("this cannot be measured");
        }
    }
}
