package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.NotRun;
import workbook.testkit.Program;
import workbook.testkit.Python;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class EndpointsTest {
    private static final SocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Transcript transcript = new Transcript();

    /// What the JDK opens for itself with the first channel is open before a test counts.
    @BeforeAll
    static void openTheFirst() throws IOException {
        try (var listening = ServerSocketChannel.open().bind(HERE);
                var client = SocketChannel.open(listening.getLocalAddress());
                var accepted = listening.accept();
                var datagrams = DatagramChannel.open()) {
            datagrams.connect(accepted.getLocalAddress());
            client.shutdownOutput();
        }
    }

    @Test
    void knows_nothing_of_a_channel_that_is_new() throws IOException {
        try (var client = SocketChannel.open();
                var listening = ServerSocketChannel.open();
                var datagrams = DatagramChannel.open();
                var unix = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            for (var channel : List.of(client, listening, datagrams, unix)) {
                transcript.test("opened a " + kind(channel));
                isNothing(channel, "0.0.0.0 or port 0 or -1 was made up where there is no address yet");
            }
        }
    }

    @Test
    void knows_where_a_server_listens() throws IOException {
        try (var listening = new Opened<>(() -> ServerSocketChannel.open().bind(HERE))) {
            transcript.test("bound a ServerSocketChannel to a port of 127.0.0.1");
            is(listening.channel(), StandardProtocolFamily.INET, localOf(listening.channel()), Optional.empty(),
                    listening.fd());
        }
    }

    @Test
    void knows_both_ends_of_a_connection() throws IOException {
        try (var listening = new Opened<>(() -> ServerSocketChannel.open().bind(HERE));
                var client = new Opened<>(() -> SocketChannel.open(listening.channel().getLocalAddress()));
                var accepted = new Opened<>(() -> listening.channel().accept())) {
            var server = localOf(listening.channel());
            var caller = Optional.<SocketAddress>of(new InetSocketAddress(InetAddress.getLoopbackAddress(),
                    client.channel().socket().getLocalPort()));
            transcript.test("connected a SocketChannel to a ServerSocketChannel, and asked about the client's end");
            is(client.channel(), StandardProtocolFamily.INET, caller, server, client.fd());
            transcript.test("about the end that accept() returned");
            is(accepted.channel(), StandardProtocolFamily.INET, server, caller, accepted.fd());
            transcript.test("about the ServerSocketChannel");
            is(listening.channel(), StandardProtocolFamily.INET, server, Optional.empty(), listening.fd());
        }
    }

    @Test
    void knows_nothing_of_a_channel_that_is_closed() throws IOException {
        try (var listening = ServerSocketChannel.open().bind(HERE);
                var client = SocketChannel.open(listening.getLocalAddress());
                var accepted = listening.accept()) {
            transcript.test("connected two channels");
            view(client).value();
            view(accepted).value();
            var datagrams = DatagramChannel.open().bind(HERE);
            client.close();
            accepted.close();
            listening.close();
            datagrams.close();
            for (var channel : List.of(client, accepted, listening, datagrams)) {
                transcript.test("closed the " + kind(channel));
                isNothing(channel, "a closed channel is at the end of nothing: what is shown is from before, or from a "
                        + "Socket, which remembers");
            }
        }
    }

    @Test
    void knows_no_other_end_while_a_connection_is_on_its_way() throws IOException {
        try (var doors = new Doors(); var client = SocketChannel.open()) {
            var door = doors.keepsSilent("127.0.0.1", 0);
            client.configureBlocking(false);
            client.connect(door);
            doors.transcript().test("began to connect a SocketChannel to it");
            var view = view(doors.transcript(), client).value();
            Check.of(doors.transcript())
                    .likely("it is not connected yet, and getRemoteAddress() names the end that is called all the "
                            + "same: isConnected() tells")
                    .that("as remote", view.remote())
                    .is(Optional.empty());
        }
    }

    @Test
    void knows_the_local_end_of_a_channel_that_is_only_bound() throws IOException {
        try (var client = SocketChannel.open().bind(HERE)) {
            transcript.test("bound a SocketChannel and did not connect it");
            is(client, StandardProtocolFamily.INET, localOf(client), Optional.empty(), OptionalInt.empty());
        }
    }

    @Test
    void leaves_no_descriptor_open() throws IOException {
        try (var listening = ServerSocketChannel.open().bind(HERE)) {
            transcript.test("bound a ServerSocketChannel, and asked again and again");
            view(listening).value();
            var before = Opened.folders();
            for (var i = 0; i < 5; i++) {
                view(listening).value();
            }
            Check.of(transcript)
                    .likely("a folder that is listed is held open by a descriptor, until its stream is closed")
                    .holds(Opened.folders() <= before, "no folder left open", "more of them with each call");
        }
    }

    @Test
    void tells_two_addresses_with_one_port_apart() throws IOException {
        try (var one = new Opened<>(() -> ServerSocketChannel.open().bind(HERE));
                var other = new Opened<>(() -> bound("127.0.0.2", one.channel().socket().getLocalPort()))) {
            transcript.test("bound two ServerSocketChannels to one port of 127.0.0.1 and of 127.0.0.2");
            for (var opened : List.of(one, other)) {
                var view = view(opened.channel()).value();
                check("an end is an address and a port: the port alone fits both").holds(
                        view.fd().equals(opened.fd()), shown(opened.fd()), shown(view.fd()));
            }
        }
    }

    private static ServerSocketChannel bound(String host, int port) throws IOException {
        var listening = ServerSocketChannel.open();
        try {
            return listening.bind(new InetSocketAddress(host, port));
        } catch (SocketException e) {
            listening.close();
            throw new NotRun("this machine has only one loopback address of IPv4", "run it on Linux");
        }
    }

    @Test
    void knows_the_other_end_of_connected_datagrams() throws IOException {
        try (var peer = new Opened<>(() -> DatagramChannel.open().bind(HERE));
                var datagrams = new Opened<>(() -> DatagramChannel.open().bind(HERE))) {
            transcript.test("bound a DatagramChannel");
            is(datagrams.channel(), StandardProtocolFamily.INET, localOf(datagrams.channel()), Optional.empty(),
                    datagrams.fd());
            transcript.test("connected it");
            datagrams.channel().connect(peer.channel().getLocalAddress());
            is(datagrams.channel(), StandardProtocolFamily.INET, localOf(datagrams.channel()), localOf(peer.channel()),
                    datagrams.fd());
            transcript.test("disconnected it");
            datagrams.channel().disconnect();
            var view = view(datagrams.channel()).value();
            check("its remote end was taken away, and an earlier answer was kept").that("as remote", view.remote())
                    .is(Optional.empty());
        }
    }

    @Test
    void tells_tcp_and_udp_on_one_port_apart() throws IOException {
        try (var listening = new Opened<>(() -> ServerSocketChannel.open().bind(HERE));
                var datagrams = new Opened<>(() -> udpBeside(listening.channel()))) {
            transcript.test("bound a ServerSocketChannel and a DatagramChannel to ports of the same number");
            for (var opened : List.of(listening, datagrams)) {
                var view = view(opened.channel()).value();
                check("a port of TCP and one of UDP have nothing in common but the number: compare the protocol, too")
                        .holds(view.fd().equals(opened.fd()), shown(opened.fd()) + " of the " + kind(opened.channel()),
                                shown(view.fd()));
            }
        }
    }

    @Test
    void knows_the_family_of_ipv6() throws IOException {
        var here = new InetSocketAddress(ipv6Loopback(), 0);
        try (var listening = new Opened<>(() -> ServerSocketChannel.open().bind(here));
                var client = new Opened<>(() -> SocketChannel.open(listening.channel().getLocalAddress()));
                var accepted = new Opened<>(() -> listening.channel().accept())) {
            transcript.test("connected two channels over ::1");
            is(client.channel(), StandardProtocolFamily.INET6, localOf(client.channel()), localOf(listening.channel()),
                    client.fd());
            is(accepted.channel(), StandardProtocolFamily.INET6, localOf(listening.channel()),
                    localOf(client.channel()),
                    accepted.fd());
        }
    }

    @Test
    void shows_an_ipv4_client_of_a_dual_stack_server() throws IOException {
        ipv6Loopback();
        // One socket of the IPv6 family hears both: its own address is ::, and an IPv4 client's is shown as IPv4.
        try (var listening = new Opened<>(() -> ServerSocketChannel.open().bind(new InetSocketAddress(0)));
                var client = SocketChannel.open(new InetSocketAddress("127.0.0.1",
                        listening.channel().socket().getLocalPort()));
                var accepted = new Opened<>(() -> listening.channel().accept())) {
            transcript.test("bound a ServerSocketChannel to :: and connected to it by 127.0.0.1");
            is(listening.channel(), StandardProtocolFamily.INET6, localOf(listening.channel()), Optional.empty(),
                    listening.fd());
            is(accepted.channel(), StandardProtocolFamily.INET, Optional.of(client.getRemoteAddress()),
                    localOf(client), accepted.fd());
        }
    }

    @Test
    void knows_that_a_unix_client_has_no_path() throws IOException {
        var folder = Files.createTempDirectory("wb");
        var path = folder.resolve("s");
        try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path));
                var client = SocketChannel.open(UnixDomainSocketAddress.of(path));
                var accepted = listening.accept()) {
            var server = Optional.<SocketAddress>of(UnixDomainSocketAddress.of(path));
            transcript.test("connected two channels of the UNIX family, and asked about the client's end");
            is(client, StandardProtocolFamily.UNIX, Optional.empty(), server, OptionalInt.empty());
            transcript.test("about the end that accept() returned");
            is(accepted, StandardProtocolFamily.UNIX, server, Optional.empty(), OptionalInt.empty());
            transcript.test("about the ServerSocketChannel");
            is(listening, StandardProtocolFamily.UNIX, server, Optional.empty(), OptionalInt.empty());
        } finally {
            Files.deleteIfExists(path);
            Files.delete(folder);
        }
    }

    @Test
    @Witness("python3")
    void agrees_with_python() throws IOException {
        var client = """
                import socket, sys
                with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as connection:
                    print(connection.getpeername()[1])
                    print(connection.getsockname()[1])
                    connection.recv(1)
                """;
        try (var listening = ServerSocketChannel.open().bind(HERE);
                var python = Python.runs(client, Integer.toString(listening.socket().getLocalPort()))) {
            EndpointView view;
            try (var accepted = listening.accept()) {
                view = view(python.transcript(), accepted).value();
            }
            var ports = new String(python.printed(), US_ASCII).lines().map(Integer::valueOf).toList();
            Check.of(python.transcript())
                    .that("as local, which Python calls its peer", view.local())
                    .is(Optional.of(new InetSocketAddress("127.0.0.1", ports.getFirst())))
                    .that("as remote, which Python calls its own", view.remote())
                    .is(Optional.of(new InetSocketAddress("127.0.0.1", ports.getLast())));
        }
    }

    @Test
    @Witness("ss")
    void agrees_with_ss() throws IOException {
        try (var listening = ServerSocketChannel.open().bind(HERE);
                var client = SocketChannel.open(listening.getLocalAddress());
                var accepted = listening.accept()) {
            var asked = new Transcript();
            String list;
            try (var ss = Program.named("ss").start(asked, List.of("-tanp"))) {
                ss.exit();
                list = new String(ss.out(), US_ASCII);
            }
            for (var channel : List.of(listening, client, accepted)) {
                var view = view(asked, channel).value();
                var line = list.lines().filter(row -> isOf(row, view)).findFirst().orElse("no line with these ends");
                var fd = "pid=" + ProcessHandle.current().pid() + ",fd=" + view.fd().orElse(-1) + ")";
                Check.of(asked).holds(line.contains(fd), "a line of ss with " + fd, line);
            }
        }
    }

    private static boolean isOf(String row, EndpointView view) {
        var columns = row.split("\\s+");
        return columns.length > 4 && columns[3].endsWith(":" + port(view.local()))
                && columns[4].endsWith(":" + view.remote().map(end -> port(Optional.of(end))).orElse("*"));
    }

    private static String port(Optional<SocketAddress> end) {
        return end.map(InetSocketAddress.class::cast).map(inet -> Integer.toString(inet.getPort())).orElse("none");
    }

    /// A channel, and the descriptor that came with it.
    private static final class Opened<C extends NetworkChannel> implements AutoCloseable {
        private final C channel;
        private final OptionalInt fd;

        Opened(Callable<C> opening) throws IOException {
            var before = sockets();
            try {
                channel = opening.call();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            var after = sockets();
            after.keySet().removeAll(before.keySet());
            fd = after.values().stream().mapToInt(Integer::intValue).findFirst();
            if (after.size() > 1) {
                throw new IllegalStateException("more than one socket was opened: " + after);
            }
        }

        C channel() {
            return channel;
        }

        OptionalInt fd() {
            return fd;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        /// This process's sockets, `socket:[inode]`, with their descriptors; none where there is no `/proc`.
        private static Map<String, Integer> sockets() throws IOException {
            var sockets = new HashMap<String, Integer>();
            if (Files.isDirectory(DESCRIPTORS)) {
                try (var links = Files.newDirectoryStream(DESCRIPTORS)) {
                    for (var link : links) {
                        if (Files.isSymbolicLink(link)) {
                            var target = target(link);
                            if (target.startsWith("socket:")) {
                                sockets.put(target, Integer.valueOf(link.getFileName().toString()));
                            }
                        }
                    }
                }
            }
            return sockets;
        }

        /// How many descriptors hold a folder of descriptors open, this call's own among them.
        static long folders() throws IOException {
            var count = 0L;
            if (Files.isDirectory(DESCRIPTORS)) {
                try (var links = Files.newDirectoryStream(DESCRIPTORS)) {
                    for (var link : links) {
                        count += target(link).endsWith("/fd") ? 1 : 0;
                    }
                }
            }
            return count;
        }

        private static String target(Path link) {
            try {
                return Files.readSymbolicLink(link).toString();
            } catch (IOException e) {
                // Closed since the folder was listed.
                return "";
            }
        }
    }

    private static DatagramChannel udpBeside(ServerSocketChannel listening) throws IOException {
        var datagrams = DatagramChannel.open();
        try {
            return datagrams.bind(listening.getLocalAddress());
        } catch (SocketException e) {
            datagrams.close();
            throw new NotRun("another program has the UDP port of the same number", "./workbook check endpoints");
        }
    }

    private static InetAddress ipv6Loopback() throws IOException {
        var address = InetAddress.getByName("::1");
        try (var probe = ServerSocketChannel.open().bind(new InetSocketAddress(address, 0))) {
            return address;
        } catch (IOException | UnsupportedOperationException e) {
            throw new NotRun("this machine has no ::1, the loopback address of IPv6",
                    "sudo sysctl net.ipv6.conf.lo.disable_ipv6=0");
        }
    }

    private static Optional<SocketAddress> localOf(NetworkChannel channel) throws IOException {
        return Optional.of(channel.getLocalAddress());
    }

    private static String kind(NetworkChannel channel) {
        return switch (channel) {
            case ServerSocketChannel listening -> "ServerSocketChannel";
            case SocketChannel socket -> "SocketChannel";
            default -> "DatagramChannel";
        };
    }

    private void isNothing(NetworkChannel channel, String mistake) {
        var view = view(channel).value();
        check(mistake)
                .that("as local", view.local())
                .is(Optional.empty())
                .likely(mistake)
                .that("as remote", view.remote())
                .is(Optional.empty())
                .likely("the family is that of the addresses, and there are none")
                .that("as family", view.family())
                .is(Optional.empty())
                .likely("without an address there is nothing to find the descriptor by")
                .holds(view.fd().isEmpty(), "no fd", shown(view.fd()));
    }

    private void is(NetworkChannel channel, StandardProtocolFamily family, Optional<SocketAddress> local,
            Optional<SocketAddress> remote, OptionalInt fd) throws IOException {
        var view = view(channel).value();
        check("on a UNIX client nobody bound a path: an empty path is the address of nobody in particular",
                isPathless(view.local()))
                .likelyIf(view.local().isEmpty(), "this end has an address, and nobody asked for it")
                .likely("local is this side's end, whoever called")
                .holds(view.local().equals(local), shown("local", local), shown("local", view.local()))
                .likelyIf(isPathless(view.remote()),
                        "on a UNIX client nobody bound a path: an empty path is the address of nobody in particular")
                .likelyIf(view.remote().isEmpty(),
                        "it is connected, and the other end has an address: three kinds of channel, two of which connect")
                .likely("remote is the other side's end, and a listening channel has none")
                .holds(view.remote().equals(remote), shown("remote", remote), shown("remote", view.remote()))
                .likelyIf(view.family().isEmpty() && local.isEmpty(),
                        "the local end of a UNIX client counts as empty; its family is then that of the remote end")
                .likely("the family is that of the address: look at its class, and at that of the InetAddress in it")
                .that("as family", view.family())
                .is(Optional.of(family))
                .likelyIf(view.fd().isEmpty(), "the kernel has this socket in its list, and it was not found there")
                .likelyIf(family == StandardProtocolFamily.UNIX,
                        "the list has no UNIX sockets: none of its lines is this "
                                + "channel")
                .likelyIf(view.fd().isPresent() && !isSocket(view.fd().getAsInt()),
                        "this process has no socket of that "
                                + "number: an inode, or a line's place in the list, is not a descriptor")
                .likely("this is another socket of this process: one end alone fits several, so compare both, and "
                        + "the protocol")
                .holds(view.fd().equals(fd), shown(fd), shown(view.fd()));
    }

    private static String shown(OptionalInt fd) {
        return fd.isPresent() ? "fd " + fd.getAsInt() : "no fd";
    }

    private static String shown(String side, Optional<SocketAddress> end) {
        var address = isPathless(end) ? Optional.of("a path that is empty") : end;
        return side + ": " + address.map(Object::toString).orElse("empty");
    }

    private static boolean isPathless(Optional<SocketAddress> end) {
        return end.filter(address -> address instanceof UnixDomainSocketAddress unix
                && unix.getPath().toString().isEmpty()).isPresent();
    }

    private static boolean isSocket(int fd) throws IOException {
        return Opened.sockets().containsValue(fd);
    }

    private Check check(String mistake) {
        return check(mistake, true);
    }

    private Check check(String mistake, boolean condition) {
        return Check.of(transcript).likelyIf(condition, mistake);
    }

    private Call<EndpointView> view(NetworkChannel channel) {
        return view(transcript, channel);
    }

    private static Call<EndpointView> view(Transcript transcript, NetworkChannel channel) {
        return Call.of(transcript, () -> Endpoints.of(channel))
                .whenThrew(IOException.class, "a question that can be asked of any channel is answered, not refused")
                .whenThrew(ClassCastException.class, "not every address is an InetSocketAddress: UNIX has paths")
                .whenThrew(UnsupportedOperationException.class,
                        "socket() is not there for a channel of the UNIX family: ask the channel itself")
                .whenThrew(ClosedChannelException.class, "a closed channel throws when it is asked: find out first "
                        + "whether it is open")
                .whenThrew(NullPointerException.class, "the JDK says null where there is no address, and Optional.of "
                        + "takes none")
                .whenReturnedNull("null was returned: a view whose parts are empty says that nothing is known");
    }
}
