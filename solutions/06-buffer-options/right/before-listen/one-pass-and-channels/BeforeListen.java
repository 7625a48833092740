package workbook.buffers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import workbook.kit.wire.TcpSegment.Flag;

/// Opens channels and hands out their sockets, and reads the capture in one pass with a shift that is put in at the end.
final class BeforeListen {
    static final int MOST_SCALE = 14;

    private BeforeListen() {}

    static ServerSocket open(int bytes) throws IOException {
        if (bytes <= 0) {
            throw new IllegalArgumentException("no size for a buffer: " + bytes);
        }
        return ServerSocketChannel.open()
                .setOption(StandardSocketOptions.SO_RCVBUF, bytes)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .socket();
    }

    static Socket connect(InetSocketAddress server, int bytes) throws IOException {
        if (bytes <= 0) {
            throw new IllegalArgumentException("no size for a buffer: " + bytes);
        }
        var channel = SocketChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, bytes);
        var isConnected = false;
        try {
            isConnected = channel.connect(server);
            return channel.socket();
        } finally {
            if (!isConnected) {
                channel.close();
            }
        }
    }

    static List<Long> windows(List<SeenSegment> segments, InetSocketAddress from, InetSocketAddress to) {
        var fields = new ArrayList<SeenSegment>();
        var scales = new int[]{-2, -2};
        for (var segment : segments) {
            var isOwn = segment.from().equals(from) && segment.to().equals(to);
            var isOthers = segment.from().equals(to) && segment.to().equals(from);
            if ((isOwn || isOthers) && segment.is(Flag.SYN)) {
                scales[isOwn ? 0 : 1] = segment.scale().orElse(-1);
            }
            if (isOwn && !segment.is(Flag.RST)) {
                fields.add(segment);
            }
        }
        if (scales[0] == -2 || scales[1] == -2) {
            return List.of();
        }
        var factor = scales[0] < 0 || scales[1] < 0 ? 1L : 1L << Math.min(MOST_SCALE, scales[0]);
        return fields.stream().map(each -> each.is(Flag.SYN) ? each.window() : each.window() * factor).toList();
    }
}
