package workbook.socketserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.LeaksAreJudgedBy;
import workbook.testkit.NotRun;
import workbook.testkit.Program;
import workbook.testkit.Python;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

@LeaksAreJudgedBy("leaves_nothing_open_when_it_is_closed")
class TcpServerTest {
    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");
    private static final int SOON = 1000;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final HandlerFactory<SocketChannel> NO_HANDLERS = (request, clientAddress, server) -> {
        throw new IllegalStateException("nobody asked for a handler");
    };

    private static final String NOBODY_S = "whoever gets an exception from a constructor gets no server, and can close "
            + "nothing: a channel that was opened before is the constructor's own to close";

    private final Transcript transcript = new Transcript();

    /// A server whose constants are others. They are there before the constructor of [TCPServer] begins.
    private static final class Tuned extends TCPServer {
        private final boolean reuseAddress;
        private final boolean reusePort;
        private final int queueSize;

        Tuned(SocketAddress address, boolean reuseAddress, boolean reusePort, int queueSize) throws IOException {
            this.reuseAddress = reuseAddress;
            this.reusePort = reusePort;
            this.queueSize = queueSize;
            super(address, NO_HANDLERS);
        }

        @Override
        protected boolean allowReuseAddress() {
            return reuseAddress;
        }

        @Override
        protected boolean allowReusePort() {
            return reusePort;
        }

        @Override
        protected int requestQueueSize() {
            return queueSize;
        }
    }

    @Test
    void says_where_it_is_bound() throws IOException {
        try (var server = open("a server on 127.0.0.1, port 0", () -> new TCPServer(ANY_PORT, NO_HANDLERS))) {
            var address = addressOf(server);
            Check.of(transcript)
                    .that("as the host", address.getAddress().getHostAddress())
                    .is("127.0.0.1")
                    .likely("0 stands for any free port: which one it has become, the channel knows once it is bound")
                    .holds(address.getPort() != 0, "a port from 1 to 65535", "port 0");
            try (var client = call("a client", address)) {
                Check.of(transcript).holds(client.isConnected(), "a client connected", "a client not connected");
            }
        }
    }

    @Test
    void still_knows_its_address_when_it_is_closed() throws IOException {
        var server = open("a server", () -> new TCPServer(ANY_PORT, NO_HANDLERS));
        // Closed by way of its channel, whatever the server makes of a second time.
        try (var channel = channelOf(server)) {
            var before = channel.getLocalAddress();
            transcript.test("closed it, before anybody had asked for its address");
            Call.doing(transcript, server::serverClose).completes();
            var after = Call.of(transcript, server::serverAddress)
                    .whenThrew(Exception.class,
                            "a closed channel was asked for its address, and has none any more: whoever "
                                    + "closes a server may still want to say which one it was")
                    .whenReturnedNull("the address was forgotten when the server was closed")
                    .value();
            Check.of(transcript).that("as serverAddress()", after).is(before);
        }
    }

    /// A server whose constants are fields with a value, which a subclass's fields get when its superclass is made.
    private static final class Late extends TCPServer {
        private final int queueSize = 2;
        private final List<String> asked = new ArrayList<>();

        Late(SocketAddress address) throws IOException {
            super(address, NO_HANDLERS, false);
        }

        private <T> T asked(String method, T value) {
            if (asked == null) {
                throw new IllegalStateException(method + " was called before this subclass had its fields");
            }
            asked.add(method);
            return value;
        }

        @Override
        protected boolean allowReuseAddress() {
            return asked("allowReuseAddress", true);
        }

        @Override
        protected boolean allowReusePort() {
            return asked("allowReusePort", false);
        }

        @Override
        protected int requestQueueSize() {
            return asked("requestQueueSize", queueSize);
        }
    }

    @Test
    void asks_a_subclass_nothing_before_it_is_bound() throws IOException {
        transcript.test("opened, with bindAndActivate false, a server whose three constants are fields of its own");
        try (var server = Call.of(transcript, () -> new Late(ANY_PORT))
                .whenThrew(IllegalStateException.class, "a constant was asked for by the constructor: a field of the "
                        + "subclass is still 0, false or null then. serverBind is the place to ask")
                .value()) {
            Check.of(transcript).that("asked for by the constructor", server.asked).is(List.of());
            transcript.test("called serverBind");
            Call.doing(transcript, server::serverBind).completes();
            Check.of(transcript)
                    .likely("the queue was given another size than that of the subclass")
                    .holds(server.asked.contains("requestQueueSize"), "that serverBind asks for requestQueueSize",
                            "it asked for " + server.asked);
        }
    }

