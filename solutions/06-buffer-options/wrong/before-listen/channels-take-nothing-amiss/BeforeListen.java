package workbook.buffers;

import java.nio.channels.ServerSocketChannel;
import java.net.StandardSocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import workbook.kit.wire.TcpSegment.Flag;

/// Sets a receive buffer while there is still time, and reads from the wire what came of it.
final class BeforeListen {
    static final int MOST_SCALE = 14;

    private BeforeListen() {}

    static ServerSocket open(int bytes) throws IOException {
        var channel = ServerSocketChannel.open();
        var listener = channel.socket();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, bytes);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return listener;
        } catch (IOException | IllegalArgumentException e) {
            listener.close();
            throw e;
        }
    }

    static Socket connect(InetSocketAddress server, int bytes) throws IOException {
        var socket = new Socket();
        try {
            socket.setReceiveBufferSize(bytes);
            socket.connect(server);
            return socket;
        } catch (IOException | IllegalArgumentException e) {
            socket.close();
            throw e;
        }
    }

    static List<Long> windows(List<SeenSegment> segments, InetSocketAddress from, InetSocketAddress to) {
        var own = syn(segments, from, to);
        var other = syn(segments, to, from);
        if (own.isEmpty() || other.isEmpty()) {
            return List.of();
        }
        var scale = own.get().scale().isPresent() && other.get().scale().isPresent()
                ? Math.min(own.get().scale().getAsInt(), MOST_SCALE)
                : 0;
        return segments.stream()
                .filter(segment -> isBetween(segment, from, to) && !segment.is(Flag.RST))
                .map(segment -> (long) segment.window() << (segment.is(Flag.SYN) ? 0 : scale))
                .toList();
    }

    private static Optional<SeenSegment> syn(List<SeenSegment> segments, InetSocketAddress from, InetSocketAddress to) {
        return segments.stream().filter(segment -> isBetween(segment, from, to) && segment.is(Flag.SYN)).findFirst();
    }

    private static boolean isBetween(SeenSegment segment, InetSocketAddress from, InetSocketAddress to) {
        return segment.from().equals(from) && segment.to().equals(to);
    }
}
