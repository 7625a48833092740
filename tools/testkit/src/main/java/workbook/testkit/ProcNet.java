package workbook.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The kernel's own list of sockets, `/proc/self/net/tcp` and its neighbours; empty where there is no `/proc`.
final class ProcNet {
    private static final Path FOLDER = Path.of("/proc/self/net");

    private ProcNet() {}

    /// One line of the list.
    ///
    /// @param protocol       `tcp` or `udp`
    /// @param unacknowledged bytes on their way to the other side
    /// @param unread         bytes that arrived and that nobody has read
    record Entry(String protocol, InetSocketAddress local, InetSocketAddress remote, long unacknowledged, long unread,
            String inode) {
        /// Whether this is the first end of the connection of two; the other end has an entry of its own.
        boolean isBetween(InetSocketAddress end, InetSocketAddress otherEnd) {
            return local.equals(end) && remote.equals(otherEnd);
        }
    }

    static boolean isThere() {
        return Files.isReadable(FOLDER.resolve("tcp"));
    }

    static List<Entry> tcp() {
        return read("tcp", "tcp6");
    }

    static List<Entry> tcpAndUdp() {
        return read("tcp", "tcp6", "udp", "udp6");
    }

    /// The inodes of UNIX domain sockets.
    static Set<String> unix() {
        try {
            return Files.readAllLines(FOLDER.resolve("unix"), UTF_8)
                    .stream()
                    .skip(1)
                    .map(line -> line.strip().split("\\s+")[6])
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }

    private static List<Entry> read(String... files) {
        var entries = new ArrayList<Entry>();
        for (var file : files) {
            try {
                Files.readAllLines(FOLDER.resolve(file), US_ASCII)
                        .stream()
                        .skip(1)
                        .map(line -> entry(file.substring(0, 3), line.strip().split("\\s+|(?<=[0-9A-F]{8}):")))
                        .forEach(entries::add);
            } catch (IOException e) {
                // No such family, or no /proc: nothing to list.
            }
        }
        return entries;
    }

    /// Columns: number, local, remote, state, queues, timer, retransmits, user, timeout, inode; addresses and
    /// queues are split at their colons.
    private static Entry entry(String protocol, String[] columns) {
        return new Entry(protocol, endpoint(columns[1], columns[2]), endpoint(columns[3], columns[4]),
                Long.parseLong(columns[6], 16), Long.parseLong(columns[7], 16), columns[12]);
    }

    /// The kernel prints each 32 bits of an address as a number of the machine's own byte order.
    private static InetSocketAddress endpoint(String address, String port) {
        var words = ByteBuffer.wrap(HexFormat.of().parseHex(address));
        var bytes = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            bytes.putInt(words.getInt());
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes.array()), Integer.parseInt(port, 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(address + " is no address", e);
        }
    }
}
