package workbook.socketserver;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A [TCPServer] for the processes of this machine: its address is a path, and its socket a file there.
class UnixStreamServer extends TCPServer {
    UnixStreamServer(UnixDomainSocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
        super(address, factory);
    }

    UnixStreamServer(UnixDomainSocketAddress address, HandlerFactory<SocketChannel> factory, boolean bindAndActivate)
            throws IOException {
        super(address, factory, bindAndActivate);
    }

    private Path path() {
        return ((UnixDomainSocketAddress) serverAddress()).getPath();
    }

    /// Binds the channel, which makes the file.
    ///
    /// If there is a socket to which nobody listens any more, it is deleted first. Anything else that is there stays,
    /// as it is, and [java.net.BindException] says so.
    @Override
    void serverBind() throws IOException {
        var path = path();
        Files.deleteIfExists(path);
        super.serverBind();
    }

    /// Closes the channel, and deletes the file that [#serverBind] has made; a file that it has not made stays.
    @Override
    public void serverClose() throws IOException {
        // Deleted first: once it is closed, the next server may bind there, and the file would be that one's.
        if (channel().isOpen() && channel().getLocalAddress() != null) {
            Files.deleteIfExists(path());
        }
        super.serverClose();
    }
}
