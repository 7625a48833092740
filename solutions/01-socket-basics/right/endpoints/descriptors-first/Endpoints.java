package workbook.sockets;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// Builds a table of all descriptors, by inode, before it looks for the channel's own: choose it where many
/// channels are asked for at once, because one table serves them all.
final class Endpoints {
    private Endpoints() {}

    static EndpointView of(NetworkChannel channel) throws IOException {
        if (!channel.isOpen()) {
            return view(null, null, OptionalInt.empty());
        }
        return switch (channel) {
            case ServerSocketChannel listening -> view("tcp", listening.getLocalAddress(), null);
            case SocketChannel socket -> view("tcp", socket.getLocalAddress(),
                    socket.isConnected() ? socket.getRemoteAddress() : null);
            case DatagramChannel datagrams -> view("udp", datagrams.getLocalAddress(), datagrams.getRemoteAddress());
            default -> throw new IllegalArgumentException(channel + " is of no known kind");
        };
    }

    private static EndpointView view(String protocol, SocketAddress local, SocketAddress remote) throws IOException {
        if (local instanceof UnixDomainSocketAddress || !Files.isDirectory(Path.of("/proc/self/fd"))) {
            return view(local, remote, OptionalInt.empty());
        }
        var byInode = new HashMap<Long, Integer>();
        for (var name : Path.of("/proc/self/fd").toFile().list()) {
            var link = Path.of("/proc/self/fd", name);
            if (Files.isSymbolicLink(link)) {
                var target = Files.readSymbolicLink(link).toString();
                if (target.startsWith("socket:[")) {
                    byInode.put(Long.valueOf(target.replaceAll("\\D", "")), Integer.valueOf(name));
                }
            }
        }
        var fd = KernelSocket.list()
                .stream()
                .filter(socket -> socket.protocol().equals(protocol) && socket.local().equals(local))
                .filter(socket -> Objects.equals(socket.remote().orElse(null), remote))
                .filter(socket -> byInode.containsKey(socket.inode()))
                .mapToInt(socket -> byInode.get(socket.inode()))
                .findFirst();
        return view(local, remote, fd);
    }

    private static EndpointView view(SocketAddress local, SocketAddress remote, OptionalInt fd) {
        var family = local == null
                ? null
                : local instanceof UnixDomainSocketAddress
                        ? StandardProtocolFamily.UNIX
                        : ((InetSocketAddress) local).getAddress() instanceof Inet6Address
                                ? StandardProtocolFamily.INET6
                                : StandardProtocolFamily.INET;
        return new EndpointView(Optional.ofNullable(family), end(local), end(remote), fd);
    }

    private static Optional<SocketAddress> end(SocketAddress address) {
        return address == null || address.equals(UnixDomainSocketAddress.of(""))
                ? Optional.empty()
                : Optional.of(address);
    }
}
