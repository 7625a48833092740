package workbook.kit.natives;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The number of a channel's descriptor, which Java keeps to itself.
///
/// The kernel lists its sockets with their addresses, and a number for each, the inode: `/proc/self/net/tcp` and its
/// neighbours, proc_pid_net(5). The links in `/proc/self/fd` say which descriptor stands for which inode.
final class Descriptor {
    private static final Path LISTS = Path.of("/proc/self/net");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    /// The state of a connected socket in the list of UNIX sockets.
    private static final String UNIX_CONNECTED = "03";

    private Descriptor() {}

    static int of(SelectableChannel channel) throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        var own = ownSockets();
        var found = inodes(channel).stream().filter(own::containsKey).distinct().toList();
        if (found.size() == 1) {
            return own.get(found.getFirst());
        }
        throw new IOException(found.isEmpty()
                ? "the kernel's list has no socket that looks like " + channel + "; its connection may be over"
                : found.size() + " sockets of this process look like " + channel
                        + ", and nothing tells which of them it is");
    }

    private static List<String> inodes(SelectableChannel channel) throws IOException {
        return switch (channel) {
            case SocketChannel socket when socket.getLocalAddress() instanceof UnixDomainSocketAddress local ->
                unixInodes(local.getPath().toString());
            case SocketChannel socket ->
                internetInodes("tcp", socket.getLocalAddress(), Optional.ofNullable(socket.getRemoteAddress()));
            case DatagramChannel socket ->
                internetInodes("udp", socket.getLocalAddress(), Optional.ofNullable(socket.getRemoteAddress()));
            default ->
                throw new IllegalArgumentException("neither a connection nor a socket for datagrams: " + channel);
        };
    }

    private static List<String> internetInodes(String protocol, SocketAddress local, Optional<SocketAddress> remote)
            throws IOException {
        Predicate<ProcAddress> isLocal = address -> address.is((InetSocketAddress) local);
        Predicate<ProcAddress> isRemote = address -> remote.map(other -> address.is((InetSocketAddress) other))
                .orElseGet(address::isNone);
        var inodes = new ArrayList<String>();
        for (var list : List.of(protocol, protocol + "6")) {
            for (var columns : lines(list, 10)) {
                // Number, local, remote, state, queues, timer, retransmits, user, timeout, inode.
                if (isLocal.test(ProcAddress.parse(columns[1])) && isRemote.test(ProcAddress.parse(columns[2]))) {
                    inodes.add(columns[9].split(" ", 2)[0]);
                }
            }
        }
        return inodes;
    }

    /// An accepted connection has its listener's path, and the other end of it has none.
    private static List<String> unixInodes(String path) throws IOException {
        // Number, references, protocol, flags, type, state, inode, path.
        return lines("unix", 8).stream()
                .filter(columns -> columns.length == 8 && columns[5].equals(UNIX_CONNECTED) && columns[7].equals(path))
                .map(columns -> columns[6])
                .toList();
    }

    /// The last column has all that is left of its line.
    private static List<String[]> lines(String list, int columns) throws IOException {
        try (var lines = Files.lines(LISTS.resolve(list), UTF_8)) {
            return lines.skip(1).map(line -> line.strip().split(" +", columns)).toList();
        } catch (NoSuchFileException e) {
            // A kernel without this family.
            return List.of();
        }
    }

    /// The inodes of this process's sockets, and a descriptor for each.
    private static Map<String, Integer> ownSockets() throws IOException {
        var sockets = new TreeMap<String, Integer>();
        try (var links = Files.newDirectoryStream(DESCRIPTORS)) {
            for (var link : links) {
                inode(link).ifPresent(inode -> sockets.put(inode, Integer.valueOf(link.getFileName().toString())));
            }
        }
        return sockets;
    }

    private static Optional<String> inode(Path link) {
        try {
            var target = Files.readSymbolicLink(link).toString();
            return target.startsWith("socket:[")
                    ? Optional.of(target.substring(8, target.length() - 1))
                    : Optional.empty();
        } catch (IOException e) {
            // Closed since the folder was listed.
            return Optional.empty();
        }
    }
}
