package workbook.sockets;

import java.io.File;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Asks the channel without looking whether it is open, and takes the exception for the answer: choose it
/// where another thread may close the channel between a look and the call.
final class Endpoints {
    private Endpoints() {}

    static EndpointView of(NetworkChannel channel) throws IOException {
        SocketAddress local;
        SocketAddress remote = null;
        try {
            local = channel.getLocalAddress();
            if (channel instanceof SocketChannel connected) {
                remote = connected.isConnected() ? connected.getRemoteAddress() : null;
            } else if (channel instanceof DatagramChannel datagrams) {
                remote = datagrams.getRemoteAddress();
            }
        } catch (ClosedChannelException e) {
            local = null;
        }
        Optional<StandardProtocolFamily> family = Optional.empty();
        if (local instanceof UnixDomainSocketAddress) {
            family = Optional.of(StandardProtocolFamily.UNIX);
            local = "".equals(local.toString()) ? null : local;
            remote = remote == null || "".equals(remote.toString()) ? null : remote;
        } else if (local instanceof InetSocketAddress inet) {
            family = Optional.of(inet.getAddress() instanceof Inet4Address
                    ? StandardProtocolFamily.INET
                    : StandardProtocolFamily.INET6);
        }
        var fd = OptionalInt.empty();
        for (var socket : KernelSocket.list()) {
            var isUdp = channel instanceof DatagramChannel;
            if (socket.local().equals(local) && socket.remote().equals(Optional.ofNullable(remote))
                    && isUdp == socket.protocol().startsWith("udp")) {
                var links = new File("/proc/self/fd").list();
                for (var i = 0; links != null && i < links.length; i++) {
                    var link = Path.of("/proc/self/fd", links[i]);
                    if (Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                            && Files.readSymbolicLink(link).toString().equals("socket:[" + socket.inode() + "]")) {
                        fd = OptionalInt.of(Integer.parseInt(links[i]));
                    }
                }
            }
        }
        return new EndpointView(family, Optional.ofNullable(local), Optional.ofNullable(remote), fd);
    }
}
