package workbook.buffers;

import static workbook.kit.wire.TcpSegment.Flag.ACK;
import static workbook.kit.wire.TcpSegment.Flag.RST;
import static workbook.kit.wire.TcpSegment.Flag.SYN;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import workbook.kit.network.Capture;
import workbook.kit.network.Frame;
import workbook.kit.wire.TcpSegment.Flag;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Transcript;

class BeforeListenTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final InetSocketAddress SERVER = new InetSocketAddress(LOOPBACK, 80);
    private static final InetSocketAddress CLIENT = new InetSocketAddress(LOOPBACK, 40_000);
    private static final InetSocketAddress OTHER = new InetSocketAddress(LOOPBACK, 40_001);
    /// Neither of them is what a kernel takes by itself.
    private static final int SMALL = 4_096;
    private static final int LARGE = 200_000;
    private static final int NO_OPTION = -1;

    private final Transcript transcript = new Transcript();

    // What passed over the wire

    private static SeenSegment segment(InetSocketAddress from, InetSocketAddress to, Set<Flag> flags, int window,
            int scale) {
        return new SeenSegment(Instant.EPOCH, from, to, flags, 1, 1, window,
                scale == NO_OPTION ? OptionalInt.empty() : OptionalInt.of(scale), 0);
    }

    private static SeenSegment segment(InetSocketAddress from, InetSocketAddress to, Set<Flag> flags, int window) {
        return segment(from, to, flags, window, NO_OPTION);
    }

    /// A handshake in which the client offers one scale and the server another.
    private static List<SeenSegment> handshake(int clientScale, int serverScale) {
        return new ArrayList<>(List.of(segment(CLIENT, SERVER, Set.of(SYN), 64_240, clientScale),
                segment(SERVER, CLIENT, Set.of(SYN, ACK), 65_160, serverScale),
                segment(CLIENT, SERVER, Set.of(ACK), 63)));
    }

    private Call<List<Long>> read(String what, List<SeenSegment> segments, InetSocketAddress from,
            InetSocketAddress to) {
        transcript.test("had a capture of " + what + ", and asked for the windows of the "
                + (from == SERVER ? "server" : "client"));
        return Call.of(transcript, () -> BeforeListen.windows(segments, from, to));
    }

    @Test
    void shifts_by_the_scale() {
        var segments = handshake(10, 7);
        segments.add(segment(SERVER, CLIENT, Set.of(ACK), 512));
        segments.add(segment(CLIENT, SERVER, Set.of(ACK), 60));
        read("two scales, 10 of the client and 7 of the server", segments, SERVER, CLIENT)
                .whenReturned(windows -> windows.contains(512L),
                        "16 bits say 65,535 at most; with the scale, 512 means 512 times 128")
                .whenReturned(windows -> windows.contains(65_160L << 7),
                        "in a SYN nobody knows yet whether the other side scales: the field is what it says")
                .whenReturned(windows -> windows.contains(512L << 10),
                        "each side has a scale of its own: this one is the client's")
                .whenReturned(windows -> windows.size() > 2, "the client's windows are the client's")
                .returns(List.of(65_160L, 512L << 7));
        read("the same", segments, CLIENT, SERVER)
                .whenReturned(windows -> windows.contains(60L << 7),
                        "each side has a scale of its own: this one is the server's")
                .whenReturned(windows -> windows.size() < 3, "a SYN has a window too, also the one without ACK")
                .returns(List.of(64_240L, 63L << 10, 60L << 10));
    }

    @Test
    void does_not_shift_unless_both_sides_scale() {
        for (var scales : List.of(List.of(7, NO_OPTION), List.of(NO_OPTION, 7), List.of(NO_OPTION, NO_OPTION))) {
            var segments = handshake(scales.get(0), scales.get(1));
            segments.add(segment(SERVER, CLIENT, Set.of(ACK), 512));
            for (var from : List.of(SERVER, CLIENT)) {
                read("scales of " + (scales.equals(List.of(NO_OPTION, NO_OPTION)) ? "nobody" : "one side only"),
                        segments, from, from == SERVER ? CLIENT : SERVER)
                        .whenReturned(windows -> true,
                                "it takes two: a side that has not sent the option does not know of it")
                        .returns(from == SERVER ? List.of(65_160L, 512L) : List.of(64_240L, 63L));
            }
        }
    }

    @Test
    void takes_a_scale_of_0_for_one() {
        var segments = handshake(0, 3);
        segments.add(segment(SERVER, CLIENT, Set.of(ACK), 512));
        read("a client that offers 0, and a server that offers 3", segments, SERVER, CLIENT)
                .whenReturned(windows -> windows.contains(512L), "an offer of 0 is an offer: \"I can read yours\"")
                .returns(List.of(65_160L, 4_096L));
    }

    @Test
    void shifts_by_no_more_than_14() {
        var segments = handshake(15, 40);
        segments.add(segment(SERVER, CLIENT, Set.of(ACK), 0xffff));
        read("a scale of 40", segments, SERVER, CLIENT)
                .whenReturned(windows -> true, "RFC 7323, 2.3: a scale above 14 is an error, and counts as 14")
                .returns(List.of(65_160L, 0xffffL << 14));
        read("a scale of 15", segments, CLIENT, SERVER).returns(List.of(64_240L, 63L << 14));
    }

    @Test
    void reads_the_scale_without_a_sign() {
        var syn = HexFormat.of()
                .parseHex("000000000000000000000000" + "0800" + "4500002c00000000400600007f0000017f000001"
                        + "9c400050" + "00000001" + "00000000" + "6002faf0" + "00000000" + "01" + "0303ff");
        var segments = new ArrayList<>(SeenSegment.in(List.of(new Frame(Instant.EPOCH, syn))));
        segments.addAll(handshake(10, 7).subList(1, 3));
        read("a SYN with a scale of 255, as it came over the wire", segments, CLIENT, SERVER)
                .returns(List.of(64_240L, 63L << 14));
    }

    @Test
    void passes_over_resets_and_other_connections() {
        var segments = new ArrayList<>(List.of(segment(OTHER, SERVER, Set.of(SYN), 1_000, 1),
                segment(SERVER, OTHER, Set.of(SYN, ACK), 2_000, 2)));
        segments.addAll(handshake(10, 7));
        segments.add(segment(SERVER, OTHER, Set.of(ACK), 3_000));
        segments.add(segment(SERVER, CLIENT, Set.of(ACK), 0));
        segments.add(segment(SERVER, OTHER, Set.of(RST), 0));
        segments.add(segment(CLIENT, SERVER, Set.of(RST), 0));
        segments.add(segment(SERVER, CLIENT, Set.of(ACK), 512));
        segments.add(segment(SERVER, CLIENT, Set.of(RST, ACK), 0));
        segments.add(segment(SERVER, CLIENT, Set.of(RST), 0));
        read("two connections of one server, with resets among them and at the end", segments, SERVER, CLIENT)
                .whenReturned(windows -> windows.size() > 4, "a reset's window says nothing")
                .whenReturned(windows -> windows.equals(List.of(65_160L, 0L)),
                        "other resets are no end of what this side says: no segment of it but its own resets is left out")
                .whenReturned(windows -> windows.contains(512L << 2),
                        "this scale was sent to another client: both ends of a SYN count")
                .whenReturned(windows -> windows.contains(2_000L) || windows.contains(3_000L << 7),
                        "the same server talks to another client, too: both ends have to agree")
                .whenReturned(windows -> !windows.contains(0L), "a window of 0 is one: there is no room at all")
                .returns(List.of(65_160L, 0L, 512L << 7));
    }

    @Test
    void counts_segments_of_every_kind() {
        var segments = handshake(10, 7);
        segments.add(new SeenSegment(Instant.EPOCH, SERVER, CLIENT, Set.of(Flag.PSH, ACK), 1, 1, 500,
                OptionalInt.empty(), 30));
        segments.add(new SeenSegment(Instant.EPOCH, SERVER, CLIENT, Set.of(ACK), 31, 1, 501, OptionalInt.empty(), 30));
        segments.add(segment(SERVER, CLIENT, Set.of(Flag.FIN, ACK), 502));
        read("data, pushed and not, and a FIN", segments, SERVER, CLIENT)
                .whenReturned(windows -> windows.size() < 4,
                        "every segment of this side says how much room there is, also one with data, and one with FIN")
                .returns(List.of(65_160L, 500L << 7, 501L << 7, 502L << 7));
    }

    @Test
    void knows_an_end_by_address_and_port() {
        var neighbour = new InetSocketAddress("127.0.0.2", CLIENT.getPort());
        var segments = new ArrayList<>(List.of(segment(neighbour, SERVER, Set.of(SYN), 1_000, 1),
                segment(SERVER, neighbour, Set.of(SYN, ACK), 2_000, 2),
                segment(SERVER, neighbour, Set.of(ACK), 3_000)));
        segments.addAll(handshake(10, 7));
        segments.add(segment(SERVER, CLIENT, Set.of(ACK), 512));
        for (var ends : List.of(List.of(SERVER, CLIENT), List.of(CLIENT, SERVER))) {
            read("two clients with one port, of which one has another address", segments, ends.get(0), ends.get(1))
                    .whenReturned(windows -> true, "an end is an address and a port; another address is another end")
                    .returns(ends.get(0) == SERVER ? List.of(65_160L, 512L << 7) : List.of(64_240L, 63L << 10));
        }
    }

    @Test
    void looks_for_each_syn_between_the_two_ends() {
        for (var from : List.of(SERVER, CLIENT)) {
            var segments = new ArrayList<>(List.of(segment(OTHER, SERVER, Set.of(SYN), 1_000, 1),
                    segment(SERVER, OTHER, Set.of(SYN, ACK), 2_000, 2)));
            segments.addAll(handshake(10, 7).subList(from == SERVER ? 2 : 1, from == SERVER ? 3 : 2));
            segments.add(segment(from, from == SERVER ? CLIENT : SERVER, Set.of(ACK), 512));
            read("a conversation without a SYN, or with one only, and of another client's with both", segments, from,
                    from == SERVER ? CLIENT : SERVER)
                    .whenReturned(windows -> true, "those SYNs are another connection's, and their scales are, too")
                    .returns(List.of());
        }
    }

    @Test
    void takes_two_syns_whoever_came_first() {
        var low = new InetSocketAddress(LOOPBACK, 79);
        var segments = List.of(segment(SERVER, low, Set.of(SYN), 65_160, 7),
                segment(low, SERVER, Set.of(SYN), 64_240, 10),
                segment(low, SERVER, Set.of(SYN, ACK), 64_240, 10), segment(SERVER, low, Set.of(ACK), 512));
        transcript.test("had a capture in which both sides began (RFC 9293, 3.5), one at port 79, the other at 80");
        Call.of(transcript, () -> BeforeListen.windows(segments, SERVER, low))
                .whenReturned(List::isEmpty, "there are two SYNs; nothing was said of the ports, or of who is first")
                .returns(List.of(65_160L, 512L << 7));
    }

    @Test
    void takes_a_syn_that_was_sent_twice() {
        var segments = new ArrayList<>(List.of(segment(CLIENT, SERVER, Set.of(SYN), 64_240, 10)));
        segments.addAll(handshake(10, 7));
        segments.add(segment(CLIENT, SERVER, Set.of(ACK), 70));
        read("a SYN that was sent twice", segments, CLIENT, SERVER)
                .whenReturned(windows -> true,
                        "one number for each segment, also for a repeated one, unshifted in each SYN")
                .returns(List.of(64_240L, 64_240L, 63L << 10, 70L << 10));
    }

    @Test
    void says_nothing_of_a_conversation_whose_beginning_is_missing() {
        for (var missing : List.of(0, 1)) {
            var segments = handshake(10, 7);
            segments.add(segment(SERVER, CLIENT, Set.of(ACK), 512));
            segments.remove((int) missing);
            for (var from : List.of(SERVER, CLIENT)) {
                read("a conversation without the SYN of the " + (missing == 0 ? "client" : "server"), segments, from,
                        from == SERVER ? CLIENT : SERVER)
                        .whenReturned(windows -> !windows.isEmpty(),
                                "without both SYNs nobody knows the scale, and a guess looks like a measurement")
                        .returns(List.of());
            }
        }
        read("nothing", List.of(), SERVER, CLIENT).returns(List.of());
    }

    // Sockets

    @Test
    void listens_at_a_port_of_its_own() throws IOException {
        transcript.test("called open for " + SMALL + " bytes, twice");
        try (var first = Call.of(transcript, () -> BeforeListen.open(SMALL)).value();
                var second = Call.of(transcript, () -> BeforeListen.open(SMALL)).value();
                var client = new Socket()) {
            Check.of(transcript)
                    .likely("a listener is bound when it listens: bind does both")
                    .holds(first.isBound() && second.isBound(), "two listeners", "one that is not bound");
            Check.of(transcript)
                    .likely("without an address it listens at all of them")
                    .holds(first.getInetAddress().isLoopbackAddress(), "the loopback address",
                            first.getInetAddress().getHostAddress());
            Check.of(transcript)
                    .likely("whoever accepts here has not asked for a limit")
                    .that("ms of SO_TIMEOUT of the listener", first.getSoTimeout())
                    .is(0);
            client.connect(first.getLocalSocketAddress());
        }
    }

    @Test
    void gives_its_size_to_whom_it_accepts() throws IOException {
        transcript.test("called open for " + SMALL + " bytes, connected, and accepted");
        try (var listener = Call.of(transcript, () -> BeforeListen.open(SMALL)).value();
                var client = new Socket(LOOPBACK, listener.getLocalPort());
                var accepted = listener.accept()) {
            Check.of(transcript)
                    .likelyIf(listener.getReceiveBufferSize() == accepted.getReceiveBufferSize(),
                            "that is what the listener has: it was set to another size, or not at all")
                    .likely("an accepted connection has what its listener has: set it there")
                    .that("of SO_RCVBUF in the accepted connection", accepted.getReceiveBufferSize())
                    .is(SMALL);
        }
    }

    @Test
    void connects_with_its_size() throws IOException {
        try (var listener = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.2")); var untouched = new Socket()) {
            transcript.test("called connect for " + SMALL + " bytes, and a server at 127.0.0.2");
            var server = (InetSocketAddress) listener.getLocalSocketAddress();
            untouched.connect(server);
            try (var client = Call.of(transcript, () -> BeforeListen.connect(server, SMALL)).value()) {
                Check.of(transcript)
                        .holds(client.isConnected() && client.getRemoteSocketAddress().equals(server),
                                "a connection to " + server, "none");
                Check.of(transcript)
                        .likelyIf(client.getReceiveBufferSize() == untouched.getReceiveBufferSize(),
                                "it was never set: the buffer that is meant is the one for what comes")
                        .that("of SO_RCVBUF", client.getReceiveBufferSize())
                        .is(SMALL);
                Check.of(transcript)
                        .likely("whoever reads here has not asked for a limit")
                        .that("ms of SO_TIMEOUT", client.getSoTimeout())
                        .is(0);
            }
        }
    }

    @Test
    void refuses_what_cannot_be_and_leaves_nothing_open() throws IOException {
        transcript.test("called open, and connect, for 0 bytes");
        Call.of(transcript, () -> BeforeListen.open(0))
                .whenReturned(listener -> true, "a channel takes 0; ServerSocket.setReceiveBufferSize does not")
                .throwsA(IllegalArgumentException.class);
        try (var listener = new ServerSocket(0, 5, LOOPBACK)) {
            var server = (InetSocketAddress) listener.getLocalSocketAddress();
            Call.of(transcript, () -> BeforeListen.connect(server, 0))
                    .whenReturned(client -> true, "a channel takes 0; Socket.setReceiveBufferSize does not")
                    .throwsA(IllegalArgumentException.class);
            listener.close();
            transcript.test("called connect where nobody listens");
            Call.of(transcript, () -> BeforeListen.connect(server, SMALL)).throwsA(ConnectException.class);
        }
    }

    // The wire

    /// The windows of one side of a short conversation.
    private List<Long> seen(boolean ofServer, int bytes) throws IOException {
        transcript.test("captured a conversation in which the " + (ofServer ? "server" : "client") + " has "
                + bytes + " bytes");
        try (var listener = ofServer
                ? Call.of(transcript, () -> BeforeListen.open(bytes)).value()
                : new ServerSocket(0, 5, LOOPBACK);
                var capture = Capture.ofPort(listener.getLocalPort()).start()) {
            var server = (InetSocketAddress) listener.getLocalSocketAddress();
            try (var client = ofServer
                    ? new Socket(LOOPBACK, server.getPort())
                    : Call.of(transcript, () -> BeforeListen.connect(server, bytes)).value();
                    var accepted = listener.accept()) {
                client.getOutputStream().write(1);
                accepted.getInputStream().read();
                accepted.getOutputStream().write(1);
                client.getInputStream().read();
                var clientAddress = (InetSocketAddress) client.getLocalSocketAddress();
                capture.close();
                var segments = SeenSegment.in(capture.frames());
                return Call.of(transcript, () -> BeforeListen.windows(segments, ofServer ? server : clientAddress,
                        ofServer ? clientAddress : server)).value();
            }
        }
    }

    private void promises(boolean ofServer) throws IOException {
        for (var bytes : List.of(SMALL, LARGE)) {
            var windows = seen(ofServer, bytes);
            var most = windows.stream().mapToLong(each -> each).max().orElse(0);
            Check.of(transcript)
                    .likelyIf(windows.isEmpty(), "both SYNs are in this capture")
                    .likelyIf(most > bytes || bytes == LARGE,
                            "that is what a kernel promises by itself: the size came when the SYN had been sent, and the scale "
                                    + "in it holds as long as the connection does")
                    .holds(most <= bytes && most >= bytes / 2, "windows of up to " + bytes + " bytes on the wire",
                            windows.toString());
        }
    }

    @Test
    void promises_what_was_asked_for_from_the_first_segment_on() throws IOException {
        RealKernel.counts();
        promises(true);
    }

    @Test
    void promises_it_at_the_clients_side_too() throws IOException {
        RealKernel.counts();
        promises(false);
    }
}
