package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A line of the list that Linux keeps of TCP and UDP sockets, in `/proc/self/net`: see proc(5).
///
/// @param protocol `tcp` or `udp`
/// @param local    the end on this machine; an IPv4 address even if the socket itself is of the IPv6 family
/// @param remote   the other end, if the socket is connected
/// @param inode    the number by which `/proc/self/fd` names the same socket
record KernelSocket(String protocol, InetSocketAddress local, Optional<InetSocketAddress> remote, long inode) {
    private static final Path FOLDER = Path.of("/proc/self/net");

    /// All of this network's sockets, those of other programs among them. There are none where there is no `/proc`.
    static List<KernelSocket> list() throws IOException {
        var sockets = new ArrayList<KernelSocket>();
        for (var file : List.of("tcp", "tcp6", "udp", "udp6")) {
            if (Files.isReadable(FOLDER.resolve(file))) {
                Files.readAllLines(FOLDER.resolve(file), US_ASCII)
                        .stream()
                        .skip(1)
                        .map(line -> parse(file.substring(0, 3), line.strip().split("\\s+")))
                        .forEach(sockets::add);
            }
        }
        return sockets;
    }

    private static KernelSocket parse(String protocol, String[] columns) {
        var remote = Optional.of(endpoint(columns[2])).filter(end -> end.getPort() != 0);
        return new KernelSocket(protocol, endpoint(columns[1]), remote, Long.parseLong(columns[9]));
    }

    /// `0100007F:1F90`: an address, each 32 bits of it in the machine's own byte order, and a port.
    private static InetSocketAddress endpoint(String text) {
        var colon = text.indexOf(':');
        var words = ByteBuffer.wrap(HexFormat.of().parseHex(text.substring(0, colon)));
        var address = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            address.putInt(words.getInt());
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address.array()),
                    Integer.parseInt(text.substring(colon + 1), 16));
        } catch (IOException e) {
            throw new IllegalStateException(text + " is no endpoint", e);
        }
    }
}
