package workbook.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.LeaksAreJudgedBy;
import workbook.testkit.Netcat;
import workbook.testkit.Python;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

@LeaksAreJudgedBy("closes_the_socket_of_a_question")
class ThreeEndingsTest {
    private static final int LIMIT = 50;
    private static final String CLOSED_WITH_ITS_STREAM = "closing a stream of a socket closes the socket, in both directions";
    private static final String OWN_CLOSE = "the socket was closed by this very program, and nobody has reset the "
            + "connection; isConnected() stays true whatever happens";

    // readToEnd

    @Test
    void reads_on_to_the_end() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hel").pauses().sends("lo").closes();
            var copy = new Copy();
            readToEnd(peer, copy)
                    .returns(Ending.EOF)
                    .likelyIf(copy.size() > 5, "all of the array was copied: read says how much of it is new")
                    .likelyIf(copy.closed, "the copy was closed: it is the caller's")
                    .likelyIf(peer.socket().isInputShutdown(),
                            "the socket's reading side was shut down: it is the caller's")
                    .likelyIf(!peer.socket().isClosed() && !peer.socket().isInputShutdown()
                            && peer.unread(5).length > 0,
                            "it did not read on: available() is 0 both while nothing comes and when nothing ever will")
                    .likelyIf(copy.size() == 0,
                            "the bytes were read and not copied, or lie in a buffer that nobody flushed")
                    .that("in the copy", copy.toByteArray())
                    .is("hello")
                    .likely("the copy was closed: it is the caller's, who may have more to write")
                    .holds(!copy.closed, "an open copy", "a closed one");
        }
    }

    @Test
    void copies_bytes_of_any_value() {
        var bytes = Seed.bytes(Seed.random(), 20_000);
        try (var peer = ScriptedPeer.start()) {
            peer.sends(bytes).closes();
            var copy = new Copy();
            readToEnd(peer, copy).returns(Ending.EOF).that("in the copy", copy.toByteArray()).is(bytes);
        }
    }

    @Test
    void tells_a_reset() {
        // RFC 9293, 3.6: a program must be able to tell a close from an abort.
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hel").pauses().resets();
            var copy = new Copy();
            readToEnd(peer, copy)
                    .whenReturned(Ending.EOF::equals,
                            "an exception was taken for the end: only -1 says that the other side had no more to send")
                    .whenReturned(Ending.LOCAL_CLOSE::equals,
                            "isClosed() was asked of a socket that the method itself had closed, or of none")
                    .whenReturned(ending -> ending == Ending.LOCAL_CLOSE && peer.socket().isClosed(),
                            "the socket was closed before it was asked whether it was: by the end of "
                                    + "try (var in = …), or by the method itself")
                    .returns(Ending.RESET)
                    .likely("the socket is the caller's to close, whatever the ending")
                    .holds(!peer.socket().isClosed(), "an open socket", "a closed one")
                    .likely("what arrived before the end is lost: copy it as it comes, not when all is there")
                    .that("in the copy", copy.toByteArray())
                    .is("hel");
        }
    }

    @Test
    void tells_a_time_out() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hel");
            limit(peer);
            var copy = new Copy();
            timeOut(readToEnd(peer, copy))
                    .returns(Ending.TIMEOUT)
                    .likely("what arrived before the time-out is lost: copy it as it comes")
                    .that("in the copy", copy.toByteArray())
                    .is("hel");
        }
    }

    @Test
    void goes_on_after_a_time_out() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            var copy = new Copy();
            peer.sends("hel");
            limit(peer);
            timeOut(readToEnd(peer, copy)).returns(Ending.TIMEOUT)
                    .likely("the socket was closed at the time-out; it was to stay open. " + CLOSED_WITH_ITS_STREAM)
                    .holds(!peer.socket().isClosed(), "an open socket", "a closed one");
            peer.sends("lo").closes();
            peer.socket().setSoTimeout(0);
            readToEnd(peer, copy)
                    .whenReturned(Ending.LOCAL_CLOSE::equals,
                            "the socket was closed at the time-out; it was to stay open")
                    .returns(Ending.EOF)
                    .that("in the copy", copy.toByteArray())
                    .is("hello");
        }
    }

    @Test
    void tells_its_own_close_while_it_reads() throws InterruptedException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hel");
            var copy = new Copy();
            var closer = Thread.ofPlatform().daemon().start(() -> closes(peer, copy));
            ownClose(readToEnd(peer, copy)).returns(Ending.LOCAL_CLOSE)
                    .that("in the copy", copy.toByteArray())
                    .is("hel");
            closer.join();
        }
    }

    private static void closes(ScriptedPeer peer, Copy copy) {
        try {
            // Then the answer reads on, or is about to; one that copies at the end is given some time.
            copy.begun.await(300, TimeUnit.MILLISECONDS);
            peer.transcript().test("closed your socket from another thread");
            peer.socket().close();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tells_its_own_close_of_before() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.socket().close();
            peer.transcript().test("closed your socket before you got it");
            ownClose(readToEnd(peer, new Copy()))
                    .whenThrew(SocketException.class,
                            "a closed socket throws as soon as it is asked for its stream: that stands outside of the try")
                    .whenReturned(Ending.RESET::equals,
                            "the words of an exception are no promise, and there are two for this; or isClosed() was not asked")
                    .returns(Ending.LOCAL_CLOSE);
        }
    }

    @Test
    void sends_nothing_and_leaves_the_socket_open() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            // The peer has said its last word, and still listens.
            peer.sends("hello").halfCloses().readsToTheEnd();
            var socket = peer.socket();
            var check = readToEnd(peer, new Copy())
                    .returns(Ending.EOF)
                    .likely(CLOSED_WITH_ITS_STREAM)
                    .holds(!socket.isClosed() && !socket.isOutputShutdown(), "a socket that can still send",
                            "one that cannot");
            // So that the peer's reading ends.
            socket.shutdownOutput();
            check.likely("a probe was sent: a write cannot tell whether anybody reads, and the peer takes it for data")
                    .that("received by the peer", peer.received())
                    .is("");
        }
    }

    @Test
    void passes_a_failure_of_the_copy_on() {
        for (var failure : new IOException[]{new IOException("the disk is full"),
                new SocketException("the copy broke")}) {
            try (var peer = ScriptedPeer.start()) {
                peer.sends("hello").closes();
                var copy = new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw failure;
                    }
                };
                readToEnd(peer, copy)
                        .whenReturned(ending -> true,
                                "an exception of the copy was taken for an ending of the connection: try reaches too far")
                        .throwsA(IOException.class, "the exception that the copy threw", thrown -> thrown == failure);
            }
        }
    }

    @Test
    void tells_the_reset_of_a_peer_that_left_bytes_unread() throws IOException {
        // RFC 9293, 3.6.1: closing with bytes unread should reset, to show that they are lost. A channel does.
        try (var listening = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
                var socket = new Socket("127.0.0.1", listening.socket().getLocalPort());
                var channel = listening.accept()) {
            socket.getOutputStream().write("hello".getBytes(UTF_8));
            channel.read(ByteBuffer.allocate(1));
            channel.close();
            var transcript = new Transcript();
            transcript.test("let you send 5 bytes, read 1, closed its channel");
            readToEnd(transcript, socket, new Copy())
                    .whenReturned(Ending.EOF::equals, "an exception was taken for the end: only -1 is the end")
                    .returns(Ending.RESET);
        }
    }

    // ask

    @Test
    void asks_and_hears_the_whole_reply() {
        var random = Seed.random();
        var question = Seed.greeting(random);
        try (var server = ScriptedPeer.start()) {
            server.readsToTheEnd().sends("All ").pauses().sends("of it").closes();
            ask(server, question)
                    .returns("All of it")
                    .that("received by the server", server.received())
                    .is(question);
        }
    }

    @Test
    void hears_an_empty_reply_to_an_empty_question() {
        try (var server = ScriptedPeer.start()) {
            server.readsToTheEnd().closes();
            ask(server, "").returns("");
        }
    }

    @Test
    void does_not_take_half_a_reply_for_a_whole_one() {
        try (var server = ScriptedPeer.start()) {
            server.readsToTheEnd().sends("half of").pauses().resets();
            ask(server, "Well?")
                    .whenReturned(reply -> true,
                            "nobody looked at how the reply ended: what comes before a reset may be a part of it")
                    .throwsA(IOException.class);
        }
    }

    @Test
    void closes_the_socket_of_a_question() {
        // What is left open is found when the test is over.
        try (var server = ScriptedPeer.start()) {
            server.readsToTheEnd().sends("yes").closes();
            ask(server, "Well?").returns("yes");
        }
        try (var server = ScriptedPeer.start()) {
            server.readsToTheEnd().resets();
            ask(server, "Well?").throwsA(IOException.class);
        }
        try (var server = ScriptedPeer.start()) {
            server.resets();
            server.transcript().test("was asked 8 MiB, and read nothing");
            Call.of(server, () -> ThreeEndings.ask(server.address(), new byte[8 << 20])).throwsA(IOException.class);
        }
    }

    // Outside judges

    @Test
    @Witness("nc")
    void reads_nc_to_the_end() throws IOException {
        var text = Seed.greeting(Seed.random());
        try (var nc = Netcat.saying(text); var socket = socket(nc.address())) {
            var copy = new Copy();
            readToEnd(nc.transcript(), socket, copy)
                    .returns(Ending.EOF)
                    .that("in the copy", copy.toByteArray())
                    .is(text);
        }
    }

    @Test
    @Witness("python3")
    void asks_python_and_tells_its_reset() throws IOException {
        var question = Seed.greeting(Seed.random());
        var server = """
                import socket, struct
                with socket.create_server(("127.0.0.1", 0)) as server:
                    print(server.getsockname()[1])
                    connection, address = server.accept()
                    with connection, connection.makefile("rb") as question:
                        connection.sendall(question.read()[::-1])
                    connection, address = server.accept()
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    connection.close()
                """;
        try (var python = Python.runs(server)) {
            var address = python.address();
            Call.of(python.transcript(), () -> ThreeEndings.ask(address, question.getBytes(UTF_8)))
                    .returns(new StringBuilder(question).reverse().toString());
            try (var socket = socket(address)) {
                readToEnd(python.transcript(), socket, new Copy()).returns(Ending.RESET);
            }
        }
    }

    private static Call<Ending> readToEnd(ScriptedPeer peer, OutputStream copy) {
        return readToEnd(peer.transcript(), peer.socket(), copy);
    }

    private static Call<Ending> readToEnd(Transcript transcript, Socket socket, OutputStream copy) {
        return Call.of(transcript, () -> ThreeEndings.readToEnd(socket, copy))
                .whenReturnedNull("null was returned: there is an Ending for each way out")
                .whenThrew(IOException.class, "a read that throws is an ending, too: say which")
                .whenThrew(IndexOutOfBoundsException.class, "-1 was taken for a number of bytes")
                .whenHung("it does not come to an end: it waits on, or goes round in a loop");
    }

    private static Call<Ending> timeOut(Call<Ending> call) {
        return call.whenReturned(Ending.RESET::equals,
                "a time-out was taken for a reset: SocketTimeoutException is an IOException, too, and was not told apart")
                .whenReturned(Ending.EOF::equals, "nothing came for a while: that is no end, and -1 was not read");
    }

    private static Call<Ending> ownClose(Call<Ending> call) {
        return call.whenReturned(Ending.EOF::equals, "an exception was taken for the end: only -1 is the end")
                .whenReturned(Ending.RESET::equals, OWN_CLOSE);
    }

    private static Call<byte[]> ask(ScriptedPeer server, String question) {
        server.transcript().test("was to read the question to its end, and only then to reply");
        return Call.of(server, () -> ThreeEndings.ask(server.address(), question.getBytes(UTF_8)))
                .whenThrew(IOException.class, "the connection was closed before the reply was there")
                .whenThrew(SocketException.class,
                        "read after the socket was closed: " + CLOSED_WITH_ITS_STREAM)
                .whenReturned(reply -> reply.length == 0, "the reply was not read, or not waited for")
                .whenReturned(reply -> reply.length > 0, "one read() was taken for the whole reply")
                .whenHung("neither side goes on: the server may have every byte of the question, and still waits "
                        + "for its end; nobody has said that there is no more");
    }

    /// Gives the answer's socket a time limit, once all that the peer was told to send is there to be read.
    private static void limit(ScriptedPeer peer) throws IOException {
        var socket = peer.socket();
        peer.received();
        socket.setSoTimeout(LIMIT);
        peer.transcript().test("set your socket's time limit to " + LIMIT + " ms");
    }

    private static Socket socket(InetSocketAddress address) throws IOException {
        return new Socket(address.getAddress(), address.getPort());
    }

    /// What the answer has copied, and whether it has begun.
    private static final class Copy extends ByteArrayOutputStream {
        private final CountDownLatch begun = new CountDownLatch(1);
        private volatile boolean closed;

        @Override
        public synchronized void write(int value) {
            super.write(value);
            begin();
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            begin();
        }

        private void begin() {
            if (size() >= 3) {
                begun.countDown();
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
