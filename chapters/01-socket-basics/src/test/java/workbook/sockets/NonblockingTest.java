package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.NotRun;
import workbook.testkit.Python;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class NonblockingTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    // recv

    @Test
    void recv_reads_what_has_arrived() throws IOException {
        try (var line = Line.open()) {
            line.peer().sends("hello");
            line.awaitBytes();
            var buffer = ByteBuffer.allocate(8);
            var check = recv(line, buffer).returns(new Recv.Data(5));
            reads(check, buffer, 0, "hello");
            unharmed(check, line);
        }
    }

    @Test
    void recv_tells_that_nothing_has_arrived() throws IOException {
        try (var line = Line.open()) {
            // The peer says nothing and stays.
            var check = recv(line, ByteBuffer.allocate(8))
                    .whenReturned(answer -> answer instanceof Recv.Data,
                            "0 was reported as so many bytes: it says that nothing has arrived")
                    .whenReturned(answer -> answer instanceof Recv.Eof,
                            "0 was taken for the end: it says that nothing has arrived yet, and -1 is the end")
                    .returns(new Recv.WouldBlock());
            unharmed(check, line);
        }
    }

    @Test
    void recv_tells_the_end_each_time_it_is_asked() throws IOException {
        try (var line = Line.open()) {
            line.peer().closes();
            line.awaitBytes();
            for (var i = 0; i < 2; i++) {
                var check = recv(line, ByteBuffer.allocate(8))
                        .whenReturned(answer -> answer instanceof Recv.WouldBlock,
                                "-1 was taken for \"nothing yet\": it says that nothing will come any more, "
                                        + "and whoever comes back later comes back for ever")
                        .whenReturned(answer -> answer instanceof Recv.Data,
                                "-1 was reported as a number of bytes: it is the end")
                        .whenThrew(ClosedChannelException.class, "the channel was closed at the first end: "
                                + "the caller may still want to send through it")
                        .returns(new Recv.Eof());
                unharmed(check, line);
            }
        }
    }

    @Test
    void recv_hands_over_the_last_bytes_before_the_end() throws IOException {
        try (var line = Line.open()) {
            line.peer().sends("bye").closes();
            line.awaitBytes();
            line.awaitEnd();
            var buffer = ByteBuffer.allocate(8);
            var check = recv(line, buffer)
                    .whenReturned(answer -> !(answer instanceof Recv.Data) && buffer.position() == 3,
                            "it read on until there was no more, and told only how the last read ended: "
                                    + "the caller never hears of the bytes")
                    .returns(new Recv.Data(3));
            reads(check, buffer, 0, "bye");
            line.peer().transcript().you("answered Data[count=3]");
            recv(line, buffer).returns(new Recv.Eof());
        }
    }

    @Test
    void recv_puts_bytes_behind_those_that_are_in_the_buffer() throws IOException {
        try (var line = Line.open()) {
            var buffer = ByteBuffer.allocate(8);
            line.peer().sends("hel");
            line.awaitBytes();
            reads(recv(line, buffer).returns(new Recv.Data(3)), buffer, 0, "hel");
            line.peer().transcript().you("answered Data[count=3]");
            line.peer().sends("lo");
            line.awaitBytes();
            var check = recv(line, buffer).returns(new Recv.Data(2));
            check.likely("the buffer was cleared or rewound before the read, and its first bytes are gone");
            reads(check, buffer, 0, "hello");
        }
    }

    @Test
    void recv_takes_no_more_than_there_is_room_for() throws IOException {
        try (var line = Line.open()) {
            line.peer().sends("hello");
            line.awaitBytes();
            var buffer = ByteBuffer.allocateDirect(8).position(2).limit(5);
            var check = recv(line, buffer)
                    .whenReturned(answer -> buffer.limit() != 5,
                            "the buffer's limit was moved: only the room between position and limit is the caller's gift")
                    .returns(new Recv.Data(3));
            reads(check, buffer, 2, "hel");
            line.peer().transcript().you("answered Data[count=3]");
            var rest = ByteBuffer.allocate(8);
            reads(recv(line, rest)
                    .whenReturned(answer -> answer instanceof Recv.WouldBlock,
                            "the first call took bytes for which its buffer had no room, and they are lost")
                    .returns(new Recv.Data(2)), rest, 0, "lo");
        }
    }

    @Test
    void recv_refuses_a_buffer_without_room() throws IOException {
        try (var line = Line.open()) {
            line.peer().sends("hello");
            line.awaitBytes();
            // Full to its end, and full to a limit in front of that.
            for (var full : List.of(ByteBuffer.allocate(8).position(8), ByteBuffer.allocate(8).limit(3).position(3))) {
                recv(line, full)
                        .whenReturned(answer -> answer instanceof Recv.Eof,
                                "the end was reported, and five bytes have arrived")
                        .whenReturned(answer -> answer instanceof Recv.WouldBlock,
                                "\"nothing has arrived\" was reported, and five bytes have: into a full buffer "
                                        + "a read moves 0 bytes whatever is there")
                        .throwsA(IllegalArgumentException.class);
            }
            var buffer = ByteBuffer.allocate(8);
            reads(recv(line, buffer).returns(new Recv.Data(5)), buffer, 0, "hello");
        }
    }

    @Test
    void recv_passes_a_reset_on() throws IOException {
        try (var line = Line.open()) {
            line.peer().resets();
            line.awaitBytes();
            recv(line, ByteBuffer.allocate(8))
                    .whenReturned(answer -> true, "the exception was caught, and a connection that broke off looks "
                            + "like one that goes on, or like one that ended well")
                    .throwsA(SocketException.class);
        }
    }

    @Test
    void a_closed_channel_is_an_exception() throws IOException {
        var channel = nonblocking();
        var listener = listener();
        var address = listener.getLocalAddress();
        channel.close();
        listener.close();
        var transcript = new Transcript();
        transcript.test("closed the channel, and then called recv");
        var suspicion = "the exception was caught: a channel that this program has closed itself is neither at the "
                + "end nor on its way, and its caller must hear of it";
        Call.of(transcript, () -> Nonblocking.recv(channel, ByteBuffer.allocate(8)))
                .whenReturned(answer -> true, suspicion)
                .throwsA(ClosedChannelException.class);
        transcript.test("called connectStep");
        step(transcript, channel, address).whenReturned(answer -> true, suspicion)
                .throwsA(ClosedChannelException.class);
        transcript.test("called acceptStep for a listener that is closed");
        accept(transcript, listener).whenReturned(answer -> true, suspicion)
                .throwsA(ClosedChannelException.class);
    }

    // connectStep

    @Test
    void connect_step_tells_a_connection_that_is_there_at_once() throws IOException {
        var folder = Files.createTempDirectory("wb");
        var server = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(server);
                var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            var transcript = new Transcript();
            transcript.test("listened on the path of a UNIX socket, which connects at once");
            step(transcript, channel, server)
                    .whenReturned(answer -> !answer,
                            "the connection was there at once: connect itself returned true, and nobody looked")
                    .returns(listener.isOpen());
        } finally {
            Files.deleteIfExists(server.getPath());
            Files.delete(folder);
        }
    }

    @Test
    void connect_step_connects() throws IOException {
        try (var listener = new ServerSocket(0, 5, HERE); var channel = nonblocking()) {
            var transcript = listening(listener);
            var check = connect(transcript, channel, listener.getLocalSocketAddress())
                    .whenReturned(answer -> !answer,
                            "it never tells that the connection is there: somebody has to finish it, and only then "
                                    + "is the channel connected")
                    .returns(true);
            check.likely("true was returned, and the connection was never finished: a channel is connected when "
                    + "finishConnect() says so, or connect()")
                    .holds(channel.isConnected(), "a connected channel", "one that is not connected");
            nonblocking(check, channel);
            transcript.you("answered true");
            step(transcript, channel, listener.getLocalSocketAddress())
                    .whenThrew(AlreadyConnectedException.class,
                            "the channel is connected, and connect was called again: ask isConnected() first")
                    .returns(true);
        }
    }

    @Test
    void connect_step_tells_that_it_is_on_its_way() throws IOException {
        try (var full = FullQueue.open(); var channel = nonblocking()) {
            var transcript = new Transcript();
            transcript.test("listened with a full queue, so that no connection comes about");
            for (var i = 0; i < 2; i++) {
                var check = step(transcript, channel, full.address())
                        .whenReturned(answer -> answer,
                                "true was returned before the connection was there: look at what connect and "
                                        + "finishConnect return")
                        .returns(false);
                nonblocking(check, channel);
                transcript.you("answered false");
            }
        }
    }

    @Test
    void connect_step_reports_a_refusal() throws IOException {
        // A port that is taken, and on which nobody listens.
        try (var taken = new Socket(); var channel = nonblocking()) {
            taken.bind(new InetSocketAddress(HERE, 0));
            var transcript = new Transcript();
            transcript.test("chose a port on which nobody listens");
            connect(transcript, channel, taken.getLocalSocketAddress())
                    .whenReturned(answer -> true, "the refusal was caught: it comes as an exception of connect or of "
                            + "finishConnect, and without it the caller tries for ever")
                    .throwsA(IOException.class);
        }
    }

    // acceptStep

    @Test
    void accept_step_tells_that_nobody_waits() throws IOException {
        try (var listener = listener()) {
            var transcript = new Transcript();
            transcript.test("listened, and nobody called");
            accept(transcript, listener)
                    .whenThrew(NullPointerException.class,
                            "accept returned null, which says that nobody waits, and null was used")
                    .returns(Optional.empty());
            nonblocking(Check.of(transcript), listener);
        }
    }

    @Test
    void accept_step_takes_the_caller_that_waits() throws IOException {
        try (var listener = listener();
                var caller = ScriptedPeer.connect((InetSocketAddress) listener.getLocalAddress())) {
            await(listener, SelectionKey.OP_ACCEPT);
            try (var accepted = taken(caller.transcript(), listener)) {
                Check.of(caller)
                        .likely("a channel that accept returns is blocking, whatever the listener is")
                        .holds(!accepted.isBlocking(), "a non-blocking channel", "a blocking one")
                        .likely("the listener was made blocking, and the next accept on it will wait")
                        .holds(!listener.isBlocking(), "a non-blocking listener", "a blocking one");
                caller.sends("hello");
                await(accepted, SelectionKey.OP_READ);
                var bytes = ByteBuffer.allocate(8);
                accepted.read(bytes);
                reads(Check.of(caller), bytes, 0, "hello");
            }
        }
    }

    @Test
    void accept_step_takes_one_caller_at_a_time() throws IOException {
        try (var listener = listener()) {
            var address = (InetSocketAddress) listener.getLocalAddress();
            var transcript = new Transcript();
            transcript.test("two clients connected, one after the other");
            // A plain connect returns when the connection waits at the listener.
            try (var first = new Socket(HERE, address.getPort()); var second = new Socket(HERE, address.getPort())) {
                for (var client : List.of(first, second)) {
                    try (var accepted = taken(transcript, listener)) {
                        Check.of(transcript)
                                .likely("a connection was taken and not returned, or they came in another order")
                                .that("as the port of the caller", port(accepted.getRemoteAddress()))
                                .is(client.getLocalPort());
                        transcript.you("took one");
                    }
                }
                accept(transcript, listener).returns(Optional.empty());
            }
        }
    }

    // Witnesses

    @Test
    @Witness("python3")
    void hears_python_out() throws IOException {
        var message = Seed.greeting(Seed.random());
        var server = """
                import socket, sys, time
                with socket.create_server(("127.0.0.1", 0)) as server:
                    print(server.getsockname()[1])
                    connection, address = server.accept()
                    with connection:
                        connection.sendall(sys.argv[1].encode("ascii"))
                        time.sleep(0.02)
                """;
        try (var python = Python.runs(server, message); var channel = nonblocking()) {
            var address = python.address();
            connect(python.transcript(), channel, address).returns(true);
            Call.of(python.transcript(), () -> hearOut(channel)).returns(message);
        }
    }

    private static byte[] hearOut(SocketChannel channel) throws IOException {
        var heard = new ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(8);
        while (true) {
            switch (Nonblocking.recv(channel, buffer.clear())) {
                case Recv.Data data -> heard.write(buffer.array(), 0, data.count());
                case Recv.WouldBlock nothing -> await(channel, SelectionKey.OP_READ);
                case Recv.Eof end -> {
                    return heard.toByteArray();
                }
            }
        }
    }

    // The calls, and what is suspected of each

    private static Call<Recv> recv(Line line, ByteBuffer buffer) {
        return Call.of(line.peer(), () -> Nonblocking.recv(line.channel(), buffer))
                .whenReturnedNull("null was returned: each of the three answers has a Recv of its own")
                .whenReturned(answer -> answer instanceof Recv.Data data && data.count() == buffer.position(),
                        "the buffer's position was reported: it counts what was in the buffer before, too")
                .whenHung("it waits for bytes: a non-blocking read that finds none says so, and that is an answer");
    }

    private static Call<Boolean> step(Transcript transcript, SocketChannel channel, SocketAddress server) {
        return suspect(Call.of(transcript, () -> Nonblocking.connectStep(channel, server)));
    }

    /// Steps until it is connected, each when the channel says that there is news.
    private static Call<Boolean> connect(Transcript transcript, SocketChannel channel, SocketAddress server) {
        return suspect(Call.of(transcript, () -> {
            for (var i = 0; i < 8 && channel.isOpen(); i++) {
                if (Nonblocking.connectStep(channel, server)) {
                    return true;
                }
                transcript.you("answered false");
                if (channel.isOpen()) {
                    await(channel, SelectionKey.OP_CONNECT);
                }
            }
            return false;
        }));
    }

    private static Call<Boolean> suspect(Call<Boolean> call) {
        return call
                .whenThrew(ConnectionPendingException.class,
                        "connect was called twice: the second step has to finish what the first one started")
                .whenThrew(NoConnectionPendingException.class,
                        "finishConnect was called, and nobody has started a connection")
                .whenHung("it waits for the connection: a step starts it, or looks how far it has come, and returns");
    }

    private static Call<Optional<SocketChannel>> accept(Transcript transcript, ServerSocketChannel listener) {
        return Call.of(transcript, () -> Nonblocking.acceptStep(listener))
                .whenReturnedNull("null was returned: where nobody waits, that is an empty Optional")
                .whenHung("it waits for a caller: where none waits, that is an answer");
    }

    private static SocketChannel taken(Transcript transcript, ServerSocketChannel listener) {
        var taken = accept(transcript, listener).value();
        Check.of(transcript)
                .likely("somebody waits, and was not asked for, or was taken and lost")
                .holds(taken.isPresent(), "the connection that waits", "an empty Optional");
        return taken.orElseThrow();
    }

    // What is looked at afterwards

    private static void reads(Check check, ByteBuffer buffer, int from, String expected) {
        check.likelyIf(buffer.position() == from,
                "the position stands where it was: the buffer was rewound or flipped, which is for its caller to do, "
                        + "or another one was filled")
                .that("as the buffer's position", buffer.position())
                .is(from + expected.length());
        var bytes = new byte[expected.length()];
        buffer.get(from, bytes);
        check.that("in the buffer", bytes).is(expected);
    }

    private static void unharmed(Check check, Line line) {
        check.likely("the channel was closed: that is for its owner to do, who may still want to send")
                .holds(line.channel().isOpen(), "an open channel", "a closed one");
        nonblocking(check, line.channel());
    }

    private static void nonblocking(Check check, SelectableChannel channel) {
        check.likely("the channel was made blocking, and the next call on it will wait")
                .holds(!channel.isBlocking(), "a non-blocking channel", "a blocking one");
    }

    // The world of the tests

    /// A connection of which the answer holds one end, and a script the other.
    private record Line(ScriptedPeer peer, SocketChannel channel) implements AutoCloseable {
        static Line open() throws IOException {
            try (var listener = ServerSocketChannel.open().bind(new InetSocketAddress(HERE, 0), 1)) {
                var peer = ScriptedPeer.connect((InetSocketAddress) listener.getLocalAddress());
                var channel = listener.accept();
                channel.configureBlocking(false);
                return new Line(peer, channel);
            }
        }

        /// Waits until a read would have something to tell: bytes, the end, or a reset.
        void awaitBytes() throws IOException {
            await(channel, SelectionKey.OP_READ);
        }

        /// Waits until the end has arrived behind the bytes, which no read can tell yet; Linux does.
        void awaitEnd() throws IOException {
            peer.received();
            var arrived = String.format(":%04X 08 ", port(channel.getRemoteAddress()));
            var lists = Stream.of("tcp", "tcp6")
                    .map(Path.of("/proc/self/net")::resolve)
                    .filter(Files::isReadable)
                    .toList();
            if (!lists.isEmpty()) {
                // 08 is CLOSE_WAIT: the other side has ended its sending.
                Eventually.holds(() -> lists.stream().anyMatch(list -> text(list).contains(arrived)),
                        Deadline.in(Duration.ofSeconds(1)));
            }
        }

        private static String text(Path list) {
            try {
                return Files.readString(list, US_ASCII);
            } catch (IOException e) {
                return "";
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
            peer.close();
        }
    }

    /// A listener that has as many connections waiting as it takes, so that the next one hangs.
    private record FullQueue(ServerSocket listener, List<Socket> waiting) implements AutoCloseable {
        static FullQueue open() throws IOException {
            var queue = new FullQueue(new ServerSocket(0, 1, HERE), new ArrayList<>());
            // Linux takes one more than it was asked for.
            var callers = System.getProperty("os.name").startsWith("Linux") ? 2 : 200;
            try {
                for (var i = 0; i < callers; i++) {
                    var socket = new Socket();
                    queue.waiting.add(socket);
                    socket.connect(queue.address(), callers == 2 ? 2_000 : 200);
                }
            } catch (SocketTimeoutException e) {
                // Full.
            } catch (IOException e) {
                queue.close();
                throw new NotRun("a full queue does not keep callers waiting on this system", "run it on Linux");
            }
            return queue;
        }

        SocketAddress address() {
            return listener.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            for (var socket : waiting) {
                socket.close();
            }
            listener.close();
        }
    }

    private static SocketChannel nonblocking() throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        return channel;
    }

    private static ServerSocketChannel listener() throws IOException {
        var listener = ServerSocketChannel.open().bind(new InetSocketAddress(HERE, 0));
        listener.configureBlocking(false);
        return listener;
    }

    private static Transcript listening(ServerSocket listener) {
        var transcript = new Transcript();
        transcript.test("listened on port " + listener.getLocalPort());
        return transcript;
    }

    private static int port(SocketAddress address) {
        return ((InetSocketAddress) address).getPort();
    }

    /// Waits until the channel is ready for this. The channel may have become blocking in the answer's hands.
    private static void await(SelectableChannel channel, int operation) throws IOException {
        channel.configureBlocking(false);
        try (var selector = Selector.open()) {
            channel.register(selector, operation);
            selector.select(Deadline.ofTest().millis());
        }
    }
}
