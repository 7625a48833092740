package workbook.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Ending;
import workbook.testkit.Eventually;
import workbook.testkit.LeaksAreJudgedBy;
import workbook.testkit.Netcat;
import workbook.testkit.Python;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Seed;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

@LeaksAreJudgedBy("closes_the_connection_whatever_happens")
class DuplexClientTest {
    private static final int MUCH = 5 << 20;
    /// A prime: a lost piece of any usual size moves what follows against it.
    private static final int BLOCK = 65_521;

    private static final String NOT_FLUSHED = "it lies in a buffer before the screen: flush after each arrival, for nobody knows "
            + "when the next one comes";
    private static final String USER_FIRST = "the user was waited for first: a thread that stands in user.read() shows nothing "
            + "of what the server says";
    private static final String SHUT = "the connection was closed when the user's stream ended: that ends both directions, and "
            + "the server was not done";
    private static final String NO_HALF_CLOSE = "neither side goes on: the user's stream has ended, and the server was never "
            + "told";
    private static final String UNTOLD = "a reset is told once, to whichever call meets it first: it was told to a write, and "
            + "the reads that follow find a clean end";

    private static final String TOO_EARLY = "the thread that reads met -1 and looked too early: a write beside it had been told "
            + "of the reset, and its catch had not come to leave word. While a write is under way, nobody knows yet";

    private static final String STANDS = "a write was waited for that may stand for ever: the server has ended, takes nothing "
            + "any more, and keeps the connection. Wait for it for a moment, not longer";

    // Both directions

    @Test
    void shows_what_the_server_says_while_the_user_is_silent() {
        try (var desk = new Desk()) {
            desk.server.sends("hello\r\n");
            desk.meanwhile(() -> {
                desk.sees("hello\r\n");
                desk.server.sends("again\r\n");
                desk.sees("hello\r\nagain\r\n");
                desk.server.closes();
                desk.ends();
            });
            var call = desk.run()
                    .when(desk::hasMissed, USER_FIRST)
                    .when(() -> desk.hasMissed() && desk.wasBehind, NOT_FLUSHED);
            desk.sawAll(call.returns(0)
                    .likelyIf(desk.wasBehind, NOT_FLUSHED)
                    .likely(USER_FIRST));
        }
    }

    @Test
    void shows_a_line_that_is_not_finished() {
        try (var desk = new Desk()) {
            desk.server.sends("Your name: ");
            desk.meanwhile(() -> {
                desk.sees("Your name: ");
                desk.server.closes();
                desk.ends();
            });
            desk.sawAll(desk.run()
                    .returns(0)
                    .likely("a whole line was waited for: a question often has no line end, and the client carries bytes"));
        }
    }

    @Test
    void sends_what_the_user_types_at_once() {
        try (var desk = new Desk()) {
            desk.types("hel");
            desk.server.reads(3).sends("3");
            desk.meanwhile(() -> {
                desk.sees("3");
                if (!desk.hasMissed()) {
                    desk.types("lo");
                    desk.server.reads(2).sends("2");
                    desk.sees("32");
                }
                desk.server.closes();
                desk.ends();
            });
            var check = desk.run()
                    .whenHung("the server never had the three bytes that the user had typed")
                    .returns(0)
                    .likely("what the user typed was kept back: until a buffer was full, a line was whole, or the user was done");
            desk.sawAll(check);
            check.that("received by the server", desk.server.received()).is("hello");
        }
    }

    @Test
    void goes_on_after_the_users_end() {
        try (var desk = new Desk()) {
            desk.types("how long is this?\n").ends();
            desk.server.readsToTheEnd().sends("let me see\r\n").pauses().sends("18 bytes\r\n").closes();
            desk.meanwhile(desk::hangsUp);
            var call = desk.run()
                    .whenReturned(status -> true, SHUT)
                    .whenThrew(IOException.class, SHUT)
                    .when(desk::hasHungUp, NO_HALF_CLOSE);
            call.returns(0)
                    .likelyIf(desk.hasHungUp(), NO_HALF_CLOSE)
                    .likely("the server was not heard to its end")
                    .that("on the screen", desk.screen.shown())
                    .is("let me see\r\n18 bytes\r\n")
                    .that("received by the server", desk.server.received())
                    .is("how long is this?\n");
        }
    }

