package workbook.buffers;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;

/// A buffer that can be asked to have some size.
interface BufferSize {
    /// Asks for a size of so many bytes.
    ///
    /// @throws IOException if the system refuses such a size. Linux gives the nearest that it has instead; others answer
    ///                     with an error, ENOBUFS, to what is too large, and tests of this workbook may refuse what is too
    ///                     small as well
    void ask(int bytes) throws IOException;

    /// The size that it has now.
    int given() throws IOException;

    /// A channel's own buffer.
    ///
    /// @param option SO_RCVBUF or SO_SNDBUF
    static BufferSize of(NetworkChannel channel, SocketOption<Integer> option) {
        return new BufferSize() {
            @Override
            public void ask(int bytes) throws IOException {
                channel.setOption(option, bytes);
            }

            @Override
            public int given() throws IOException {
                return channel.getOption(option);
            }
        };
    }
}
