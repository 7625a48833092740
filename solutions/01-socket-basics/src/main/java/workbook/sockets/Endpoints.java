package workbook.sockets;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Says who is at either end of a channel.
///
/// See the chapter, "Who is at the other end".
final class Endpoints {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private Endpoints() {}

    static EndpointView of(NetworkChannel channel) throws IOException {
        if (!channel.isOpen()) {
            return new EndpointView(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
        }
        var local = known(channel.getLocalAddress());
        var remote = known(switch (channel) {
            case SocketChannel socket when socket.isConnected() -> socket.getRemoteAddress();
            case DatagramChannel socket -> socket.getRemoteAddress();
            // Also a channel whose connection is on its way: the JDK shows its remote end too early.
            default -> null;
        });
        return new EndpointView(local.or(() -> remote).map(Endpoints::family), local, remote,
                fd(channel instanceof DatagramChannel ? "udp" : "tcp", local, remote));
    }

    /// The JDK has null for "none", and the address of a UNIX end that was never bound is an empty path.
    private static Optional<SocketAddress> known(SocketAddress address) {
        return Optional.ofNullable(address)
                .filter(end -> !(end instanceof UnixDomainSocketAddress unix) || !unix.getPath().toString().isEmpty());
    }

    private static StandardProtocolFamily family(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress unix -> StandardProtocolFamily.UNIX;
            case InetSocketAddress inet when inet.getAddress() instanceof Inet6Address -> StandardProtocolFamily.INET6;
            default -> StandardProtocolFamily.INET;
        };
    }

    /// Both ends are compared: the sockets that a listening one hands out have its local end, too.
    private static OptionalInt fd(String protocol, Optional<SocketAddress> local, Optional<SocketAddress> remote)
            throws IOException {
        for (var socket : KernelSocket.list()) {
            if (socket.protocol().equals(protocol) && Optional.of(socket.local()).equals(local)
                    && socket.remote().equals(remote)) {
                return descriptor("socket:[" + socket.inode() + "]");
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt descriptor(String target) throws IOException {
        try (var links = Files.newDirectoryStream(DESCRIPTORS)) {
            for (var link : links) {
                if (target(link).equals(target)) {
                    return OptionalInt.of(Integer.parseInt(link.getFileName().toString()));
                }
            }
        }
        return OptionalInt.empty();
    }

    private static String target(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            // Closed since the folder was listed.
            return "";
        }
    }
}