    @Test
    void ends_with_the_server_while_the_user_is_silent() {
        try (var desk = new Desk()) {
            desk.server.sends("bye\r\n").closes();
            desk.meanwhile(desk::returns);
            var check = desk.run().returns(0);
            desk.returnedInTime(check);
            check.that("on the screen", desk.screen.shown()).is("bye\r\n");
        }
    }

    @Test
    void ends_with_the_server_while_the_user_types() {
        try (var desk = new Desk()) {
            desk.types("one\n");
            desk.server.readsUntil("one\n").sends("bye\r\n").halfCloses().readsToTheEnd();
            desk.meanwhile(() -> {
                while (!desk.isOver(Duration.ofMillis(1)) && desk.keyboard.awaitReader(desk.patience)) {
                    desk.keyboard.types("more\n");
                }
            });
            desk.run()
                    .whenHung(
                            "the server has ended, and the program goes on: nothing that the user types is answered any more")
                    .returns(0)
                    .that("on the screen", desk.screen.shown())
                    .is("bye\r\n");
        }
    }

    @Test
    void carries_bytes_as_they_are() {
        var typed = Bytes.of(0, 'a', '\r', 'b', '\n', 0xff, 0xe9, '\r', '\n', 0x80);
        var said = Bytes.of(0x1b, '[', '1', 'm', 0xe5, 0xa5, '\n', 0, 0xff, '\r');
        try (var desk = new Desk()) {
            desk.types(typed).ends();
            desk.server.sends(said).readsToTheEnd().closes();
            desk.run()
                    .returns(0)
                    .likely("bytes became text and text became bytes again: what is no text, and which line end it was, is lost")
                    .that("on the screen", desk.screen.shown())
                    .is(said)
                    .likely("bytes became text and text became bytes again: what is no text, and which line end it was, is lost")
                    .that("received by the server", desk.server.received())
                    .is(typed);
        }
    }

    // How it ends

    @Test
    void tells_a_reset() {
        try (var desk = new Desk()) {
            desk.server.sends("hello\r\n");
            desk.meanwhile(() -> {
                desk.sees("hello\r\n");
                desk.server.resets();
                desk.ends();
            });
            desk.run()
                    .whenReturned(status -> status == 0,
                            "a read that threw was taken for the server's end: only -1 is one")
                    .whenThrew(IOException.class, "a reset is one of the two endings, and is returned as 1")
                    .returns(1)
                    .that("on the screen", desk.screen.shown())
                    .is("hello\r\n");
        }
    }

    @Test
    void lets_the_program_end_while_the_user_is_waited_for() {
        try (var desk = new Desk()) {
            desk.meanwhile(() -> {
                desk.keyboard.awaitReader(desk.patience);
                desk.server.closes();
                desk.returns();
            });
            // A new thread is a daemon if the one that makes it is; a program's main thread is none.
            var check = desk.run(DuplexClientTest::onAMainThread).returns(0);
            desk.returnedInTime(check);
            var reader = desk.keyboard.reader();
            check.likely(
                    "run has returned, and the thread in user.read() lives on: a thread of the system's that is no daemon "
                            + "keeps the whole program from ending, until the user presses Enter")
                    .holds(reader.filter(thread -> !thread.isDaemon()).isEmpty(),
                            "that nothing keeps the program from ending",
                            "thread \"" + reader.map(Thread::getName).orElse("") + "\", no daemon, waits for the user");
        }
    }

