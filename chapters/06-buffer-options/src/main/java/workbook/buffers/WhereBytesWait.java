package workbook.buffers;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Finds out how many bytes wait between a program that writes and one that does not read.
final class WhereBytesWait {
    private WhereBytesWait() {}

    /// Writes until the two kernels between the ends take no more, and says how many bytes they have taken by then.
    ///
    /// They take no more when, for as long as `quiet`, not one byte could be written; a moment in which nothing can be
    /// written says little, for bytes move on from one kernel to the other. As soon as there is room again it writes on. It
    /// waits without keeping the processor busy.
    ///
    /// Afterwards the channel is open, and blocks if and only if it did before; its options are what they were, and what has
    /// come over it is still to be read. If the connection ends, the [IOException] comes out, and the same holds. Nothing
    /// that was opened for this stays open.
    ///
    /// @param channel connected, of TCP; what is written is any bytes
    /// @param quiet   more than none
    static long swallowed(SocketChannel channel, Duration quiet) throws IOException {
        throw todo("write until nothing is taken for a while");
    }
}
