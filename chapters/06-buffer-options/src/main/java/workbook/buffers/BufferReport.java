package workbook.buffers;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;

/// What became of a wish for a buffer of some size: three numbers, all in bytes.
///
/// @param requested what was asked for
/// @param reported  what Java says afterwards
/// @param kernel    what the kernel says
record BufferReport(int requested, int reported, int kernel) {
    /// Asks for a buffer of some size, and reports what became of it. Afterwards the channel has what it was given.
    ///
    /// A size of 0, or a negative one, is refused with an [IllegalArgumentException], and the channel keeps what it has.
    ///
    /// @param channel open, of any kind that has the option; it stays open
    /// @param option  SO_RCVBUF or SO_SNDBUF
    /// @param kernel  whom to ask for the third number
    static BufferReport of(NetworkChannel channel, SocketOption<Integer> option, int requested, Kernel kernel)
            throws IOException {
        throw todo("ask for the size, and report the three numbers");
    }

    /// Whether the wish was granted on Linux: the kernel holds twice what was asked for, no more and no less.
    boolean isGranted() {
        throw todo("compare what the kernel holds with the wish");
    }
}