    @Test
    void leaves_the_users_streams_open() {
        try (var desk = new Desk()) {
            desk.types("hi\n").ends();
            desk.server.readsToTheEnd().sends("bye\r\n").closes();
            desk.run()
                    .returns(0)
                    .likely("the screen was closed; it is the caller's, who may have a last word to write")
                    .holds(!desk.screen.isClosed(), "an open screen", "a closed one")
                    .likely("the user's stream was closed; it is the caller's, who may want to ask the user something else")
                    .holds(!desk.keyboard.isClosed(), "an open user's stream", "a closed one");
        }
    }

    @Test
    void passes_a_failure_of_the_screen_on() {
        var full = new IOException("no space left on device");
        try (var desk = new Desk()) {
            desk.screen.breaks(full);
            desk.server.sends("hello\r\n").readsToTheEnd();
            desk.meanwhile(() -> {
                if (!desk.isOver(desk.patience)) {
                    desk.ends();
                    desk.server.closes();
                }
            });
            desk.run()
                    .whenReturned(status -> true,
                            "the screen failed and nobody learned of it: a PrintStream or PrintWriter keeps exceptions to itself")
                    .whenReturned(status -> status == 1,
                            "the screen failed, and that was taken for a reset: try reaches too far")
                    .throwsA(IOException.class, "the exception that the screen threw", thrown -> thrown == full);
        }
    }