    @Test
    void listens_at_an_address_of_ipv6_too() throws IOException {
        var address = new InetSocketAddress("::1", 0);
        try (var probe = ServerSocketChannel.open()) {
            probe.bind(address);
        } catch (IOException | UnsupportedAddressTypeException e) {
            throw new NotRun("this machine has no ::1", "run it on one with IPv6");
        }
        transcript.test("opened a server on ::1, port 0");
        try (var server = Call.of(transcript, () -> new TCPServer(address, NO_HANDLERS))
                .whenThrew(UnsupportedAddressTypeException.class,
                        "the channel was opened for IPv4 only: open() without a "
                                + "family takes both kinds")
                .value(); var client = call("a client", addressOf(server))) {
            Check.of(transcript).holds(client.isConnected(), "a client connected", "a client not connected");
        }
    }

    @Test
    void listens_only_when_it_is_told_to() throws IOException {
        try (var server = open("a server, with bindAndActivate false",
                () -> new TCPServer(ANY_PORT, NO_HANDLERS, false))) {
            var channel = channelOf(server);
            Check.of(transcript)
                    .likely("it is bound already: with bindAndActivate false that is for whoever has made it, who may "
                            + "want to set an option first")
                    .that("as the channel's address", String.valueOf(channel.getLocalAddress()))
                    .is("null")
                    .that("as serverAddress()", addressOf(server))
                    .is(ANY_PORT);
            transcript.test("called serverBind and serverActivate");
            Call.doing(transcript, server::serverBind).completes();
            Call.doing(transcript, server::serverActivate).completes();
            Check.of(transcript)
                    .likely("another channel was opened: whoever has set an option on the first one has set it for nothing")
                    .holds(channelOf(server) == channel, "the same channel as before", "another channel");
            try (var client = call("a client", addressOf(server))) {
                Check.of(transcript).holds(client.isConnected(), "a client connected", "a client not connected");
            }
        }
    }

    @Test
    void binds_and_then_activates() throws IOException {
        var steps = new ArrayList<String>();
        try (var server = open("a server that notes each step", () -> new TCPServer(ANY_PORT, NO_HANDLERS) {
            @Override
            void serverBind() throws IOException {
                steps.add("serverBind, channel " + (channel().isOpen() ? "open" : "closed"));
                super.serverBind();
            }

            @Override
            void serverActivate() throws IOException {
                steps.add("serverActivate, " + (channel().getLocalAddress() == null ? "not bound" : "bound"));
                super.serverActivate();
            }
        })) {
            Check.of(transcript)
                    .likely("the constructor binds the channel by itself: a subclass replaces serverBind and "
                            + "serverActivate to do more or something else, and then nobody comes by there")
                    .that("as the steps", steps)
                    .is(List.of("serverBind, channel open", "serverActivate, bound"));
            Check.of(transcript).holds(channelOf(server).isOpen(), "an open channel", "a closed one");
        }
    }

    /// The number is that of Python's own test for the same mistake.
    @Test
    void leaves_nothing_open_when_it_cannot_be_bound() throws IOException {
        try (var taken = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            var address = taken.getLocalSocketAddress();
            failsToOpen("1,024 servers, one after the other, on a port on which another program listens", 1024,
                    BindException.class, channels -> new TCPServer(address, NO_HANDLERS) {
                        @Override
                        void serverBind() throws IOException {
                            channels.add(channel());
                            super.serverBind();
                        }
                    });
        }
        failsToOpen("one whose serverActivate throws an IllegalStateException", 1, IllegalStateException.class,
                channels -> activatedBy(channels, () -> {
                    throw new IllegalStateException("no");
                }));
        failsToOpen("one whose serverActivate throws an IOException", 1, IOException.class,
                channels -> activatedBy(channels, () -> {
                    throw new IOException("no");
                }));
        failsToOpen("one whose serverActivate throws an Error", 1, AssertionError.class,
                channels -> activatedBy(channels, () -> {
                    throw new AssertionError("no");
                }));
    }

