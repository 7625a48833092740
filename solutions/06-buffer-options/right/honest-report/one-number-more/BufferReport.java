package workbook.buffers;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;

/// Refuses in the record itself, when nothing has been asked for yet, and compares with checked arithmetic.
record BufferReport(int requested, int reported, int kernel) {
    BufferReport {
        if (requested < 1) {
            throw new IllegalArgumentException(requested + " bytes are no buffer");
        }
    }

    static BufferReport of(NetworkChannel channel, SocketOption<Integer> option, int requested, Kernel kernel)
            throws IOException {
        var wish = new BufferReport(requested, 0, 0);
        channel.setOption(option, wish.requested);
        return new BufferReport(requested, channel.getOption(option), kernel.holds(channel, option));
    }

    boolean isGranted() {
        try {
            return Math.multiplyExact(requested, 2) == kernel;
        } catch (ArithmeticException e) {
            return false;
        }
    }
}
