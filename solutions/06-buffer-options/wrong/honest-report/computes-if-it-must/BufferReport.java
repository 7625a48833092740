package workbook.buffers;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;

/// What became of a wish for a buffer of some size: three numbers, all in bytes.
///
/// @param requested what was asked for
/// @param reported  what Java says afterwards
/// @param kernel    what the kernel says
record BufferReport(int requested, int reported, int kernel) {
    static BufferReport of(NetworkChannel channel, SocketOption<Integer> option, int requested, Kernel kernel)
            throws IOException {
        if (requested < 1) {
            throw new IllegalArgumentException(requested + " is no size for a buffer");
        }
        channel.setOption(option, requested);
        int held;
        try {
            held = kernel.holds(channel, option);
        } catch (IOException e) {
            held = 2 * channel.getOption(option);
        }
        return new BufferReport(requested, channel.getOption(option), held);
    }

    boolean isGranted() {
        // Twice an int need not be an int.
        return kernel == 2L * requested;
    }
}