    private static TCPServer activatedBy(List<ServerSocketChannel> channels, Callable<Void> activation)
            throws IOException {
        return new TCPServer(ANY_PORT, NO_HANDLERS) {
            @Override
            void serverActivate() throws IOException {
                channels.add(channel());
                try {
                    activation.call();
                } catch (IOException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private interface Opening {
        TCPServer with(List<ServerSocketChannel> channels) throws IOException;
    }

    /// Each attempt throws this, and its channel is closed.
    private void failsToOpen(String what, int attempts, Class<? extends Throwable> thrown, Opening opening)
            throws IOException {
        var channels = new ArrayList<ServerSocketChannel>();
        transcript.test("opened " + what);
        try {
            Call.of(transcript, () -> {
                for (var attempt = 1; attempt < attempts; attempt++) {
                    try (var server = opening.with(channels)) {
                        return "a server";
                    } catch (BindException e) {
                        // The last one is looked at.
                    }
                }
                try (var server = opening.with(channels)) {
                    return "a server";
                }
            })
                    .whenReturned(server -> true, "the failure was swallowed, and what is returned serves nobody")
                    .whenThrew(Exception.class, "another exception comes out than went in: let what serverBind or "
                            + "serverActivate throws pass as it is")
                    .when(() -> channels.stream().filter(ServerSocketChannel::isOpen).count() > 1, NOBODY_S)
                    .throwsA(thrown);
            var left = channels.stream().filter(ServerSocketChannel::isOpen).count();
            Check.of(transcript)
                    .likelyIf(attempts == 1,
                            "only some kinds of failures are caught: an exception that is no IOException, "
                                    + "and an Error, leave a descriptor behind just the same")
                    .likely(NOBODY_S)
                    .that("as the number of channels left open", left)
                    .is(0L);
        } finally {
            for (var channel : channels) {
                channel.close();
            }
        }
    }

    /// As the servers with threads do: they wait for these when they are closed.
    private static final class Counting extends TCPServer {
        private final List<String> threads = new ArrayList<>();

        Counting(SocketAddress address) throws IOException {
            super(address, NO_HANDLERS);
        }

        @Override
        public void serverClose() throws IOException {
            super.serverClose();
            threads.clear();
        }
    }

    /// Where Python calls `server_close`: Java has not yet made the fields of a subclass.
    @Test
    void tells_why_it_cannot_be_bound() throws IOException {
        try (var taken = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
            transcript.test("opened, on a port that is taken, a server whose serverClose uses a field of its own");
            Call.of(transcript, () -> {
                try (var server = new Counting(taken.getLocalSocketAddress())) {
                    return "a server";
                }
            })
                    .whenThrew(NullPointerException.class,
                            "serverClose was called by the constructor, and is a subclass's: its "
                                    + "fields are null until the constructor of TCPServer is over. Now nobody learns that the port is "
                                    + "taken")
                    .throwsA(BindException.class);
        }
    }

    @Test
    void leaves_nothing_open_when_it_is_closed() throws IOException {
        InetSocketAddress address;
        ServerSocketChannel channel;
        transcript.test("opened a server in a try with resources, which closed it at its end");
        try (var server = Call.of(transcript, () -> new TCPServer(ANY_PORT, NO_HANDLERS)).value()) {
            address = addressOf(server);
            channel = channelOf(server);
        }
        Check.of(transcript)
                .likely("serverClose leaves the channel open, and clients go on connecting to a server that serves nobody")
                .holds(!isAnswered(address), "the next client refused", "the next client let in")
                .holds(!channel.isOpen(), "a channel that is closed", "an open channel");
    }

    @Test
    void closes_no_request_when_it_is_closed() throws IOException {
        try (var server = open("a server", () -> new TCPServer(ANY_PORT, NO_HANDLERS));
                var client = call("a client", addressOf(server));
                var request = requestOf(server, client)) {
            transcript.test("closed the server while a request was in hand");
            Call.doing(transcript, server::serverClose).completes();
            Check.of(transcript)
                    .likely("the last request was closed with the server: it may be a thread's, or a child's, that still "
                            + "answers it")
                    .holds(request.isOpen(), "the request open", "the request closed");
        }
    }

    @Test
    void is_one_of_two() throws IOException {
        try (var first = open("a server", () -> new TCPServer(ANY_PORT, NO_HANDLERS))) {
            var address = addressOf(first);
            try (var second = open("a second one", () -> new TCPServer(ANY_PORT, NO_HANDLERS))) {
                Check.of(transcript)
                        .likely("the second server took the place of the first: what an object remembers is not static")
                        .that("as the first one's serverAddress()", addressOf(first))
                        .is(address);
            }
            transcript.test("closed the second one");
            Check.of(transcript)
                    .likely("with the second server the first was closed: what an object remembers is not static")
                    .holds(isAnswered(address), "a client of the first let in", "a client of the first refused");
        }
    }

    @Test
    void can_be_closed_twice() throws IOException {
        try (var server = open("a server", () -> new TCPServer(ANY_PORT, NO_HANDLERS))) {
            transcript.test("closed it twice");
            Call.doing(transcript, server::serverClose).completes();
            Call.doing(transcript, server::serverClose)
                    .whenThrew(Exception.class, "what is closed was asked for something: to close again does nothing")
                    .completes();
        }
    }

    @Test
    void can_be_closed_before_anything_has_come() throws IOException {
        for (var isBound : new boolean[]{true, false}) {
            transcript.test("opened a server with bindAndActivate " + isBound
                    + " and a factory that can make no handler, and closed it at once");
            Call.doing(transcript, () -> new TCPServer(ANY_PORT, NO_HANDLERS, isBound).close())
                    .whenThrew(IllegalStateException.class,
                            "the factory was called: there is a handler for each request, "
                                    + "and no request has come")
                    .completes();
        }
    }

    @Test
    void hands_out_one_request_after_another() throws IOException {
        try (var server = open("a server", () -> new TCPServer(ANY_PORT, NO_HANDLERS))) {
            for (var name : List.of("a first client", "a second")) {
                try (var client = call(name, addressOf(server)); var request = requestOf(server, client)) {
                    Check.of(transcript)
                            .likely("a request that was accepted by a non-blocking channel is blocking all the same, until "
                                    + "somebody changes that: a handler reads and writes, and waits where it must")
                            .holds(request.isBlocking(), "a request in blocking mode", "one in non-blocking mode");
                    client.getOutputStream().write(Bytes.of(name));
                    var bytes = ByteBuffer.allocate(name.length());
                    while (bytes.hasRemaining() && request.read(bytes) >= 0) {
                        transcript.test("read what the client has sent");
                    }
                    Check.of(transcript).that("read from the request", bytes.array()).is(name);
                }
            }
        }
    }

    @Test
    void does_not_wait_for_a_request() throws IOException {
        try (var server = open("a server", () -> new TCPServer(ANY_PORT, NO_HANDLERS))) {
            transcript.test("called getRequest, and nobody had connected");
            Call.of(transcript, server::getRequest)
                    .whenHung(
                            "it waits in accept: a client can connect, wake the loop, and be gone before it is accepted, "
                                    + "and then the whole server would wait here for the next one")
                    .whenReturnedNull("null was returned for a request")
                    .whenReturned(accepted -> accepted.request() == null, "accept() of a channel that does not wait "
                            + "returns null if nobody is there, and that null was handed on")
                    .whenThrew(NullPointerException.class,
                            "accept() of a channel that does not wait returns null if nobody "
                                    + "is there")
                    .throwsA(IOException.class);
        }
    }

    /// The client's bytes are unread, so a mere close would send a reset (RFC 9293, 3.6.1; RFC 2525, 2.17).
    @Test
    void ends_a_request_in_peace() throws IOException {
        try (var server = open("a server", () -> new TCPServer(ANY_PORT, NO_HANDLERS));
                var client = call("a client", addressOf(server));
                var request = requestOf(server, client)) {
            transcript
                    .test("had the client send 5 bytes, which nobody read, wrote \"bye\", and called shutdownRequest");
            client.getOutputStream().write(Bytes.of("hello"));
            awaitReadable(request);
            request.write(ByteBuffer.wrap(Bytes.of("bye")));
            Call.doing(transcript, () -> server.shutdownRequest(request)).completes();
            Check.of(transcript)
                    .likely("the request was closed without a word. Where bytes of the client's are unread, that is a "
                            + "reset, and the client sees a failure in place of an end")
                    .that("as what the client heard", heard(client))
                    .is("bye, then the end")
                    .likely("the client was told that nothing more comes, and the request stays open: its descriptor is "
                            + "lost")
                    .holds(!request.isOpen(), "a closed request", "an open one");
        }
    }

    /// Unread bytes make a mere close a reset (RFC 2525, 2.17), and a goodbye before it an orderly end.
    @Test
    void closes_a_request_without_a_word_if_that_is_asked_for() throws IOException {
        linuxOnly();
        try (var server = open("a server", () -> new TCPServer(ANY_PORT, NO_HANDLERS));
                var client = call("a client", addressOf(server));
                var request = requestOf(server, client)) {
            transcript.test("had the client send 5 bytes, which nobody read, and called closeRequest");
            client.getOutputStream().write(Bytes.of("hello"));
            awaitReadable(request);
            Call.doing(transcript, () -> server.closeRequest(request)).completes();
            Check.of(transcript)
                    .likely("closeRequest says goodbye, too. That is shutdownRequest's: a server with processes closes its "
                            + "own copy of a connection, on which a child is still to answer")
                    .that("as what the client heard", heard(client))
                    .is("a reset");
        }
    }

    @Test
    void closes_a_request_whose_client_is_gone() throws IOException {
        try (var server = open("a server", () -> new TCPServer(ANY_PORT, NO_HANDLERS));
                var client = call("a client", addressOf(server));
                var request = requestOf(server, client)) {
            transcript.test("had the client reset the connection, and called shutdownRequest");
            client.setSoLinger(true, 0);
            client.close();
            awaitReset(request);
            Call.doing(transcript, () -> server.shutdownRequest(request))
                    .whenThrew(Exception.class, "who is gone cannot be told of an end, and that is no failure")
                    .completes();
            Check.of(transcript)
                    .likely("who is gone can be told nothing, and has a descriptor all the same")
                    .holds(!request.isOpen(), "a closed request", "an open one");
        }
    }

    @Test
    void forgives_a_handler_that_has_closed_its_request() throws IOException {
        try (var server = open("a server", () -> new TCPServer(ANY_PORT, NO_HANDLERS));
                var client = call("a client", addressOf(server));
                var request = requestOf(server, client)) {
            request.close();
            for (var name : List.of("shutdownRequest", "closeRequest")) {
                transcript.test("called " + name + " with a request that is closed already");
                Call.doing(transcript, () -> {
                    if (name.equals("closeRequest")) {
                        server.closeRequest(request);
                    } else {
                        server.shutdownRequest(request);
                    }
                })
                        .whenThrew(Exception.class,
                                "many a handler closes its connection, and then there is nothing left to do: "
                                        + "that is no failure")
                        .completes();
            }
        }
    }

    /// A server with processes closes its copy of a request that goes on in a child.
    @Test
    void closes_a_request_by_way_of_close_request() throws IOException {
        var steps = new ArrayList<String>();
        try (var server = open("a server that notes each step", () -> new TCPServer(ANY_PORT, NO_HANDLERS) {
            @Override
            public void closeRequest(SocketChannel request) {
                steps.add("closeRequest");
                super.closeRequest(request);
            }
        });
                var client = call("a client", addressOf(server));
                var request = requestOf(server, client)) {
            transcript.test("called shutdownRequest");
            Call.doing(transcript, () -> server.shutdownRequest(request)).completes();
            Check.of(transcript)
                    .likely("shutdownRequest closes the request by itself: a subclass that replaces closeRequest is passed "
                            + "over")
                    .that("as the steps", steps)
                    .is(List.of("closeRequest"))
                    .holds(!request.isOpen(), "a closed request", "an open one");
            transcript.test("called it once more, with the request closed");
            Call.doing(transcript, () -> server.shutdownRequest(request)).completes();
            Check.of(transcript)
                    .likely("one try is around both: what the goodbye throws leaves closeRequest out, and with it the "
                            + "subclass that replaces it")
                    .that("as the steps of both", steps)
                    .is(List.of("closeRequest", "closeRequest"));
        }
    }

    /// The numbers are Linux's: one more than the size, and whoever comes then is not answered.
    @Test
    void lets_no_more_wait_than_the_queue_size_says() throws IOException {
        var clients = new ArrayList<Socket>();
        try (var server = open("a server with a requestQueueSize of 2",
                () -> new Tuned(ANY_PORT, false, false, 2))) {
            var address = addressOf(server);
            while (clients.size() < 8 && tryCall(address, clients)) {
                if (clients.size() == 3) {
                    // The kernel at the server's end may be a moment behind.
                    Eventually.holds(() -> TcpServerQueue.length(address.getPort()).orElse(3) >= 3,
                            Deadline.in(Duration.ofMillis(50)));
                }
            }
            var count = clients.size();
            transcript.test("connected one client after the other, and accepted none");
            Check.of(transcript)
                    .likelyIf(count == 6,
                            "the size was written down where it is used: a subclass that wants another one "
                                    + "replaces requestQueueSize()")
                    .likelyIf(count < 3, "less was passed on than the size that was asked for")
                    .likely("the size did not reach the kernel: without one, or with one below 1, Java takes 50")
                    .holds(LINUX ? count == 3 : count < 8,
                            LINUX ? "3 clients let in, and a fourth kept waiting" : "fewer than 8 clients let in",
                            count + " clients let in" + (count == 8 ? ", and room for more" : ""));
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    /// The server's end closes first, so the connection stays on the port for a while, in TIME-WAIT (RFC 9293, 3.3.2).
    @Test
    void does_not_bind_where_a_connection_is_hardly_over() throws IOException {
        linuxOnly();
        var address = leaveTimeWait();
        transcript.test("opened one whose allowReuseAddress says false on the same port");
        Call.of(transcript, () -> {
            try (var server = new TCPServer(address, NO_HANDLERS)) {
                return "a server that listens";
            }
        })
                .whenReturned(server -> true,
                        "SO_REUSEADDR was on, though allowReuseAddress() says false: Java has it "
                                + "switched on in every listening channel, and what is set after bind comes too late")
                .throwsA(BindException.class);
    }

    @Test
    void binds_there_all_the_same_if_that_is_allowed() throws IOException {
        linuxOnly();
        var address = leaveTimeWait();
        transcript.test("opened another one of its kind on the same port");
        Call.doing(transcript, () -> new Tuned(address, true, false, 5).close())
                .whenThrew(BindException.class,
                        "allowReuseAddress() says true here, and nobody has asked it: a subclass "
                                + "replaces it")
                .completes();
    }

    /// Where a server has been that has closed a connection, and that would not have minded to find one there.
    private InetSocketAddress leaveTimeWait() throws IOException {
        var server = open("a server whose allowReuseAddress says true", () -> new Tuned(ANY_PORT, true, false, 5));
        try (server; var client = call("a client", addressOf(server))) {
            var channel = channelOf(server);
            awaitReady(channel);
            transcript.test("closed its connection, and then the server");
            channel.accept().close();
            Check.of(transcript).that("heard by the client", heard(client)).is("the end");
            return addressOf(server);
        }
    }

    @Test
    void shares_its_port_if_that_is_allowed() throws IOException {
        try (var any = ServerSocketChannel.open()) {
            if (!any.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                throw new NotRun("this system has no SO_REUSEPORT", "run it on Linux");
            }
        }
        try (var first = open("a server whose allowReusePort says true", () -> new Tuned(ANY_PORT, false, true, 5))) {
            var address = addressOf(first);
            transcript.test("opened another one of its kind on the same port");
            Call.doing(transcript, () -> new Tuned(address, false, true, 5).close())
                    .whenThrew(BindException.class,
                            "allowReusePort() says true here, and SO_REUSEPORT is not set: both "
                                    + "servers have to set it before they bind")
                    .completes();
            transcript.test("opened one whose allowReusePort says false");
            Call.of(transcript, () -> {
                try (var third = new TCPServer(address, NO_HANDLERS)) {
                    return "a server that listens";
                }
            })
                    .whenReturned(server -> true, "SO_REUSEPORT was set, and nobody has allowed it")
                    .throwsA(BindException.class);
        }
    }

    @Test
    void listens_at_a_path_too() throws IOException {
        var folder = Files.createTempDirectory("wb");
        var path = UnixDomainSocketAddress.of(folder.resolve("s"));
        transcript.test("opened a server at a path, " + path);
        try (var server = Call.of(transcript, () -> new TCPServer(path, NO_HANDLERS))
                .whenThrew(UnsupportedOperationException.class,
                        "an option was set that a channel of this family does not "
                                + "have: its supportedOptions() say which it has")
                .whenThrew(UnsupportedAddressTypeException.class, "the channel was opened for addresses "
                        + "of the internet: the family is chosen when it is opened, with StandardProtocolFamily.UNIX for a "
                        + "path")
                .whenThrew(ClassCastException.class, "the address was taken for one of the internet")
                .value()) {
            Check.of(transcript).that("as serverAddress()", server.serverAddress()).is(path);
            try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                client.connect(path);
                awaitReady(channelOf(server));
                var accepted = Call.of(transcript, server::getRequest).value();
                transcript.test("connected a client, and called shutdownRequest with its request");
                Call.doing(transcript, () -> server.shutdownRequest(accepted.request())).completes();
                Check.of(transcript)
                        .that("as what read() returned at the client", client.read(ByteBuffer.allocate(1)))
                        .is(-1)
                        .holds(!accepted.request().isOpen(), "a closed request", "an open one");
            }
        } finally {
            Files.deleteIfExists(folder.resolve("s"));
            Files.delete(folder);
        }
    }

    @Test
    @Witness("ss")
    void shows_its_queue_in_ss() throws IOException {
        for (var size : new int[]{5, 3}) {
            try (var server = open("a server with a requestQueueSize of " + size,
                    () -> size == 5 ? new TCPServer(ANY_PORT, NO_HANDLERS) : new Tuned(ANY_PORT, false, false, size));
                    var ss = Program.named("ss").start(transcript, List.of("-Hltn"))) {
                ss.exit();
                var port = ":" + addressOf(server).getPort();
                var line = new String(ss.out(), US_ASCII).lines()
                        .filter(row -> row.split("\\s+")[3].endsWith(port))
                        .findFirst()
                        .orElse("no line with port " + port);
                Check.of(transcript)
                        .holds(line.split("\\s+")[2].equals(Integer.toString(size)), "a Send-Q of " + size, line);
            }
        }
    }

    /// Each line is one that a server of this kind prints in both languages.
    @Test
    @Witness("python3")
    void is_like_python_s_own() throws IOException {
        linuxOnly();
        var program = """
                import errno, socket, socketserver
                bound = socketserver.TCPServer(("127.0.0.1", 0), None)
                print("a port:", bound.server_address[1] != 0)
                option = lambda name: bound.socket.getsockopt(socket.SOL_SOCKET, name) != 0
                print("address again:", option(socket.SO_REUSEADDR))
                print("port again:", option(socket.SO_REUSEPORT))
                print("queue:", bound.request_queue_size)
                client = socket.create_connection(bound.server_address)
                request, client_address = bound.get_request()
                print("client:", client_address == client.getsockname())
                client.sendall(b"unread")
                request.recv(1, socket.MSG_PEEK)
                bound.shutdown_request(request)
                print("heard:", client.recv(1))
                client.close()
                client = socket.create_connection(bound.server_address)
                bound.shutdown_request(bound.get_request()[0])
                print("heard:", client.recv(1))
                client.close()
                bound.server_close()
                bound.server_close()
                print("still known:", bound.server_address[1] != 0)
                print("open:", bound.fileno() != -1)
                try:
                    socketserver.TCPServer(bound.server_address, None)
                    print("second: listens")
                except OSError as e:
                    print("second:", errno.errorcode[e.errno])
                unbound = socketserver.TCPServer(("127.0.0.1", 0), None, False)
                print("unbound:", unbound.server_address)
                unbound.server_close()
                """;
        var lines = new ArrayList<String>();
        var bound = open("a server", () -> new TCPServer(ANY_PORT, NO_HANDLERS));
        try (var python = Python.runs(program); bound) {
            var channel = channelOf(bound);
            lines.add("a port: " + python(addressOf(bound).getPort() != 0));
            lines.add("address again: " + python(channel.getOption(StandardSocketOptions.SO_REUSEADDR)));
            lines.add("port again: " + python(channel.getOption(StandardSocketOptions.SO_REUSEPORT)));
            lines.add("queue: " + bound.requestQueueSize());
            try (var client = call("a client", addressOf(bound)); var request = requestOf(bound, client)) {
                lines.add("client: " + python(request.getRemoteAddress().equals(client.getLocalSocketAddress())));
                client.getOutputStream().write(Bytes.of("unread"));
                awaitReadable(request);
                bound.shutdownRequest(request);
                lines.add("heard: b'" + heard(client).replace("the end", "") + "'");
            }
            try (var client = call("a client", addressOf(bound)); var request = requestOf(bound, client)) {
                bound.shutdownRequest(request);
                lines.add("heard: b'" + heard(client).replace("the end", "") + "'");
            }
            bound.serverClose();
            bound.serverClose();
            lines.add("still known: " + python(addressOf(bound).getPort() != 0));
            lines.add("open: " + python(channel.isOpen()));
            try (var second = new TCPServer(addressOf(bound), NO_HANDLERS)) {
                lines.add("second: listens");
            } catch (BindException e) {
                lines.add("second: EADDRINUSE");
            }
            try (var unbound = new TCPServer(ANY_PORT, NO_HANDLERS, false)) {
                var address = addressOf(unbound);
                lines.add("unbound: ('" + address.getAddress().getHostAddress() + "', " + address.getPort() + ")");
            }
            Check.of(python.transcript())
                    .that("of your server", String.join("\n", lines) + "\n")
                    .is(new String(python.printed(), US_ASCII));
        }
    }

    private static String python(boolean value) {
        return value ? "True" : "False";
    }

    // The answer's side

    private TCPServer open(String what, Callable<TCPServer> opening) {
        transcript.test("opened " + what);
        return Call.of(transcript, opening).value();
    }

    private InetSocketAddress addressOf(TCPServer server) {
        return (InetSocketAddress) Call.of(transcript, server::serverAddress)
                .whenReturnedNull("null was returned in place of an address")
                .value();
    }

    private ServerSocketChannel channelOf(TCPServer server) {
        return Call.of(transcript, server::channel)
                .whenReturnedNull("null was returned in place of a channel")
                .value();
    }

    /// The request of this client, who is the only one that waits.
    private SocketChannel requestOf(TCPServer server, Socket client) throws IOException {
        awaitReady(channelOf(server));
        var accepted = Call.of(transcript, server::getRequest).value();
        Check.of(transcript)
                .that("as the client's address", accepted.clientAddress())
                .is(client.getLocalSocketAddress());
        return accepted.request();
    }

    /// Until somebody can be accepted, or for a while.
    private void awaitReady(ServerSocketChannel channel) throws IOException {
        Check.of(transcript)
                .likely("a selector watches the server's channel, and can watch only one that does not wait by itself")
                .holds(!channel.isBlocking(), "a channel in non-blocking mode", "one in blocking mode");
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_ACCEPT);
            selector.select(SOON);
        }
    }

    // The clients' side

    private Socket call(String name, InetSocketAddress server) throws IOException {
        var client = new Socket();
        try {
            client.connect(server, SOON);
            client.setSoTimeout(SOON);
            TestSide.has(client);
            transcript.test(name + " connected");
            return client;
        } catch (IOException e) {
            client.close();
            transcript.test(name + " called port " + server.getPort());
            Check.of(transcript)
                    .likely("nobody listens on the port that serverAddress() names")
                    .holds(false, "a connection", e.getMessage());
            throw e;
        }
    }

    /// Whether one more client gets through; 150 ms are much for a handshake on loopback.
    private static boolean tryCall(InetSocketAddress server, List<Socket> clients) throws IOException {
        var client = new Socket();
        try {
            client.connect(server, 150);
            TestSide.has(client);
            clients.add(client);
            return true;
        } catch (IOException e) {
            client.close();
            return false;
        }
    }

    private static boolean isAnswered(InetSocketAddress server) {
        try (var client = new Socket()) {
            client.connect(server, SOON);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Everything until the end, and what the end was.
    private static String heard(Socket client) {
        var text = new StringBuilder();
        try {
            var in = client.getInputStream();
            for (var next = in.read(); next >= 0; next = in.read()) {
                text.append((char) next);
            }
            return text.append(text.isEmpty() ? "the end" : ", then the end").toString();
        } catch (SocketTimeoutException e) {
            return text.append(text.isEmpty() ? "nothing" : ", then nothing").toString();
        } catch (IOException e) {
            return text.append(text.isEmpty() ? "a reset" : ", then a reset").toString();
        }
    }

    /// Until what the client has sent is there; it stays unread.
    private static void awaitReadable(SocketChannel request) throws IOException {
        request.configureBlocking(false);
        try (var selector = Selector.open()) {
            request.register(selector, SelectionKey.OP_READ);
            selector.select(SOON);
        }
        request.configureBlocking(true);
    }

    private static void awaitReset(SocketChannel request) throws IOException {
        awaitReadable(request);
        try {
            request.read(ByteBuffer.allocate(1));
        } catch (SocketException e) {
            // That is it.
        }
    }

    private static void linuxOnly() {
        if (!LINUX) {
            throw new NotRun("which connections hold a port is told as Linux does it", "run it on Linux");
        }
    }
}
