package workbook.buffers;

import static java.net.StandardSocketOptions.SO_BROADCAST;
import static java.net.StandardSocketOptions.SO_KEEPALIVE;
import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_REUSEADDR;
import static java.net.StandardSocketOptions.SO_SNDBUF;
import static java.net.StandardSocketOptions.TCP_NODELAY;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Transcript;

class MixedUpTableTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    /// All of 127/8 is this machine's, and its last address is the one for broadcast in it.
    private static final InetAddress EVERYBODY = address(127, 255, 255, 255);

    private final Transcript transcript = new Transcript();
    private ByteBuffer data = ByteBuffer.allocate(0);

    private static InetAddress address(int... bytes) {
        try {
            return InetAddress.getByAddress(
                    new byte[]{(byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3]});
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Opening {
        NetworkChannel open() throws IOException;
    }

    private static Map<String, Opening> kinds() {
        var kinds = new LinkedHashMap<String, Opening>();
        kinds.put("a SocketChannel", SocketChannel::open);
        kinds.put("a ServerSocketChannel", ServerSocketChannel::open);
        kinds.put("a DatagramChannel", DatagramChannel::open);
        kinds.put("a SocketChannel of UNIX", () -> SocketChannel.open(StandardProtocolFamily.UNIX));
        kinds.put("a ServerSocketChannel of UNIX", () -> ServerSocketChannel.open(StandardProtocolFamily.UNIX));
        return kinds;
    }

    @Test
    void tells_what_each_kind_of_channel_has() throws IOException {
        for (var kind : kinds().entrySet()) {
            try (var channel = kind.getValue().open()) {
                transcript.test("asked what " + kind.getKey() + " has");
                var expected = channel.supportedOptions()
                        .stream()
                        .collect(Collectors.toMap(SocketOption::name, SocketOption::type, (one, other) -> one,
                                TreeMap::new));
                Call.of(transcript, () -> MixedUpTable.legal(channel))
                        .whenReturned(map -> map.size() > expected.size(),
                                "each kind has its own; what another one has does not count")
                        .whenReturned(map -> map.size() < expected.size(),
                                "it has more: also those that Java took over from the system, in jdk.net")
                        .whenReturned(map -> map.get("SO_SNDBUF") == Boolean.class, "SO_SNDBUF is a number of bytes")
                        .whenReturned(map -> map.containsValue(int.class) || map.containsValue(boolean.class),
                                "an option's type is what type() says, and a class that a value can be of")
                        .returns(expected);
                Check.of(transcript)
                        .likely("by name: a SortedMap has an order of its own, which may be another")
                        .that("as the names in order", List.copyOf(MixedUpTable.legal(channel).keySet()))
                        .is(List.copyOf(expected.keySet()));
            }
        }
    }

    /// What the two rows of the table, and the chapter's text, say.
    @Test
    void takes_the_two_rows_apart() throws IOException {
        try (var tcp = SocketChannel.open(); var udp = DatagramChannel.open()) {
            transcript.test("asked about SO_SNDBUF and SO_BROADCAST");
            Call.of(transcript, () -> MixedUpTable.legal(udp).get("SO_BROADCAST")).returns(Boolean.class);
            Call.of(transcript, () -> MixedUpTable.legal(udp).get("SO_SNDBUF")).returns(Integer.class);
            Call.of(transcript, () -> MixedUpTable.legal(tcp).containsKey("SO_BROADCAST"))
                    .whenReturned(has -> has, "a connection has one other end: there is nobody to broadcast to")
                    .returns(false);
        }
    }

    private Call<Void> applied(NetworkChannel channel, String setting) {
        transcript.test("applied \"" + setting + "\"");
        return Call.doing(transcript, () -> MixedUpTable.apply(channel, setting));
    }

    private <T> void has(NetworkChannel channel, SocketOption<T> option, T expected) throws IOException {
        Check.of(transcript).that("of " + option.name(), channel.getOption(option)).is(expected);
    }

    @Test
    void sets_what_it_is_told() throws IOException {
        try (var tcp = SocketChannel.open();
                var udp = DatagramChannel.open();
                var listener = ServerSocketChannel.open()) {
            applied(tcp, "SO_SNDBUF=20000").completes();
            has(tcp, SO_SNDBUF, 20_000);
            applied(tcp, "TCP_NODELAY=true").completes();
            has(tcp, TCP_NODELAY, true);
            applied(tcp, "TCP_NODELAY=false").completes();
            has(tcp, TCP_NODELAY, false);
            applied(tcp, "SO_LINGER=-1").completes();
            has(tcp, SO_LINGER, -1);
            applied(udp, "SO_BROADCAST=true").completes();
            has(udp, SO_BROADCAST, true);
            applied(listener, "SO_RCVBUF=30000").completes();
            has(listener, SO_RCVBUF, 30_000);
            applied(listener, "SO_REUSEADDR=false").completes();
            has(listener, SO_REUSEADDR, false);
        }
    }

    @Test
    void knows_the_options_of_the_system_too() throws IOException {
        RealKernel.needed();
        try (var tcp = SocketChannel.open()) {
            applied(tcp, "TCP_KEEPIDLE=77")
                    .whenThrew(IllegalArgumentException.class, "the channel has it: ask it, and no list of your own")
                    .completes();
            has(tcp, ExtendedSocketOptions.TCP_KEEPIDLE, 77);
            applied(tcp, "TCP_KEEPIDLE=0")
                    .whenThrew(SocketException.class,
                            "the kernel refuses by a SocketException, which names nothing; a channel "
                                    + "by an IllegalArgumentException")
                    .throwsA(IllegalArgumentException.class, "an IllegalArgumentException that names TCP_KEEPIDLE",
                            e -> e.getMessage() != null && e.getMessage().contains("TCP_KEEPIDLE"));
            has(tcp, ExtendedSocketOptions.TCP_KEEPIDLE, 77);
        }
    }

    @Test
    void passes_over_blanks() throws IOException {
        try (var tcp = SocketChannel.open()) {
            applied(tcp, "  SO_SNDBUF = 20000 ").completes();
            has(tcp, SO_SNDBUF, 20_000);
            applied(tcp, "\tSO_KEEPALIVE =true").completes();
            has(tcp, SO_KEEPALIVE, true);
        }
    }

    private void refused(NetworkChannel channel, String setting, String name) {
        applied(channel, setting)
                .whenReturnedNull("a name is all of its letters as they are, and a number nothing but its digits")
                .whenThrew(Exception.class, "an IllegalArgumentException, with the option's name in its message")
                .whenThrew(ClassCastException.class, "the value has to be of the option's own type")
                .whenThrew(UnsupportedOperationException.class,
                        "that is what a channel says of an option that it has not; the user is told in a sentence")
                .whenThrew(ArrayIndexOutOfBoundsException.class, "there may be no = in it")
                .throwsA(IllegalArgumentException.class, "an IllegalArgumentException that names " + name,
                        e -> e.getMessage() != null && e.getMessage().contains(name));
    }

    @Test
    void refuses_an_option_that_the_channel_has_not() throws IOException {
        try (var tcp = SocketChannel.open();
                var udp = DatagramChannel.open();
                var listener = ServerSocketChannel.open()) {
            refused(tcp, "SO_BROADCAST=true", "SO_BROADCAST");
            refused(udp, "TCP_NODELAY=true", "TCP_NODELAY");
            refused(udp, "SO_LINGER=1", "SO_LINGER");
            refused(listener, "SO_SNDBUF=20000", "SO_SNDBUF");
            refused(tcp, "SO_SENDBUF=20000", "SO_SENDBUF");
            refused(tcp, "so_sndbuf=20000", "so_sndbuf");
            refused(tcp, "SO_SND=20000", "SO_SND");
        }
    }

    @Test
    void refuses_a_value_of_another_type() throws IOException {
        try (var tcp = SocketChannel.open()) {
            tcp.setOption(TCP_NODELAY, true);
            for (var value : List.of("1", "yes", "TRUE", "tru", "", "false ;")) {
                applied(tcp, "TCP_NODELAY=" + value)
                        .whenReturnedNull(
                                "\"true\" or \"false\" and nothing else: parseBoolean takes all but the first for false")
                        .throwsA(IllegalArgumentException.class, "an IllegalArgumentException that names TCP_NODELAY",
                                e -> e.getMessage() != null && e.getMessage().contains("TCP_NODELAY"));
                has(tcp, TCP_NODELAY, true);
            }
            int size = tcp.getOption(SO_SNDBUF);
            for (var value : List.of("true", "64k", "20000.0", "", "99999999999", "2 0", "20_000",
                    "20000#")) {
                refused(tcp, "SO_SNDBUF=" + value, "SO_SNDBUF");
                has(tcp, SO_SNDBUF, size);
            }
            refused(tcp, "SO_SNDBUF=-5", "SO_SNDBUF");
            has(tcp, SO_SNDBUF, size);
        }
    }

    @Test
    void refuses_what_is_no_setting() throws IOException {
        try (var tcp = SocketChannel.open(); var udp = DatagramChannel.open()) {
            refused(tcp, "TCP_NODELAY", "TCP_NODELAY");
            refused(tcp, "TCP_NODELAY true", "TCP_NODELAY");
            refused(tcp, "SO_SNDBUF=1=2", "SO_SNDBUF");
            refused(udp, "IP_MULTICAST_IF=lo", "IP_MULTICAST_IF");
            applied(tcp, "").throwsA(IllegalArgumentException.class);
            applied(tcp, "=5").throwsA(IllegalArgumentException.class);
        }
    }

    @Test
    void lets_failures_of_the_channel_out() throws IOException {
        try (var tcp = SocketChannel.open()) {
            tcp.close();
            applied(tcp, "SO_SNDBUF=20000")
                    .whenReturnedNull("nothing has been set: the channel is closed")
                    .throwsA(ClosedChannelException.class);
        }
    }

    // Broadcast

    private Call<Boolean> sent(DatagramChannel channel, InetAddress to, int port) {
        transcript.test("had \"hello\" sent to " + to.getHostAddress() + ", with SO_BROADCAST "
                + (isOn(channel) ? "on" : "off"));
        data = ByteBuffer.wrap("hello".getBytes(US_ASCII));
        return Call.of(transcript, () -> MixedUpTable.broadcasts(channel, data, new InetSocketAddress(to, port)));
    }

    /// Nothing but what has been heard, and of the buffer nothing more or less than was sent.
    private void isAll(DatagramSocket receiver, int left) throws IOException {
        Check.of(transcript)
                .likely("what was sent is taken from the buffer, and what was not may be sent once more")
                .that("bytes left in the buffer", data.remaining())
                .is(left);
        receiver.setSoTimeout(20);
        var more = false;
        try {
            receiver.receive(new DatagramPacket(new byte[100], 100));
            more = true;
        } catch (SocketTimeoutException e) {
            receiver.setSoTimeout(5_000);
        }
        Check.of(transcript)
                .likely("a call sends one datagram, or none if it says so")
                .holds(!more, "no other datagram", "one more");
    }

    private static boolean isOn(DatagramChannel channel) {
        try {
            return channel.getOption(SO_BROADCAST);
        } catch (IOException e) {
            return false;
        }
    }

    /// A receiver that a datagram to everybody reaches: it has to be bound to all addresses.
    private static DatagramSocket receiver() throws IOException {
        var receiver = new DatagramSocket(0);
        receiver.setSoTimeout(5_000);
        return receiver;
    }

    private static DatagramChannel channel() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET);
    }

    private void hears(DatagramSocket receiver) throws IOException {
        var packet = new DatagramPacket(new byte[100], 100);
        receiver.receive(packet);
        Check.of(transcript)
                .that("received", Arrays.copyOf(packet.getData(), packet.getLength()))
                .is("hello");
    }

    @Test
    void says_whether_it_was_allowed() throws IOException {
        RealKernel.counts();
        try (var receiver = receiver(); var channel = channel()) {
            sent(channel, EVERYBODY, receiver.getLocalPort())
                    .whenThrew(IOException.class,
                            "\"Permission denied\" comes as a BindException here, and nothing was to be bound: it is the flag")
                    .whenReturned(is -> is, "a channel may not broadcast unless its SO_BROADCAST is on")
                    .returns(false);
            isAll(receiver, 5);
            Check.of(transcript)
                    .likely("whether it may is not yours to decide: the flag is there so that nobody broadcasts by mistake")
                    .that("of SO_BROADCAST", channel.getOption(SO_BROADCAST))
                    .is(false);
            channel.setOption(SO_BROADCAST, true);
            sent(channel, EVERYBODY, receiver.getLocalPort()).returns(true);
            hears(receiver);
            isAll(receiver, 0);
        }
    }

    @Test
    void sends_to_a_single_one_without_any_flag() throws IOException {
        try (var receiver = receiver(); var channel = channel()) {
            // 127.0.0.255 is an address like any other here.
            for (var single : List.of(LOOPBACK, address(127, 0, 0, 255))) {
                sent(channel, single, receiver.getLocalPort())
                        .whenReturned(is -> !is,
                                "for a single receiver nobody has to ask, and which addresses are of broadcast the "
                                        + "kernel knows, by its masks")
                        .returns(true);
                hears(receiver);
                isAll(receiver, 0);
            }
            transcript.test("had an empty datagram sent");
            Call.of(transcript, () -> MixedUpTable.broadcasts(channel, ByteBuffer.allocate(0),
                    new InetSocketAddress(LOOPBACK, receiver.getLocalPort())))
                    .whenReturned(is -> !is, "0 bytes are a datagram, too: it was sent")
                    .returns(true);
        }
    }

    @Test
    void lets_other_failures_of_sending_out() throws IOException {
        try (var channel = channel()) {
            transcript.test("had 70,000 bytes sent");
            Call.of(transcript, () -> MixedUpTable.broadcasts(channel, ByteBuffer.allocate(70_000),
                    new InetSocketAddress(LOOPBACK, 9)))
                    .whenReturned(is -> true, "this failed for its length, and was allowed")
                    .throwsA(IOException.class);
            channel.close();
            sent(channel, LOOPBACK, 9).throwsA(ClosedChannelException.class);
        }
    }

    /// What the text says of defaults.
    @Test
    void finds_two_defaults_for_one_option() throws IOException {
        try (var socket = new DatagramSocket(); var channel = DatagramChannel.open()) {
            Call.of(transcript, () -> MixedUpTable.legal(channel).containsKey("SO_BROADCAST")).returns(true);
            Check.of(transcript)
                    .that("for a DatagramSocket and a DatagramChannel",
                            List.of(socket.getOption(StandardSocketOptions.SO_BROADCAST),
                                    channel.getOption(SO_BROADCAST)))
                    .is(List.of(true, false));
        }
    }
}
