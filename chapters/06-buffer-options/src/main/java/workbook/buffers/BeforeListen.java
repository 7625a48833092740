package workbook.buffers;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/// Sets a receive buffer while there is still time, and reads from the wire what came of it.
final class BeforeListen {
    /// The largest shift: RFC 7323, 2.3.
    static final int MOST_SCALE = 14;

    private BeforeListen() {}

    /// Listens at any free port of the loopback address. Every connection that it accepts has a receive buffer of this size,
    /// from its first segment on.
    ///
    /// What cannot be set is refused as [ServerSocket#setReceiveBufferSize] does it, and nothing stays open.
    ///
    /// @param bytes as for [ServerSocket#setReceiveBufferSize]
    static ServerSocket open(int bytes) throws IOException {
        throw todo("set the size, and listen");
    }

    /// Connects, with a receive buffer of this size from the first segment on.
    ///
    /// What cannot be set is refused as [Socket#setReceiveBufferSize] does it, and nothing stays open; nor does it if nobody
    /// answers.
    static Socket connect(InetSocketAddress server, int bytes) throws IOException {
        throw todo("set the size, and connect");
    }

    /// How many bytes one side had room for, each time that it said so: beyond the byte that it acknowledged, so many may
    /// come.
    ///
    /// One number for each of its segments to the other side, in order, but for those with RST: they say nothing of it.
    ///
    ///   - In a segment with SYN the field is the number of bytes as it stands.
    ///   - In all others it is shifted to the left by the scale which this side has sent in its SYN, if both sides have sent
    ///     one, and by none otherwise (RFC 7323, 2.2). A scale above [#MOST_SCALE] counts as that (2.3).
    ///
    /// Who has not seen both SYNs cannot know the scale, and gives an empty list.
    ///
    /// @param segments of any connections, in the order in which they passed; no two of them have the same two ends
    /// @param from     the side that says it: address and port
    /// @param to       the other side, likewise
    static List<Long> windows(List<SeenSegment> segments, InetSocketAddress from, InetSocketAddress to) {
        throw todo("find both scales, and read the windows of one side");
    }
}
