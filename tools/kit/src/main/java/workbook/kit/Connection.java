package workbook.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// A conversation with one peer: bytes in, bytes out, each way in order and without boundaries.
///
/// What is written against this runs over the kernel's TCP and over one made by hand alike.
public interface Connection extends AutoCloseable {
    /// What the peer sends. The stream's end is the peer's end of output, not of the connection.
    InputStream in() throws IOException;

    /// What is sent to the peer: unbuffered, each write goes to the transport at once.
    OutputStream out() throws IOException;

    /// Limits how long a single read of [#in] waits; then it throws [java.net.SocketTimeoutException].
    ///
    /// @param limit zero waits for ever; less than a millisecond counts as one
    void timeout(Duration limit) throws IOException;

    /// Tells the peer that nothing more will be sent, and goes on reading.
    void shutdownOutput() throws IOException;

    /// Who is at the other end; still known after [#close].
    SocketAddress peer();

    @Override
    void close() throws IOException;

    /// The kernel's TCP. Closing the connection closes the socket.
    ///
    /// @param socket connected
    static Connection of(Socket socket) {
        return new SocketConnection(socket);
    }

    /// The kernel's TCP, or a connection of this machine's processes. Closing the connection closes the channel.
    ///
    /// Read and write through the connection only: the channel of a UNIX domain is made non-blocking by it.
    ///
    /// @param channel connected, and in blocking mode
    static Connection of(SocketChannel channel) throws IOException {
        // A channel of a UNIX domain refuses to be seen as a socket.
        return channel.getRemoteAddress() instanceof UnixDomainSocketAddress
                ? new ChannelConnection(channel)
                : of(channel.socket());
    }
}
