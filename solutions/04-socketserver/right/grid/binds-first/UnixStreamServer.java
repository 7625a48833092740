package workbook.socketserver;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Binds first, and looks at what is there only when the kernel has refused: choose it where a file that was left is
/// rare, and each start should make as few calls as it can.
class UnixStreamServer extends TCPServer {
    // The bits of st_mode that say what a file is, see inode(7).
    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;

    UnixStreamServer(UnixDomainSocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
        this(address, factory, true);
    }

    UnixStreamServer(UnixDomainSocketAddress address, HandlerFactory<SocketChannel> factory, boolean bindAndActivate)
            throws IOException {
        super(address, factory, bindAndActivate);
    }

    @Override
    void serverBind() throws IOException {
        try {
            super.serverBind();
        } catch (BindException e) {
            var address = (UnixDomainSocketAddress) serverAddress();
            if (!isDead(address.getPath())) {
                throw e;
            }
            Files.delete(address.getPath());
            super.serverBind();
        }
    }

    private static boolean isDead(Path path) throws IOException {
        try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE) != SOCKET) {
                return false;
            }
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return false;
        } catch (ConnectException | NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void serverClose() throws IOException {
        if (channel().isOpen()) {
            try (var channel = channel()) {
                if (channel.getLocalAddress() instanceof UnixDomainSocketAddress bound) {
                    Files.deleteIfExists(bound.getPath());
                }
            }
        }
    }
}
