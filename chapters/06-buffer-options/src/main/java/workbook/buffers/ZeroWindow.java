package workbook.buffers;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/// What a window of 0 looks like on the wire, and how a sender lives with it.
final class ZeroWindow {
    private ZeroWindow() {}

    /// When a receiver had no room, and how often it was asked.
    ///
    /// A stall begins with a segment of the receiver's whose window is 0, and ends with the next one whose window is not.
    /// Segments with SYN or RST say nothing of it.
    ///
    /// In a stall the sender asks again and again, by a probe, until it is told otherwise (RFC 9293, 3.8.6.1). A probe is any
    /// segment of its that begins before the number that the receiver acknowledged last, or that carries data. A bare
    /// acknowledgment, which the other direction may need, begins at that number.
    ///
    /// @param segments in the order in which they passed; of other connections, too, but of these two ends of one only
    /// @param sender   address and port
    /// @param receiver likewise
    static List<Stall> observe(List<SeenSegment> segments, InetSocketAddress sender, InetSocketAddress receiver) {
        throw todo("find the stalls, and count the probes in each");
    }

    /// Sends all that is left in `data`, to a receiver that may take its time.
    ///
    /// The connection is stuck if for as long as `patience` not one byte could be written: a
    /// [java.net.SocketTimeoutException], and the channel stays open, `data` standing where it got to, so that somebody may
    /// go on. As long as bytes are taken now and then, there is no limit. If the connection ends, its [IOException] comes
    /// out at once.
    ///
    /// Afterwards the channel is open, for more to be sent, unless the connection has ended, and blocks if and only if it did
    /// before. Nothing that was opened for this stays open. It waits without keeping the processor busy.
    ///
    /// @param data     any buffer, also one that may only be read
    /// @param patience more than none
    static void send(SocketChannel channel, ByteBuffer data, Duration patience) throws IOException {
        throw todo("write, and wait as long as something moves");
    }
}
