package workbook.buffers;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.OptionalLong;

/// How large a buffer has to be, and who should see to it.
final class Autotuning {
    private Autotuning() {}

    /// The bandwidth-delay product: how many bytes are under way when a link is full. So much has to fit into the window, or
    /// the link stands still while acknowledgments travel.
    ///
    /// @param bitsPerSecond of the link; from 0 on
    /// @param roundTrip     from a byte's departure to its acknowledgment; from 0 on
    /// @return bytes, a part of a byte counted as a whole one
    /// @throws IllegalArgumentException if one of them is negative
    /// @throws ArithmeticException      if the number is larger than a `long`
    static long bdp(long bitsPerSecond, Duration roundTrip) {
        throw todo("multiply, and mind the units");
    }

    /// The size to set for a buffer, or nothing, which is the advice in nearly all cases: a size that is set ends the kernel's
    /// own care for it.
    ///
    /// @param most how many bytes of window the kernel reaches by itself
    /// @return the bandwidth-delay product if that is more; else empty
    /// @throws IllegalArgumentException as [#bdp]
    /// @throws ArithmeticException      as [#bdp]
    static OptionalLong advised(long bitsPerSecond, Duration roundTrip, long most) {
        throw todo("compare the product with what the kernel can do");
    }

    /// Reads so many bytes, or up to the end, throws them away, and watches the receive buffer meanwhile.
    ///
    /// The kernel is asked once before the first read, and once after each read that has brought something. Not more than
    /// `bytes` are read, in pieces of 64 KiB or more, as far as so much is left and there: who takes little at a time is slower than the link, and a slow reader
    /// is given no more.
    ///
    /// @param channel connected, in blocking mode; it stays open
    /// @param bytes   from 0 on
    static Growth watch(SocketChannel channel, long bytes, Kernel kernel) throws IOException {
        throw todo("read, and ask the kernel after each read");
    }
}
