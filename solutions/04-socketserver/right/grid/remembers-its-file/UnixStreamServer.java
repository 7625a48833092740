package workbook.socketserver;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// Remembers the file that it has made, and forgets it when it has deleted it: choose it where a server may be bound
/// in other ways, too.
class UnixStreamServer extends TCPServer {
    // The type of a socket in st_mode, inode(7).
    private static final int SOCKET = 014;

    private Optional<Path> made;

    UnixStreamServer(UnixDomainSocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
        this(address, factory, true);
    }

    UnixStreamServer(UnixDomainSocketAddress address, HandlerFactory<SocketChannel> factory, boolean bindAndActivate)
            throws IOException {
        // Before the superclass, which binds: what is set after it would be lost.
        made = Optional.empty();
        super(address, factory, bindAndActivate);
    }

    @Override
    void serverBind() throws IOException {
        if (!(serverAddress() instanceof UnixDomainSocketAddress address)) {
            throw new IllegalArgumentException("a path is needed");
        }
        var file = address.getPath();
        var type = Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) >> 12
                : 0;
        if (type == SOCKET) {
            try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                probe.configureBlocking(false);
                probe.connect(address);
            } catch (ConnectException e) {
                Files.delete(file);
            } catch (IOException e) {
                // Nobody has room for the knock; there is somebody, and bind will say so.
            }
        }
        super.serverBind();
        made = Optional.of(file);
    }

    @Override
    public void serverClose() throws IOException {
        var file = made;
        made = Optional.empty();
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
        super.serverClose();
    }
}
