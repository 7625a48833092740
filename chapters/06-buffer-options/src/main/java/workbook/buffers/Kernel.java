package workbook.buffers;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import workbook.kit.natives.KernelOptions;

/// Who really has the buffers, and says how large they may become.
interface Kernel {
    /// What it holds for a channel, in bytes: the answer of getsockopt(2), nothing added, nothing taken away.
    ///
    /// @param option SO_RCVBUF or SO_SNDBUF
    int holds(NetworkChannel channel, SocketOption<Integer> option) throws IOException;

    /// The kernel of this machine. It finds the channel's descriptor by the names of its two ends.
    ///
    /// Where Java may not call the C library, `holds` throws an [IOException] that says so.
    static Kernel ofThisMachine() {
        return (channel, option) -> KernelOptions.get(channel, KernelOptions.SOL_SOCKET, number(option));
    }

    private static int number(SocketOption<Integer> option) {
        if (option == StandardSocketOptions.SO_RCVBUF) {
            return KernelOptions.SO_RCVBUF;
        }
        if (option == StandardSocketOptions.SO_SNDBUF) {
            return KernelOptions.SO_SNDBUF;
        }
        throw new IllegalArgumentException(option.name() + " is no buffer's size");
    }
}
