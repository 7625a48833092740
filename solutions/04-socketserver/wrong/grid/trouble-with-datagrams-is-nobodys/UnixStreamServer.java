package workbook.socketserver;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
        if (isSocket(path) && !isHeard(path)) {
            Files.deleteIfExists(path);
        }
        super.serverBind();
    }

    private static boolean isSocket(Path path) throws IOException {
        // st_mode says what a file is, inode(7); isOther() is true of a pipe as well.
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0170000) == 0140000;
    }

    private static boolean isHeard(Path path) throws IOException {
        try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // Where the queue is full, a connect that may wait would wait.
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            // No room in the queue, or no permission: somebody is there, or might be.
            return true;
        }
    }

    /// Closes the channel, and deletes the file at its path, if it has bound there; else what is there stays.
    ///
    /// It looks at the path, and not at whose file stands there by now: deleting a running server's file, and binding
    /// another one there, is asking for trouble.
    @Override
    public void serverClose() throws IOException {
        // Deleted first: once it is closed, the next server may bind there, and the file would be that one's.
        if (channel().isOpen() && channel().getLocalAddress() != null) {
            Files.deleteIfExists(path());
        }
        super.serverClose();
    }
}
