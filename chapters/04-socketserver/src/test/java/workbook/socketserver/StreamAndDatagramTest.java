package workbook.socketserver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static workbook.socketserver.StreamAndDatagramHandlers.ECHO;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import workbook.socketserver.StreamAndDatagramHandlers.Body;
import workbook.socketserver.StreamAndDatagramHandlers.OfDatagram;
import workbook.socketserver.StreamAndDatagramHandlers.OfStream;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.ExerciseFailure;
import workbook.testkit.Python;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class StreamAndDatagramTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int PATIENCE = 300;
    private static final int MANY = 1 << 20;

    private final Transcript transcript = new Transcript();

    // A connection.

    @Test
    void one_body_echoes_a_connection() throws IOException {
        try (var line = new StreamAndDatagramLine()) {
            line.sends("hello").halfCloses();
            line.running(line.handler(ECHO)).completes();
            Check.of(line.transcript).that("as what the client got", line.gets(5)).is("hello");
        }
    }

    @Test
    void sends_each_write_at_once() throws IOException {
        try (var line = new StreamAndDatagramLine()) {
            var seen = new ArrayList<String>();
            line.transcript.test("had a handler write \"name? \" and look at what the client has got by then");
            Call.doing(line.transcript, line.handler((_, wfile) -> {
                wfile.write("name? ".getBytes(US_ASCII));
                seen.add(line.gets(6));
            })::run).completes();
            Check.of(line.transcript)
                    .likely("the write waits in a buffer until finish: whoever asks something, and waits for the answer "
                            + "before it goes on, waits for ever")
                    .that("as what the client had got before finish", seen.getFirst())
                    .is("name? ");
        }
    }

    @Test
    void loses_nothing_between_two_reads() throws IOException {
        try (var line = new StreamAndDatagramLine()) {
            line.sends("one\ntwo\nthree\n").halfCloses();
            var lines = new ArrayList<String>();
            var handlers = new ArrayList<OfStream>();
            handlers.add(line.handler((_, _) -> {
                for (var i = 0; i < 3; i++) {
                    lines.add(nextLine(handlers.getFirst().itsInput()));
                }
            }));
            line.transcript.test("had a handler read three lines, each from the rfile() that it asked for then");
            Call.doing(line.transcript, handlers.getFirst()::run).completes();
            Check.of(line.transcript)
                    .likely("each rfile() is a stream of its own, with a buffer of its own: what the first one has taken "
                            + "beyond the first line, no other one will see")
                    .that("as the lines", lines)
                    .is(List.of("one", "two", "three"));
        }
    }

    private static String nextLine(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    @Test
    void takes_what_is_there_at_one_read() throws IOException {
        try (var line = new StreamAndDatagramLine()) {
            line.sends("hello").arrives(5);
            var left = new ArrayList<Integer>();
            line.transcript.test("had a handler read one byte");
            Call.doing(line.transcript, line.handler((rfile, _) -> {
                rfile.read();
                left.add(StreamAndDatagramLine.available(line.request.socket().getInputStream()));
            })::run).completes();
            Check.of(line.transcript)
                    .likely("rfile has no buffer: a handler that reads byte by byte calls the kernel for each of them")
                    .holds(left.getFirst() == 0, "nothing left in the kernel", left.getFirst() + " bytes left there");
        }
    }

    @Test
    void gives_up_a_read_after_its_time_limit() throws IOException {
        try (var line = new StreamAndDatagramLine()) {
            var hasClosed = new AtomicBoolean();
            var closing = Thread.ofPlatform().daemon().start(() -> {
                try {
                    Thread.sleep(4 * PATIENCE);
                    hasClosed.set(true);
                    line.client.close();
                } catch (IOException | InterruptedException e) {
                    // The test is over.
                }
            });
            line.transcript.test("said nothing, and had a handler with a timeout() of 50 ms read");
            Call.doing(line.transcript,
                    line.handler((rfile, _) -> rfile.read()).limitedTo(Duration.ofMillis(PATIENCE / 6))::run)
                    .when(hasClosed::get,
                            "the read waited until the client closed: timeout() went unasked, or "
                                    + "the stream is the channel's own, which knows no time limit")
                    .throwsA(SocketTimeoutException.class);
            closing.interrupt();
        }
    }

    @Test
    void has_the_last_word_about_nagle() throws IOException {
        for (var isDisabled : List.of(true, false)) {
            try (var line = new StreamAndDatagramLine()) {
                var noDelay = new ArrayList<Boolean>();
                var handler = line
                        .handler((_, _) -> noDelay.add(line.request.getOption(StandardSocketOptions.TCP_NODELAY)));
                line.transcript.test("had a handler run, whose disableNagleAlgorithm() is " + isDisabled);
                Call.doing(line.transcript, (isDisabled ? handler.withoutNagle() : handler)::run).completes();
                Check.of(line.transcript)
                        .likelyIf(isDisabled, "nobody sets TCP_NODELAY to true, or somebody sets it back")
                        .likely("Connection.out() sets TCP_NODELAY to true, and that was the last word")
                        .that("as TCP_NODELAY in handle", noDelay.getFirst())
                        .is(isDisabled);
            }
        }
    }

    @Test
    void leaves_the_connection_to_the_server() throws IOException {
        try (var line = new StreamAndDatagramLine()) {
            line.sends("hello").halfCloses();
            line.running(line.handler(ECHO)).completes();
            var likely = "closing a stream of a connection closes the connection, unlike with Python's files. What the "
                    + "server does at the end of a request, it now does to a closed one";
            Check.of(line.transcript)
                    .likely(likely)
                    .holds(line.request.isOpen(), "the request open after finish", "the request closed");
            line.transcript.test("sent one byte more after finish, as a server may");
            Call.of(line.transcript, () -> line.request.write(ByteBuffer.wrap(new byte[]{'!'})))
                    .whenThrew(ClosedChannelException.class,
                            "finish has ended the output, which is the server's to end")
                    .returns(1);
        }
    }

    @Test
    void does_not_mind_at_the_end_that_the_connection_is_gone() throws IOException {
        try (var line = new StreamAndDatagramLine()) {
            var handlers = new ArrayList<OfStream>();
            handlers.add(line.handler((_, wfile) -> {
                handlers.getFirst().itsConnection().close();
                try {
                    wfile.write('!');
                } catch (IOException e) {
                    // That is what a handler that knows its business does here.
                }
            }));
            line.transcript.test("had a handler close the connection, and catch what a write throws then");
            Call.doing(line.transcript, handlers.getFirst()::run)
                    .whenThrew(IOException.class,
                            "finish flushes, and there is nobody any more: that is how many connections end, and no "
                                    + "error of the handler")
                    .completes();
        }
    }

    @Test
    void carries_what_is_written_against_connections() throws IOException {
        try (var line = new StreamAndDatagramLine()) {
            line.sends("hello").halfCloses();
            var handlers = new ArrayList<OfStream>();
            handlers.add(line.handler((_, _) -> {
                var connection = handlers.getFirst().itsConnection();
                connection.in().transferTo(connection.out());
            }));
            line.transcript.test("had a handler echo by its connection() alone");
            Call.doing(line.transcript, handlers.getFirst()::run).completes();
            Check.of(line.transcript).that("as what the client got", line.gets(5)).is("hello");
        }
    }

    @Test
    void one_body_echoes_a_connection_of_a_unix_domain() throws Exception {
        var folder = Files.createTempDirectory("uds");
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                var client = SocketChannel.open(address);
                var request = listener.accept()) {
            transcript.test("connected by a UNIX domain, and sent a megabyte");
            var got = CompletableFuture.supplyAsync(() -> exchange(client, "x".repeat(MANY)),
                    Thread::startVirtualThread);
            var server = new RequestHandlerServer<SocketChannel>((_, _, _) -> {
                throw new IllegalStateException("nobody asked for a handler");
            });
            var handler = new OfStream(request, request.getRemoteAddress(), server, ECHO)
                    .limitedTo(Duration.ofSeconds(3))
                    .withoutNagle();
            Call.doing(transcript, () -> {
                handler.run();
                request.close();
            })
                    .whenThrew(IllegalBlockingModeException.class,
                            "the connection has made the channel non-blocking: read and write through it, and not through the "
                                    + "channel")
                    .whenThrew(UnsupportedOperationException.class,
                            "a channel of a UNIX domain has no socket(), and no option of TCP; Connection.of takes the "
                                    + "channel itself")
                    .completes();
            Check.of(transcript)
                    .likely("a channel's write may take a part of what it is given; the connection's stream writes it whole")
                    .that("bytes got by the client", got.get().length())
                    .is(MANY);
        } finally {
            Files.deleteIfExists(folder.resolve("s"));
            Files.deleteIfExists(folder);
        }
    }

    /// Sends while it reads, as whoever sends much to an echo must.
    private static String exchange(SocketChannel client, String text) {
        var sender = CompletableFuture.runAsync(() -> {
            try {
                var rest = ByteBuffer.wrap(text.getBytes(US_ASCII));
                while (rest.hasRemaining()) {
                    client.write(rest);
                }
                client.shutdownOutput();
            } catch (IOException e) {
                // The reader tells it.
            }
        }, Thread::startVirtualThread);
        try {
            // Not Channels.newInputStream: it would share a lock with the sender.
            var all = ByteBuffer.allocate(text.length() + 1);
            while (all.hasRemaining() && client.read(all) >= 0) {
                continue;
            }
            sender.join();
            return new String(all.array(), 0, all.position(), US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void serves_connections_one_after_the_other() throws Exception {
        transcript.test("had a TCPServer with an echo serve two clients, one after the other");
        try (var server = new TCPServer(ANY_PORT, (request, client, by) -> new OfStream(request, client, by, ECHO))) {
            serving(server, () -> {
                for (var text : List.of("hello", "good day")) {
                    try (var client = new Socket()) {
                        client.connect(server.serverAddress());
                        client.setSoTimeout(PATIENCE * 10);
                        TestSide.has(client);
                        client.getOutputStream().write(text.getBytes(US_ASCII));
                        client.shutdownOutput();
                        var got = Call.of(transcript, () -> client.getInputStream().readAllBytes()).value();
                        Check.of(transcript).that("as what the client got", got).is(text);
                    }
                }
            });
        }
    }

    private interface Act {
        void run() throws Exception;
    }

    private void serving(BaseServer<?> server, Act act) throws Exception {
        var loop = new FutureTask<>(() -> {
            server.serveForever(POLL);
            return null;
        });
        Thread.ofPlatform().daemon().start(loop);
        try {
            act.run();
        } catch (ExerciseFailure failure) {
            server.shutdown();
            // Why the loop has ended, if it has, says more than what its client missed.
            endOf(loop).completes();
            throw failure;
        }
        server.shutdown();
        endOf(loop).completes();
    }

    private Call<Void> endOf(FutureTask<?> loop) {
        return Call.doing(transcript, () -> {
            try {
                loop.get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case Exception cause -> throw cause;
                    case Error cause -> throw cause;
                    default -> throw e;
                }
            }
        });
    }

    // A connection, looked at closely.

    @Test
    void keeps_the_streams_of_each_handler() throws IOException {
        try (var outside = new StreamAndDatagramLine(); var inside = new StreamAndDatagramLine()) {
            var other = inside.handler((_, wfile) -> wfile.write("inside".getBytes(US_ASCII)));
            var handlers = new ArrayList<OfStream>();
            handlers.add(outside.handler((_, _) -> {
                other.run();
                handlers.getFirst().itsOutput().write("outside".getBytes(US_ASCII));
            }));
            outside.transcript.test("had a handler run while another one runs, and each write to its client");
            Call.doing(outside.transcript, handlers.getFirst()::run).completes();
            Check.of(outside.transcript)
                    .likely("each handler has streams of its own: something is static that is the object's")
                    .that("as what its client got", outside.gets(7))
                    .is("outside");
        }
        try (var letters = new Letters(); var channel = bound()) {
            var server = new RequestHandlerServer<Datagram>((_, _, _) -> {
                throw new IllegalStateException("nobody asked for a handler");
            });
            var accepted = letters.sent("hello", channel);
            var other = new OfDatagram(accepted.request(), accepted.clientAddress(), server, ECHO);
            var handlers = new ArrayList<OfDatagram>();
            handlers.add(new OfDatagram(accepted.request(), accepted.clientAddress(), server, (_, _) -> {
                handlers.getFirst().itsOutput().write("out".getBytes(US_ASCII));
                other.run();
                handlers.getFirst().itsOutput().write("side".getBytes(US_ASCII));
            }));
            transcript.test("had a handler of a datagram run while another one runs, and each answer");
            Call.doing(transcript, handlers.getFirst()::run).completes();
            Check.of(transcript)
                    .likely("each handler has streams of its own: something is static that is the object's")
                    .that("as the answers", List.of(letters.gets(), letters.gets()))
                    .is(List.of("hello", "outside"));
        }
    }

    @Test
    void gives_up_after_the_limit_that_was_set() throws IOException {
        for (var limit : List.of(Duration.ofMillis(50), Duration.ofNanos(500_000))) {
            try (var line = new StreamAndDatagramLine()) {
                line.transcript.test("said nothing, and had handlers with a timeout() of " + limit.toNanos() / 1_000
                        + " µs read");
                var shortest = Duration.ofDays(1);
                // A machine that has much to do gets three tries.
                for (var attempt = 0; attempt < 3 && shortest.toMillis() > PATIENCE; attempt++) {
                    var begin = System.nanoTime();
                    Call.doing(line.transcript, line.handler((rfile, _) -> rfile.read()).limitedTo(limit)::run)
                            .whenHung(
                                    "a limit of less than a millisecond is one, and 0 is for ever: Connection.timeout knows it")
                            .throwsA(SocketTimeoutException.class);
                    var lasted = Duration.ofNanos(System.nanoTime() - begin);
                    shortest = lasted.compareTo(shortest) < 0 ? lasted : shortest;
                }
                Check.of(line.transcript)
                        .likely("how long a read waits is for timeout() to say")
                        .holds(shortest.toMillis() <= PATIENCE,
                                "the end of a read after about " + limit.toMillis() + " ms",
                                "the end after " + shortest.toMillis() + " ms");
            }
        }
    }

    private interface OverUnix {
        void run(SocketChannel client, StreamAndDatagramCounted request) throws Exception;
    }

    private static OfStream over(SocketChannel request, Body body) throws IOException {
        return new OfStream(request, request.getRemoteAddress(), new RequestHandlerServer<SocketChannel>((_, _, _) -> {
            throw new IllegalStateException("nobody asked for a handler");
        }), body);
    }

    private void overUnix(OverUnix act) throws Exception {
        var folder = Files.createTempDirectory("uds");
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                var client = SocketChannel.open(address);
                var request = listener.accept()) {
            transcript.test("connected by a UNIX domain");
            act.run(client, new StreamAndDatagramCounted(request));
        } finally {
            Files.deleteIfExists(folder.resolve("s"));
            Files.deleteIfExists(folder);
        }
    }

    @Test
    void asks_the_kernel_once_for_what_is_there() throws Exception {
        overUnix((client, request) -> {
            client.write(ByteBuffer.wrap(new byte[1000]));
            transcript.test("sent 1000 bytes, and had a handler read them one at a time");
            Call.doing(transcript, over(request, (rfile, _) -> {
                for (var i = 0; i < 1000; i++) {
                    rfile.read();
                }
            })::run).completes();
            Check.of(transcript)
                    .likely("the buffer of rfile is too small, or there is none")
                    .holds(request.reads <= 2, "1 or 2 reads of the kernel", request.reads + " of them");
        });
    }

    @Test
    void sends_each_write_whole() throws Exception {
        overUnix((_, request) -> {
            transcript.test("had a handler write 1000 bytes at once");
            Call.doing(transcript, over(request, (_, wfile) -> wfile.write(new byte[1000]))::run).completes();
            Check.of(transcript)
                    .likely("a FilterOutputStream writes an array byte by byte, unless its write(byte[], int, int) is "
                            + "replaced")
                    .holds(request.writes <= 2, "1 or 2 writes to the kernel", request.writes + " of them");
        });
    }

    @Test
    void sends_a_single_byte_at_once_too() throws IOException {
        try (var line = new StreamAndDatagramLine()) {
            var seen = new ArrayList<String>();
            line.transcript.test("had a handler write '?' alone and look at what the client has got by then");
            Call.doing(line.transcript, line.handler((_, wfile) -> {
                wfile.write('?');
                seen.add(line.gets(1));
            })::run).completes();
            Check.of(line.transcript)
                    .likely("the byte waits in a buffer until finish")
                    .that("as what the client had got before finish", seen.getFirst())
                    .is("?");
        }
    }

    @Test
    void tells_the_handler_that_nobody_is_there() throws IOException {
        try (var line = new StreamAndDatagramLine()) {
            var handlers = new ArrayList<OfStream>();
            handlers.add(line.handler((_, wfile) -> {
                handlers.getFirst().itsConnection().close();
                wfile.write('!');
            }));
            line.transcript.test("had a handler close the connection, and write");
            Call.doing(line.transcript, handlers.getFirst()::run)
                    .when(() -> true, "a PrintStream keeps to itself what a write throws")
                    .throwsA(IOException.class);
        }
    }

    @Test
    void gives_the_same_as_often_as_one_asks() throws Exception {
        try (var line = new StreamAndDatagramLine()) {
            var handlers = new ArrayList<OfStream>();
            var same = new ArrayList<Boolean>();
            handlers.add(line.handler((_, _) -> {
                var handler = handlers.getFirst();
                same.add(handler.itsConnection() == handler.itsConnection());
                same.add(handler.itsInput() == handler.itsInput());
                same.add(handler.itsOutput() == handler.itsOutput());
            }));
            line.transcript.test("had a handler ask twice for its connection(), rfile() and wfile()");
            Call.doing(line.transcript, handlers.getFirst()::run).completes();
            Check.of(line.transcript)
                    .likely("made anew by each call; a new Connection knows of no time limit, and a new buffer is empty")
                    .that("as whether both were the same", same)
                    .is(List.of(true, true, true));
        }
        try (var letters = new Letters(); var channel = bound()) {
            var accepted = letters.sent("one\ntwo\n", channel);
            var lines = new ArrayList<String>();
            var handlers = new ArrayList<OfDatagram>();
            handlers.add(new OfDatagram(accepted.request(), accepted.clientAddress(),
                    new RequestHandlerServer<Datagram>((_, _, _) -> {
                        throw new IllegalStateException("nobody asked for a handler");
                    }), (_, _) -> {
                        for (var i = 0; i < 2; i++) {
                            lines.add(nextLine(handlers.getFirst().itsInput()));
                            handlers.getFirst().itsOutput().write('0' + i);
                        }
                    }));
            transcript.test(
                    "had a handler of a datagram read two lines and write two bytes, each from the rfile() and to "
                            + "the wfile() that it asked for then");
            Call.doing(transcript, handlers.getFirst()::run).completes();
            Check.of(transcript)
                    .likely("each rfile() begins anew")
                    .that("as the lines", lines)
                    .is(List.of("one", "two"))
                    .likely("each wfile() begins anew, and only the last one is sent")
                    .that("as the answer", letters.gets())
                    .is("01");
        }
    }

    @Test
    void gives_up_a_read_of_a_unix_domain_too() throws Exception {
        var folder = Files.createTempDirectory("uds");
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                var _ = SocketChannel.open(address);
                var request = listener.accept()) {
            transcript
                    .test("connected by a UNIX domain, said nothing, and had a handler with a timeout() of 50 ms read");
            Call.doing(transcript, over(request, (rfile, _) -> rfile.read()).limitedTo(Duration.ofMillis(50))::run)
                    .whenHung("timeout() went unasked for a connection without TCP")
                    .throwsA(SocketTimeoutException.class);
        } finally {
            Files.deleteIfExists(folder.resolve("s"));
            Files.deleteIfExists(folder);
        }
    }

    // Datagrams.

    private static final int SHOWN = 20;
    private static final String NOT_THE_REQUEST_S = "the channel is the server's, and not the request's: once it is closed, "
            + "nobody else is answered";
    private static final String ANY_FREE_ONE = "0 stands for any free port: which one it has become, the channel knows once "
            + "it is bound";
    private static final String EVERY_TIME = "an answer is one datagram, and it is complete when the handler has finished";

    /// What a client sends to a server's channel, and gets from it.
    private final class Letters implements AutoCloseable {
        final DatagramSocket client = new DatagramSocket(ANY_PORT);

        Letters() throws IOException {
            client.setSoTimeout(PATIENCE);
            TestSide.has(client);
        }

        Letters sends(byte[] bytes, InetSocketAddress to) throws IOException {
            transcript.test("sent a datagram of " + bytes.length + " bytes");
            client.send(new DatagramPacket(bytes, bytes.length, to));
            return this;
        }

        Letters sends(String text, InetSocketAddress to) throws IOException {
            return sends(text.getBytes(US_ASCII), to);
        }

        /// The next datagram, or the words that there is none.
        String gets() throws IOException {
            var packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
            try {
                client.receive(packet);
                return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
            } catch (SocketTimeoutException e) {
                return "(no datagram)";
            }
        }

        Accepted<Datagram> sent(String text, DatagramChannel through) {
            return new Accepted<>(new Datagram(text.getBytes(US_ASCII), through), client.getLocalSocketAddress());
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static DatagramChannel bound() throws IOException {
        return DatagramChannel.open().bind(ANY_PORT);
    }

    private Call<Void> answering(Accepted<Datagram> accepted, Body body) {
        var data = accepted.request().data();
        transcript.test("had a handler run for a datagram \""
                + new String(data, 0, Math.min(data.length, SHOWN), US_ASCII) + "\"");
        var server = new RequestHandlerServer<Datagram>((_, _, _) -> {
            throw new IllegalStateException("nobody asked for a handler");
        });
        return Call.doing(transcript, new OfDatagram(accepted.request(), accepted.clientAddress(), server, body)::run)
                .whenThrew(ClosedChannelException.class, NOT_THE_REQUEST_S);
    }

    @Test
    void the_same_body_echoes_a_datagram() throws IOException {
        try (var letters = new Letters(); var channel = bound()) {
            answering(letters.sent("hello", channel), ECHO).completes();
            Check.of(transcript).that("as what the client got", letters.gets()).is("hello");
        }
    }

    @Test
    void answers_by_one_datagram_however_often_it_writes() throws IOException {
        try (var letters = new Letters(); var channel = bound()) {
            answering(letters.sent("who?", channel), (_, wfile) -> {
                for (var part : List.of("I ", "am ", "one")) {
                    wfile.write(part.getBytes(US_ASCII));
                    wfile.flush();
                }
            }).completes();
            Check.of(transcript)
                    .likely("each write has become a datagram: " + EVERY_TIME)
                    .that("as the first datagram that the client got", letters.gets())
                    .is("I am one");
        }
    }

    @Test
    void a_handler_without_a_word_answers_by_an_empty_datagram() throws IOException {
        try (var letters = new Letters(); var channel = bound()) {
            answering(letters.sent("hello", channel), (_, _) -> {}).completes();
            Check.of(transcript)
                    .likely("nothing to say is an answer, too: the client who waits for one learns that its datagram has "
                            + "come, and was handled")
                    .that("as what the client got", letters.gets())
                    .is("");
        }
    }

    @Test
    void sends_what_was_written_before_handle_threw() throws IOException {
        try (var letters = new Letters(); var channel = bound()) {
            answering(letters.sent("hello", channel), (_, wfile) -> {
                wfile.write("half".getBytes(US_ASCII));
                throw new IOException("the other half cannot be had");
            }).throwsA(IOException.class);
            Check.of(transcript).likely(EVERY_TIME).that("as what the client got", letters.gets()).is("half");
        }
    }

    @Test
    void sends_the_answer_before_it_returns_or_says_why_not() throws IOException {
        try (var letters = new Letters(); var channel = bound()) {
            transcript.test("had the answer be 70,000 bytes long, more than a datagram can carry");
            answering(letters.sent("hello", channel), (_, wfile) -> wfile.write(new byte[70_000]))
                    .whenReturnedNull(
                            "what send throws is for handleError, or nobody learns that there was no answer; only a "
                                    + "send in this thread, before finish returns, can throw it")
                    .throwsA(IOException.class);
        }
    }

    @Test
    void answers_each_whose_datagram_fills_the_packet() throws IOException {
        whoeverAsked("from ana".length());
    }

    @Test
    void answers_whoever_asked_and_not_whoever_came_last() throws IOException {
        whoeverAsked(8192);
    }

    private void whoeverAsked(int most) throws IOException {
        try (var ana = new Letters(); var bo = new Letters(); var server = udp(most)) {
            var address = (InetSocketAddress) server.serverAddress();
            ana.sends("from ana", address);
            var first = taken(server);
            bo.sends("from bo", address);
            var second = taken(server);
            answering(second, ECHO).completes();
            answering(first, ECHO).completes();
            var likely = "sender and bytes belong to a request; where the server keeps them for all, the next datagram "
                    + "overwrites them";
            for (var client : Map.of("ana", ana, "bo", bo).entrySet()) {
                var got = client.getValue().gets();
                Check.of(transcript)
                        .likelyIf(got.startsWith("from " + client.getKey() + "\0"),
                                "the array behind a buffer is as long as the buffer; what has come is its beginning")
                        .likely(likely)
                        .that("as what " + client.getKey() + " got", got)
                        .is("from " + client.getKey());
            }
        }
    }

    // Its server.

    private UDPServer udp() {
        return udp(8192);
    }

    private UDPServer udp(int most) {
        transcript.test("made a UDPServer on port 0" + (most == 8192 ? "" : ", with a maxPacketSize() of " + most));
        var server = Call.of(transcript,
                () -> new UDPServer(ANY_PORT, (request, client, by) -> new OfDatagram(request, client, by, ECHO)) {
                    @Override
                    protected int maxPacketSize() {
                        return most == 8192 ? super.maxPacketSize() : most;
                    }
                }).value();
        var port = ((InetSocketAddress) server.serverAddress()).getPort();
        Check.of(transcript)
                .likely(ANY_FREE_ONE)
                .holds(port != 0, "a serverAddress() with a port from 1 to 65535", "port 0");
        return server;
    }

    /// The next request, which the test has sent.
    private Accepted<Datagram> taken(UDPServer server) throws IOException {
        // On Linux it is there when the send returns; elsewhere it may take a moment.
        if (!server.channel().isBlocking()) {
            try (var selector = server.selector()) {
                selector.select(PATIENCE);
            }
        }
        return Call.of(transcript, server::getRequest)
                .whenThrew(IOException.class, "a datagram is there, and was not taken")
                .value();
    }

    @Test
    void cuts_a_datagram_at_the_largest_packet() throws IOException {
        for (var most : List.of(8192, 5)) {
            try (var letters = new Letters(); var server = udp(most)) {
                var sent = "x".repeat(9000);
                letters.sends(sent, (InetSocketAddress) server.serverAddress());
                var got = taken(server).request().data().length;
                Check.of(transcript)
                        .likelyIf(most < 8192 && got == 8192,
                                "maxPacketSize() went unasked: a subclass may say another number")
                        .likelyIf(got > most, "more than maxPacketSize() was taken")
                        .that("bytes in the request", got)
                        .is(most);
            }
        }
    }

    @Test
    void takes_a_short_datagram_as_it_is_an_empty_one_too() throws IOException {
        try (var letters = new Letters(); var server = udp()) {
            var address = (InetSocketAddress) server.serverAddress();
            for (var text : List.of("longer", "short", "")) {
                letters.sends(text, address);
                var likely = text.isEmpty()
                        ? "an empty datagram is one: no datagram is what receive gives as null"
                        : "the buffer was taken, and not the bytes that came";
                Check.of(transcript)
                        .likely(likely)
                        .that("as the request", taken(server).request().data())
                        .is(text);
            }
        }
    }

    @Test
    void does_not_wait_for_a_datagram() throws IOException {
        try (var server = udp()) {
            transcript.test("sent nothing, and called getRequest");
            Call.of(transcript, server::getRequest)
                    .whenHung("the channel is in blocking mode: the selector may have been woken by a datagram that is "
                            + "not there any more, and then the whole server waits")
                    .whenThrew(NullPointerException.class, "receive gives null where nothing has come")
                    .throwsA(IOException.class);
        }
    }

    @Test
    void tells_where_it_is_bound_and_that_it_could_not_be() throws IOException {
        try (var server = udp()) {
            var address = (InetSocketAddress) server.serverAddress();
            var made = new ArrayList<UDPServer>();
            transcript.test("made another one on that port");
            Call.doing(transcript, () -> {
                new UDPServer(address, (_, _, _) -> {
                    throw new IllegalStateException("nobody asked for a handler");
                }) {
                    @Override
                    void serverBind() throws IOException {
                        made.add(this);
                        super.serverBind();
                    }
                };
            }).throwsA(BindException.class);
            Check.of(transcript)
                    .likelyIf(made.isEmpty(), "the constructor binds without serverBind, which a subclass may replace")
                    .likely("nobody else can: who gets an exception from a constructor has no object to close")
                    .holds(!made.isEmpty() && !made.getFirst().channel().isOpen(), "its channel closed",
                            made.isEmpty() ? "no call of serverBind" : "its channel still open");
        }
    }

    @Test
    void is_bound_only_when_it_is_told_to() throws IOException {
        transcript.test("made a UDPServer with bindAndActivate false");
        try (var server = Call.of(transcript, () -> new UDPServer(ANY_PORT, (_, _, _) -> {
            throw new IllegalStateException("nobody asked for a handler");
        }, false)).value()) {
            Check.of(transcript)
                    .likely("with bindAndActivate false binding is for whoever has made it")
                    .that("as the channel's address", String.valueOf(server.channel().getLocalAddress()))
                    .is("null");
            server.serverClose();
            Check.of(transcript).holds(!server.channel().isOpen(), "the channel closed", "the channel open");
        }
    }

    @Test
    void serves_datagrams_one_after_the_other() throws Exception {
        try (var letters = new Letters(); var server = udp()) {
            serving(server, () -> {
                for (var text : List.of("one", "two", "three")) {
                    letters.sends(text, (InetSocketAddress) server.serverAddress());
                    Check.of(transcript)
                            .likely(NOT_THE_REQUEST_S)
                            .that("as what the client got", letters.gets())
                            .is(text);
                }
            });
        }
    }

    // Datagrams, looked at closely.

    private static byte[] octets(int count) {
        var octets = new byte[count];
        for (var i = 0; i < count; i++) {
            octets[i] = (byte) ('a' + i);
        }
        return octets;
    }

    @Test
    void answers_in_one_piece_octet_by_octet_from_the_server_s_own_address() throws IOException {
        try (var letters = new Letters(); var channel = bound()) {
            var all = octets(30_000);
            answering(new Accepted<>(new Datagram(all, channel), letters.client.getLocalSocketAddress()), ECHO)
                    .completes();
            var packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
            letters.client.receive(packet);
            Check.of(transcript)
                    .likely("an answer is one datagram, however long; and it is bytes, not text")
                    .that("as the answer", Arrays.copyOf(packet.getData(), packet.getLength()))
                    .is(all);
            Check.of(transcript)
                    .likely("the answer is to go through the server's channel: a client takes no letters from others")
                    .that("as its sender", packet.getSocketAddress())
                    .is(channel.getLocalAddress());
        }
    }

    /// A server that notes what its constructor calls.
    private static final class Noted extends UDPServer {
        static final List<String> CALLS = new ArrayList<>();
        static UDPServer made;
        static Throwable trouble;
        static String at = "";

        Noted(SocketAddress address) throws IOException {
            super(address, (_, _, _) -> {
                throw new IllegalStateException("nobody asked for a handler");
            });
        }

        static void begin(String where, Throwable what) {
            CALLS.clear();
            at = where;
            trouble = what;
        }

        @Override
        void serverBind() throws IOException {
            made = this;
            CALLS.add("serverBind");
            super.serverBind();
            fail("serverBind");
        }

        @Override
        void serverActivate() {
            CALLS.add("serverActivate");
            super.serverActivate();
            fail("serverActivate");
        }

        private static void fail(String where) {
            if (at.equals(where)) {
                switch (trouble) {
                    case RuntimeException e -> throw e;
                    case Error e -> throw e;
                    default -> throw new IllegalStateException(trouble);
                }
            }
        }

        @Override
        public void serverClose() throws IOException {
            CALLS.add("serverClose");
            super.serverClose();
        }
    }

    @Test
    void closes_its_channel_whatever_goes_wrong() throws IOException {
        for (var where : List.of("serverBind", "serverActivate")) {
            for (var what : List.<Throwable>of(new IllegalStateException("no"), new LinkageError("no class"))) {
                Noted.begin(where, what);
                transcript.test("made a UDPServer whose " + where + " throws a "
                        + what.getClass().getSimpleName());
                Call.doing(transcript, () -> new Noted(ANY_PORT))
                        .whenReturnedNull(where + " was not called, or what it throws was kept")
                        .throwsA(what.getClass());
                Check.of(transcript)
                        .likely("nobody else can: who gets an exception from a constructor has no object to close")
                        .holds(!Noted.made.channel().isOpen(), "its channel closed", "its channel still open");
            }
        }
        Noted.begin("", null);
        transcript.test("made a UDPServer for a host without an address");
        Call.doing(transcript, () -> new Noted(InetSocketAddress.createUnresolved("no.such.host.invalid", 0)))
                .throwsA(Exception.class);
        Check.of(transcript)
                .likely("an UnresolvedAddressException is no IOException")
                .holds(!Noted.made.channel().isOpen(), "its channel closed", "its channel still open");
    }

    @Test
    void closes_nothing_by_a_method_of_a_subclass() throws IOException {
        try (var first = udp()) {
            Noted.begin("", null);
            transcript.test("made another one there");
            Call.doing(transcript, () -> new Noted(first.serverAddress())).throwsA(BindException.class);
            Check.of(transcript)
                    .likely("serverClose is a subclass's, and would find the subclass's fields empty")
                    .that("as what was called", String.join(" ", Noted.CALLS))
                    .is("serverBind");
        }
    }

    @Test
    void binds_and_then_activates() throws IOException {
        Noted.begin("", null);
        transcript.test("made a UDPServer");
        try (var _ = Call.of(transcript, () -> new Noted(ANY_PORT)).value()) {
            Check.of(transcript)
                    .likely("the constructor calls serverBind and serverActivate, each once")
                    .that("as what was called", String.join(" ", Noted.CALLS))
                    .is("serverBind serverActivate");
        }
    }

    @Test
    void tells_where_it_was_bound_when_it_is_closed() throws IOException {
        var server = udp();
        var address = server.serverAddress();
        transcript.test("closed it, twice");
        Call.doing(transcript, () -> {
            server.serverClose();
            server.serverClose();
        }).completes();
        Call.of(transcript, server::serverAddress)
                .whenThrew(RuntimeException.class, "a closed channel says no more where it was bound")
                .whenReturnedNull("whoever asks later, a log for example, still wants to know")
                .returns(address);
    }

    @Test
    void is_as_good_when_it_is_bound_later() throws IOException {
        transcript.test("made a UDPServer with bindAndActivate false, and called serverBind");
        try (var server = new UDPServer(ANY_PORT, (_, _, _) -> {
            throw new IllegalStateException("nobody asked for a handler");
        }, false)) {
            Call.doing(transcript, server::serverBind).completes();
            Check.of(transcript)
                    .likely("the constructor does what is serverBind's: whoever calls that later goes without")
                    .that("as its address", server.serverAddress())
                    .is(server.channel().getLocalAddress());
            Check.of(transcript)
                    .likely("the constructor does what is serverBind's: whoever calls that later goes without")
                    .holds(!server.channel().isBlocking(), "a channel in non-blocking mode", "one that blocks");
        }
    }

    /// Its answer is a field, which is there after the constructor above.
    private static final class Grows extends UDPServer {
        private int most = 5;

        Grows() throws IOException {
            super(ANY_PORT, (_, _, _) -> {
                throw new IllegalStateException("nobody asked for a handler");
            });
        }

        @Override
        protected int maxPacketSize() {
            return most;
        }
    }

    @Test
    void asks_for_the_largest_packet_when_it_takes_one() throws IOException {
        try (var letters = new Letters(); var server = Call.of(transcript, Grows::new).value()) {
            for (var most : List.of(5, 7)) {
                server.most = most;
                transcript.test("had maxPacketSize() say " + most);
                letters.sends("x".repeat(10), (InetSocketAddress) server.serverAddress());
                Check.of(transcript)
                        .likely("asked once and for all, by a constructor that runs before the subclass has its fields")
                        .that("bytes in the request", taken(server).request().data().length)
                        .is(most);
            }
        }
    }

    @Test
    void binds_where_it_is_told_to() throws IOException {
        for (var host : List.of("0.0.0.0", "127.0.0.1", "::1")) {
            transcript.test("made a UDPServer at " + host);
            try (var server = Call.of(transcript,
                    () -> new UDPServer(new InetSocketAddress(InetAddress.getByName(host), 0), (_, _, _) -> {
                        throw new IllegalStateException("nobody asked for a handler");
                    })).value()) {
                Check.of(transcript)
                        .that("as whether its host is that one",
                                ((InetSocketAddress) server.serverAddress()).getAddress()
                                        .isAnyLocalAddress())
                        .is(host.equals("0.0.0.0"));
            }
        }
    }

    private static final String PYTHON = """
            import socketserver
            class Handler(socketserver.DatagramRequestHandler):
                def handle(self):
                    word = self.rfile.read()
                    if word == b"silent": return
                    self.wfile.write(str(len(word)).encode())
                    self.wfile.write(b" bytes")
                    if word == b"trouble": raise OSError(word)
            class Server(socketserver.UDPServer):
                def handle_error(self, request, client_address): pass
            with Server(("127.0.0.1", 0), Handler) as server:
                print(server.server_address[1])
                server.serve_forever(0.01)
            """;

    @Test
    @Witness("python3")
    void answers_what_python_answers() throws Exception {
        var words = List.of("hello", "silent", "", "trouble", "x".repeat(9000), "hello");
        Body body = (rfile, wfile) -> {
            var word = rfile.readAllBytes();
            if (Arrays.equals(word, "silent".getBytes(US_ASCII))) {
                return;
            }
            wfile.write(Integer.toString(word.length).getBytes(US_ASCII));
            wfile.write(" bytes".getBytes(US_ASCII));
            if (Arrays.equals(word, "trouble".getBytes(US_ASCII))) {
                throw new IOException("trouble");
            }
        };
        try (var python = Python.runs(PYTHON);
                var letters = new Letters();
                var server = new UDPServer(ANY_PORT,
                        (request, client, by) -> new OfDatagram(request, client, by, body)) {
                    @Override
                    public void handleError(Datagram request, SocketAddress client, Exception trouble) {}
                }) {
            var theirs = answers(letters, words, python.address());
            serving(server, () -> Check.of(transcript)
                    .likely("python3 has served the same datagrams with a DatagramRequestHandler of the same body")
                    .that("as the answers", answers(letters, words, (InetSocketAddress) server.serverAddress()))
                    .is(theirs));
        }
    }

    private static List<String> answers(Letters letters, List<String> words, InetSocketAddress server)
            throws IOException {
        var answers = new ArrayList<String>();
        for (var word : words) {
            letters.sends(word, server);
            answers.add(letters.gets());
        }
        return answers;
    }
}
