package workbook.buffers;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;

/// Lets `setOption` hand on the channel, and has the refusal and the comparison written with other arithmetic.
record BufferReport(int requested, int reported, int kernel) {
    static BufferReport of(NetworkChannel channel, SocketOption<Integer> option, int requested, Kernel kernel)
            throws IOException {
        if (Integer.signum(requested) <= 0) {
            throw new IllegalArgumentException("at least one byte, not " + requested);
        }
        var same = channel.setOption(option, requested);
        var held = kernel.holds(same, option);
        int reported = same.getOption(option);
        return new BufferReport(requested, reported, held);
    }

    boolean isGranted() {
        return kernel % 2 == 0 && kernel / 2 == requested;
    }
}