    @Test
    void passes_a_refused_connection_on() throws IOException {
        SocketAddress nobody;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = closed.getLocalSocketAddress();
        }
        var transcript = new Transcript();
        transcript.test("named a port on which nobody listens");
        try (var keyboard = new Keyboard()) {
            keyboard.types("hello\n").ends();
            Call.of(transcript, () -> DuplexClient.run(keyboard, new Screen(), nobody))
                    .whenReturned(status -> true,
                            "nobody listens there, and the caller did not learn it: 0 and 1 are endings of a "
                                    + "connection")
                    .throwsA(ConnectException.class)
                    .likely("the user was asked before there was a server: what was typed is lost")
                    .holds(keyboard.reader().isEmpty(), "that nothing of the user's was read", "that it was");
        }
    }

    @Test
    void takes_a_broken_keyboard_for_its_end() {
        try (var desk = new Desk()) {
            desk.types("hi\n").transcript("let the user's stream fail");
            desk.keyboard.breaks(new IOException("input/output error"));
            desk.server.readsToTheEnd().sends("bye\r\n").closes();
            desk.meanwhile(desk::hangsUp);
            desk.run()
                    .whenThrew(IOException.class,
                            "the user's stream has failed, which ends what is sent, and not what the server says")
                    .returns(0)
                    .likelyIf(desk.hasHungUp(),
                            "the user's stream has failed, and the server was not told that nothing more will come")
                    .that("on the screen", desk.screen.shown())
                    .is("bye\r\n");
        }
    }

    @Test
    void tells_a_reset_that_only_a_write_was_told_of() {
        // Measured on Linux: of a reset the first call on the socket is told; a read after that returns -1.
        try (var desk = new Desk()) {
            desk.screen.stands();
            desk.server.sends("hello\r\n");
            desk.transcript("let the screen stand still");
            desk.meanwhile(() -> {
                desk.screen.awaitsWriting(desk.patience);
                desk.keyboard.awaitReader(desk.patience);
                desk.server.resets();
                // Once the script is done.
                desk.server.received();
                desk.types("x\n");
                desk.awaitTaken();
                desk.screen.goesOn();
                desk.transcript("let the screen go on");
            });
            desk.run()
                    .whenReturned(status -> status == 0, UNTOLD)
                    .whenThrew(IOException.class, "a reset is one of the two endings, and is returned as 1")
                    .returns(1);
        }
    }

    @Test
    void tells_a_reset_while_a_write_is_under_way() throws IOException {
        var transcript = new Transcript();
        transcript.test("typed without a pause, and had the server reset the connection meanwhile, over and over");
        try (var resets = new ManyResets()) {
            Call.of(transcript, () -> resets.run(DuplexClient::run))
                    .whenReturned(status -> status == 0, TOO_EARLY)
                    .whenThrew(IOException.class, "a reset is one of the two endings, and is returned as 1")
                    .returns(1);
        }
    }

    @Test
    @Timeout(4)
    void ends_with_the_server_while_a_write_stands() throws IOException {
        var transcript = new Transcript();
        transcript
                .test("typed without a pause; the server reads nothing, and ends its direction when your write stands");
        try (var server = new Deaf(transcript)) {
            var check = Call.of(transcript, () -> server.hears(DuplexClient::run))
                    .whenReturned(status -> server.hasGivenUp(), STANDS)
                    .returns(0);
            check.likely(STANDS)
                    .holds(!server.hasGivenUp(), "that it returns when the server has ended",
                            "that it returned when the server had gone");
        }
    }

    /// A server that reads nothing: it ends its direction when the user's writes stand, and goes when that comes to nothing.
    private static final class Deaf implements AutoCloseable {
        private static final Duration QUIET = Duration.ofMillis(120);

        private final Transcript transcript;
        private final Duration patience = patience();
        private final ServerSocket listener = new ServerSocket();
        private final AtomicLong taken = new AtomicLong();
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean hasGivenUp;

        Deaf(Transcript transcript) throws IOException {
            this.transcript = transcript;
            listener.setReceiveBufferSize(4096);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            TestSide.has(listener);
            Thread.ofPlatform().daemon().name("testkit deaf").start(this::ends);
        }

        int hears(ManyResets.Client client) throws IOException {
            var user = new InputStream() {
                @Override
                public int read() {
                    taken.incrementAndGet();
                    return over.getCount() == 0 ? -1 : '\n';
                }

                @Override
                public int read(byte[] bytes, int offset, int length) {
                    taken.incrementAndGet();
                    Arrays.fill(bytes, offset, offset + length, (byte) '\n');
                    return over.getCount() == 0 ? -1 : length;
                }
            };
            try {
                return client.run(user, OutputStream.nullOutputStream(), listener.getLocalSocketAddress());
            } finally {
                over.countDown();
            }
        }

        private void ends() {
            try (var socket = listener.accept()) {
                TestSide.has(socket);
                var before = -1L;
                while (taken.get() != before) {
                    before = taken.get();
                    isOver(QUIET);
                }
                socket.shutdownOutput();
                if (!isOver(patience)) {
                    hasGivenUp = true;
                    transcript.test("waited in vain for your return, and went");
                }
            } catch (IOException e) {
                // The test is over.
            }
        }

        private boolean isOver(Duration limit) {
            try {
                return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }

        boolean hasGivenUp() {
            return hasGivenUp;
        }

        @Override
        public void close() throws IOException {
            over.countDown();
            listener.close();
        }
    }

    @Test
    void closes_the_connection_whatever_happens() throws IOException {
        try (var desk = new Desk()) {
            desk.server.sends("bye\r\n");
            desk.meanwhile(() -> {
                // Who waits there holds the socket, so that no garbage collection closes it.
                desk.keyboard.awaitReader(desk.patience);
                desk.server.halfCloses().readsToTheEnd();
                desk.returns();
            });
            desk.run()
                    .returns(0)
                    .likely("the connection was left open on the way out: the server waits for what you may still send")
                    .holds(desk.server.ending() != Ending.OPEN, "a closed connection", "an open one");
        }
        // What else is left open is found when the test is over.
        tells_a_reset();
        passes_a_failure_of_the_screen_on();
        passes_a_refused_connection_on();
    }

    @Test
    void carries_much_both_ways_at_once() throws IOException {
        var random = Seed.random();
        var typed = much(Seed.bytes(random, BLOCK));
        var said = much(Seed.bytes(random, BLOCK));
        var transcript = new Transcript();
        transcript.test(
                "typed 5 MiB; the server sends 5 MiB, more than all buffers on the way hold, and only then reads");
        try (var server = new Talker(transcript, said); var keyboard = new Keyboard()) {
            var screen = new Screen();
            keyboard.types(typed).ends();
            Call.of(transcript, () -> DuplexClient.run(keyboard, screen, server.address()))
                    .when(server::hasGivenUp,
                            "neither side goes on: both wait until the other has taken what they write, and neither reads")
                    .when(() -> server.hasGivenUp() && keyboard.wasReadByteByByte(),
                            "the user's bytes go one at a time: each is a call of the kernel, and millions take too long")
                    .returns(0)
                    .that("on the screen", screen.shown())
                    .is(said)
                    .that("received by the server", server.heard())
                    .is(typed);
        }
    }

    // Outside judges

    @Test
    @Witness("nc")
    void shows_what_nc_says() {
        var text = Seed.greeting(Seed.random());
        try (var nc = Netcat.saying(text); var keyboard = new Keyboard()) {
            var screen = new Screen();
            Call.of(nc.transcript(), () -> DuplexClient.run(keyboard, screen, nc.address()))
                    .whenHung("nc has ended its direction, and the program goes on")
                    .returns(0)
                    .that("on the screen", screen.shown())
                    .is(text);
        }
    }

    @Test
    @Witness("python3")
    void talks_with_python_until_it_resets() {
        var greeting = Seed.greeting(Seed.random());
        var server = """
                import socket, struct, sys
                with socket.create_server(("127.0.0.1", 0)) as server:
                    print(server.getsockname()[1])
                    connection, address = server.accept()
                    connection.sendall(sys.argv[1].encode() + b"\\n")
                    lines = connection.makefile("rb")
                    for line in lines:
                        connection.sendall(line.upper())
                        if line == b"reset\\n":
                            lines.read(1)
                            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                            lines.close()
                            connection.close()
                            break
                """;
        try (var python = Python.runs(server, greeting); var keyboard = new Keyboard()) {
            var screen = new Screen();
            keyboard.types("one\n").types("two\n").types("reset\n");
            var said = greeting + "\nONE\nTWO\nRESET\n";
            Thread.ofPlatform().daemon().name("testkit director").start(() -> {
                // What a reset overtakes may be lost.
                screen.awaits(said, patience());
                keyboard.types("!");
            });
            Call.of(python.transcript(), () -> DuplexClient.run(keyboard, screen, python.address()))
                    .whenReturned(status -> status == 0, "a reset was taken for the server's end")
                    .returns(1)
                    .that("on the screen", screen.shown())
                    .is(said);
        }
    }

    /// The block again and again: random bytes in millions take time.
    private static byte[] much(byte[] block) {
        var bytes = ByteBuffer.allocate(MUCH);
        while (bytes.hasRemaining()) {
            bytes.put(block, 0, Math.min(block.length, bytes.remaining()));
        }
        return bytes.array();
    }

    /// How long a test waits for what should have happened at once, so that it can still say what did not.
    private static Duration patience() {
        return Deadline.ofTest().left().multipliedBy(2).dividedBy(3);
    }

    /// Who calls the answer.
    private interface Runner {
        int run(Callable<Integer> answer) throws Exception;
    }

    private static int onAMainThread(Callable<Integer> answer) throws Exception {
        var task = new FutureTask<>(answer);
        Thread.ofPlatform().daemon(false).name("main of the test").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception thrown -> throw thrown;
                case Error thrown -> throw thrown;
                default -> throw e;
            }
        }
    }

    /// A server that talks before it listens, and goes when that comes to nothing.
    private static final class Talker implements AutoCloseable {
        private final Transcript transcript;
        private final ServerSocket listener;
        private final CompletableFuture<byte[]> heard = new CompletableFuture<>();
        private volatile boolean hasGivenUp;

        Talker(Transcript transcript, byte[] said) throws IOException {
            this.transcript = transcript;
            listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            TestSide.has(listener);
            Thread.ofPlatform().daemon().name("testkit talker").start(() -> talk(said));
        }

        private void talk(byte[] said) {
            try (var socket = listener.accept()) {
                TestSide.has(socket);
                var limit = patience();
                Thread.ofPlatform().daemon().name("testkit limit").start(() -> closesAfter(limit, socket));
                socket.getOutputStream().write(said);
                heard.complete(socket.getInputStream().readAllBytes());
            } catch (IOException e) {
                heard.complete(new byte[0]);
            }
        }

        private void closesAfter(Duration limit, Socket socket) {
            try {
                heard.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                hasGivenUp = true;
                transcript.test("waited in vain, and closed");
                close(socket);
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        SocketAddress address() {
            return listener.getLocalSocketAddress();
        }

        boolean hasGivenUp() {
            return hasGivenUp;
        }

        byte[] heard() {
            return heard.join();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    /// A user's keyboard and screen, a server, and somebody who acts while the answer runs.
    private static final class Desk implements AutoCloseable {
        private final ScriptedPeer server = ScriptedPeer.start();
        private final Keyboard keyboard = new Keyboard();
        private final Screen screen = new Screen();
        private final Duration patience = patience();
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile String missed = "";
        private volatile boolean wasBehind;
        private volatile boolean late;
        private Thread director = Thread.ofPlatform().daemon().unstarted(() -> {});

        Call<Integer> run() {
            return run(Callable::call);
        }

        Call<Integer> run(Runner runner) {
            return Call.of(server, () -> {
                if (director.getState() == Thread.State.NEW) {
                    director.start();
                }
                try {
                    return runner.run(() -> DuplexClient.run(keyboard, screen, server.address()));
                } finally {
                    over.countDown();
                }
            }).whenThrew(IOException.class, "the connection was closed while it was in use");
        }

        /// What is done once the answer runs, on a thread of its own.
        void meanwhile(Runnable deeds) {
            director = Thread.ofPlatform().daemon().name("testkit director").unstarted(deeds);
        }

        void transcript(String did) {
            server.transcript().test(did);
        }

        Desk types(String text) {
            return types(Bytes.of(text));
        }

        Desk types(byte[] bytes) {
            transcript("typed " + Bytes.show(bytes));
            keyboard.types(bytes);
            return this;
        }

        void ends() {
            transcript("ended the user's stream");
            keyboard.ends();
        }

        /// Waits until so much stands on the screen; if it does not in time, the user ends, so that the answer may.
        void sees(String text) {
            if (missed.isEmpty() && !screen.awaits(text, patience)) {
                missed = text;
                wasBehind = screen.isBehind();
                transcript("waited in vain for " + Bytes.show(Bytes.of(text)) + " on the screen");
                ends();
            }
        }

        boolean hasMissed() {
            return !missed.isEmpty();
        }

        void sawAll(Check check) {
            check.holds(missed.isEmpty(), Bytes.show(Bytes.of(missed)) + " on the screen",
                    wasBehind ? "something written, and not flushed" : "nothing of it");
        }

        /// Waits until the answer has come back; if it does not in time, the server goes.
        void hangsUp() {
            if (!isOver(patience)) {
                late = true;
                transcript("waited in vain for the end of what you send, and went");
                server.close();
            }
        }

        boolean hasHungUp() {
            return late;
        }

        /// Waits until the answer has come back; if it does not in time, the user ends.
        void returns() {
            if (!isOver(patience)) {
                late = true;
                transcript("waited in vain for your return");
                ends();
            }
        }

        void returnedInTime(Check check) {
            check.likely(
                    "the end of the user's stream was waited for, too: the server has ended, and the user, who does not know "
                            + "it, may not type a key for hours")
                    .holds(!late, "that it returns when the server has ended",
                            "that it returned when the user had ended, too");
        }

        boolean isOver(Duration limit) {
            try {
                return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }

        /// Waits until what was typed has been sent, or not, and its thread is back or at its end.
        void awaitTaken() {
            Eventually.holds(() -> keyboard.awaitReader(Duration.ZERO)
                    || keyboard.available() == 0 && keyboard.reader().filter(Thread::isAlive).isEmpty(),
                    Deadline.in(Duration.ofMillis(300)));
        }

        @Override
        public void close() {
            keyboard.ends();
            screen.goesOn();
            server.close();
            try {
                director.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
