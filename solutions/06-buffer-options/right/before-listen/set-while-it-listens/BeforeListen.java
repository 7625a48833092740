package workbook.buffers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import workbook.kit.wire.TcpSegment.Flag;

/// Sets the listener's size when it listens already, which on Linux is in time for whoever comes later, and it is known to
/// nobody before.
final class BeforeListen {
    static final int MOST_SCALE = 14;

    private BeforeListen() {}

    static ServerSocket open(int bytes) throws IOException {
        var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try {
            listener.setReceiveBufferSize(bytes);
        } catch (RuntimeException e) {
            listener.close();
            throw e;
        }
        return listener;
    }

    static Socket connect(InetSocketAddress server, int bytes) throws IOException {
        var socket = new Socket();
        try {
            socket.setReceiveBufferSize(bytes);
            socket.connect(server, 5_000);
        } catch (Exception e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    static List<Long> windows(List<SeenSegment> segments, InetSocketAddress from, InetSocketAddress to) {
        var offers = new HashMap<InetSocketAddress, OptionalInt>();
        var talk = segments.stream()
                .filter(each -> each.from().equals(from) && each.to().equals(to)
                        || each.from().equals(to) && each.to().equals(from))
                .collect(Collectors.groupingBy(SeenSegment::from));
        talk.forEach((end, own) -> own.stream()
                .filter(each -> each.is(Flag.SYN))
                .findAny()
                .ifPresent(syn -> offers.put(end, syn.scale())));
        if (offers.size() < 2) {
            return List.of();
        }
        int shift = offers.values().stream().allMatch(OptionalInt::isPresent)
                ? Math.clamp(offers.get(from).getAsInt(), 0, MOST_SCALE)
                : 0;
        return talk.get(from)
                .stream()
                .filter(each -> !each.is(Flag.RST))
                .map(each -> each.is(Flag.SYN) ? (long) each.window() : (long) each.window() << shift)
                .toList();
    }
}
