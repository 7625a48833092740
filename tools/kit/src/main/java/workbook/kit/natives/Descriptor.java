package workbook.kit.natives;

import workbook.kit.libc.Libc;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The number of a channel's descriptor, which Java keeps to itself.
///
/// `/proc/self/fd` lists what this process has open, and of each socket among them the kernel tells what both its ends
/// are called: getsockname(2), getpeername(2). The one that is called as the channel is, and of its kind, is the channel's.
final class Descriptor {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private Descriptor() {}

    /// How a socket is known.
    ///
    /// @param type     SOCK_STREAM or SOCK_DGRAM, socket(2)
    /// @param listens  whether it takes connections in
    private record Look(int type, boolean listens, SocketName local, SocketName remote) {}

    /// @throws IOException if none of this process's sockets looks like the channel, or several do
    static int of(NetworkChannel channel) throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        var look = look(channel);
        var found = new ArrayList<Integer>();
        for (var descriptor : sockets()) {
            if (look(descriptor, look.remote()).filter(look::equals).isPresent()) {
                found.add(descriptor);
            }
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new IOException(found.isEmpty()
                ? "this process has no socket that looks like " + channel + "; its connection may be over"
                : found.size() + " sockets of this process look like " + channel
                        + ", and nothing tells which of them it is");
    }

    private static Look look(NetworkChannel channel) throws IOException {
        var local = Optional.ofNullable(channel.getLocalAddress());
        var isUnix = local.filter(UnixDomainSocketAddress.class::isInstance).isPresent();
        var remote = Optional.ofNullable(switch (channel) {
            case SocketChannel socket -> socket.getRemoteAddress();
            case DatagramChannel socket -> socket.getRemoteAddress();
            default -> null;
        });
        return new Look(channel instanceof DatagramChannel ? Libc.SOCK_DGRAM : Libc.SOCK_STREAM,
                channel instanceof ServerSocketChannel && local.isPresent(), SocketName.of(local, isUnix),
                SocketName.of(remote, isUnix));
    }

    /// What the kernel says of a descriptor.
    ///
    /// @param ofNobody the name of an other end that is not there, if it is not there
    private static Optional<Look> look(int descriptor, SocketName ofNobody) {
        try {
            var type = KernelOptions.get(descriptor, Libc.SOL_SOCKET, Libc.SO_TYPE);
            var listens = KernelOptions.get(descriptor, Libc.SOL_SOCKET, Libc.SO_ACCEPTCONN) == 1;
            var nobody = new SocketName(ofNobody.family(), "");
            return SocketName.asked(descriptor, Libc::getsockname)
                    .map(local -> new Look(type, listens, local,
                            SocketName.asked(descriptor, Libc::getpeername).orElse(nobody)));
        } catch (NativeCallFailed e) {
            // Closed since the folder was listed.
            return Optional.empty();
        }
    }

    private static List<Integer> sockets() throws IOException {
        var sockets = new ArrayList<Integer>();
        try (var links = Files.newDirectoryStream(DESCRIPTORS)) {
            for (var link : links) {
                if (isSocket(link)) {
                    sockets.add(Integer.valueOf(link.getFileName().toString()));
                }
            }
        }
        return sockets;
    }

    private static boolean isSocket(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().startsWith("socket:[");
        } catch (IOException e) {
            // Closed since the folder was listed.
            return false;
        }
    }
}
