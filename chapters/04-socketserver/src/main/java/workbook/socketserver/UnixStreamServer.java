package workbook.socketserver;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/// A [TCPServer] for the processes of this machine: its address is a path, and its socket a file there.
class UnixStreamServer extends TCPServer {
    UnixStreamServer(UnixDomainSocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
        super(address, factory);
    }

    UnixStreamServer(UnixDomainSocketAddress address, HandlerFactory<SocketChannel> factory, boolean bindAndActivate)
            throws IOException {
        super(address, factory, bindAndActivate);
    }

    /// Binds the channel, which makes the file.
    ///
    /// If there is a socket to which nobody listens any more, it is deleted first. Anything else that is there stays,
    /// as it is, and [java.net.BindException] says so.
    @Override
    void serverBind() throws IOException {
        throw todo("make room if nobody listens there, then bind");
    }

    /// Closes the channel, and deletes the file at its path, if it has bound there; else what is there stays.
    ///
    /// It looks at the path, and not at whose file stands there by now: deleting a running server's file, and binding
    /// another one there, is asking for trouble.
    @Override
    public void serverClose() throws IOException {
        throw todo("close the channel, and delete the file");
    }
}
