package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import workbook.kit.Connection;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.LeaksAreJudgedBy;
import workbook.testkit.Program;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

@LeaksAreJudgedBy("leaves_nothing_behind")
class ConcurrencyTest {
    private static final Duration SOON = Duration.ofMillis(1000);

    private final Transcript transcript = new Transcript();
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (var open : toClose.reversed()) {
            open.close();
        }
    }

    @Test
    void answers_while_another_client_says_nothing() throws IOException {
        var listener = listener();
        serve(listener, ConcurrencyTest::echo);
        connect("a client that says nothing", listener);
        var client = connect("a second client", listener);
        say(client, "hello\n");
        Check.of(transcript)
                .likely("the thread that accepts is having the first conversation: nobody else is let in before it is over")
                .that("heard by the second", heard(client, 6))
                .is("hello\n");
    }

    @Test
    void goes_on_with_every_conversation_it_has_begun() throws IOException {
        var listener = listener();
        serve(listener, ConcurrencyTest::echo);
        var first = connect("a first client", listener);
        talk(first, "one\n");
        var second = connect("a second", listener);
        talk(second, "two\n");
        talk(first, "three\n");
        first.shutdownOutput();
        transcript.test("the first ended its side");
        // Its conversation is over when it meets the end; that this comes is another test's affair.
        ending(first);
        talk(second, "and more\n");
        var third = connect("a third", listener);
        talk(third, "four\n");
        talk(second, "five\n");
    }

    private void talk(Socket client, String line) throws IOException {
        say(client, line);
        Check.of(transcript)
                .likely("a conversation met another's connection: what belongs to one must not be a field of the server")
                .that("heard by the client", heard(client, line.length()))
                .is(line);
    }

    @Test
    void closes_a_connection_whose_conversation_is_over() throws IOException {
        var listener = listener();
        var given = new ConcurrentLinkedQueue<Connection>();
        serve(listener, connection -> {
            given.add(connection);
            echoLine(connection);
        });
        var client = connect("a client", listener);
        var other = connect("another that says nothing", listener);
        awaitCount(given, 2);
        say(client, "bye\n");
        Check.of(transcript)
                .that("heard by the client", heard(client, 4))
                .is("bye\n")
                .likely("the handler had returned, and nobody closed the connection")
                .that("how its connection ended", ending(client))
                .is("the end");
        say(other, "still here\n");
        Check.of(transcript)
                .likely("another connection was closed than the one whose conversation was over")
                .that("heard by the other", heard(other, 11))
                .is("still here\n");
    }

    @Test
    void goes_on_after_a_conversation_that_failed() throws IOException {
        var listener = listener();
        var failures = new ArrayList<Throwable>(List.of(new IOException("the client is gone"),
                new IllegalStateException("a mistake"), new AssertionError("a grave one")));
        serve(listener, connection -> {
            var line = line(connection.in());
            if (line.equals("fail\n")) {
                fail(failures.removeFirst());
            }
            connection.out().write(Bytes.of(line));
        });
        var witness = connect("a client that waits", listener);
        for (var failure : List.copyOf(failures)) {
            transcript.test("the handler throws " + failure.getClass().getSimpleName());
            var client = connect("a client", listener);
            say(client, "fail\n");
            Check.of(transcript)
                    .likely("the handler threw, and so the line that closes the connection was never reached")
                    .that("how its connection ended", ending(client))
                    .is("the end");
        }
        say(witness, "hello\n");
        Check.of(transcript).that("heard by the one that waited", heard(witness, 6)).is("hello\n");
        var next = connect("a next client", listener);
        say(next, "hello\n");
        Check.of(transcript)
                .likely("one conversation that fails must not end the loop that accepts")
                .that("heard by the next client", heard(next, 6))
                .is("hello\n");
    }

    private static void fail(Throwable failure) throws IOException {
        switch (failure) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    @Test
    void answers_a_hundred_clients_at_once() throws IOException {
        var listener = listener();
        var before = platformThreads();
        serve(listener, ConcurrencyTest::echo);
        var clients = new ArrayList<Socket>();
        for (var i = 0; i < 100; i++) {
            clients.add(open(listener));
        }
        transcript.test("connected 100 clients, which stay");
        transcript.test("each sent a line");
        for (var client : clients) {
            client.getOutputStream().write(Bytes.of("hello\n"));
        }
        var answered = 0;
        for (var client : clients) {
            if (heard(client, 6).length < 6) {
                break;
            }
            answered++;
        }
        Check.of(transcript)
                .likely("as many are served as there are threads in a pool, and each of these waits for a client that "
                        + "stays: whatever the pool's size, that many idle clients stop the server")
                .that("clients answered", answered)
                .is(100);
        var more = platformThreads() - before;
        Check.of(transcript)
                .likely("every client has a thread of the operating system, which does nothing but wait: a virtual thread "
                        + "gives its own back meanwhile")
                .holds(more < 50, "far fewer threads of the operating system than clients", more + " more than before");
    }

    private static int platformThreads() {
        return Thread.getAllStackTraces().size();
    }

    // accept() that fails

    /// A listener whose accept fails as long as it is told to, as with too many open files.
    private static final class Failing extends ServerSocket {
        private volatile boolean fails;
        private volatile boolean isSlow;
        private volatile boolean hasOne;
        private volatile long secondTry;
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger tries = new AtomicInteger();

        Failing() throws IOException {
            super();
        }

        @Override
        public Socket accept() throws IOException {
            calls.incrementAndGet();
            if (!fails) {
                var socket = super.accept();
                if (isSlow) {
                    hasOne = true;
                    // Like a thread that has to wait for a processor, with the connection in its hands.
                    Eventually.holds(this::isClosed, Deadline.in(SOON));
                    await(Duration.ofMillis(10));
                }
                if (!fails) {
                    return socket;
                }
                socket.close();
            }
            if (tries.incrementAndGet() == 2) {
                secondTry = System.nanoTime();
            }
            throw new IOException("Too many open files");
        }
    }

    @Test
    void goes_on_when_accept_has_failed() throws IOException {
        var listener = bound(new Failing());
        listener.fails = true;
        transcript.test("had accept() fail: Too many open files");
        var begun = System.nanoTime();
        serve(listener, ConcurrencyTest::echo);
        var triedAgain = Eventually.holds(() -> listener.tries.get() > 1, Deadline.in(SOON));
        Check.of(transcript)
                .likely("the loop ended with the first exception: the clients connect to a server that never comes back")
                .holds(triedAgain, "accept tried again and again", listener.tries.get() + " time in a second");
        var first = Duration.ofNanos(listener.secondTry - begun).toMillis();
        Check.of(transcript)
                .likely("so long a pause keeps those waiting who come when there is room again: half a second is enough")
                // A little more, for a machine that is busy.
                .holds(first < 650, "accept tried again after 500 ms or less", "after " + first);
        var tries = listener.tries.get();
        var started = System.nanoTime();
        await(Duration.ofMillis(60));
        var most = 2 + Duration.ofNanos(System.nanoTime() - started).toMillis() / 5;
        var more = listener.tries.get() - tries;
        Check.of(transcript)
                .likely("it is tried again without a pause: that makes no file free, and keeps a processor busy")
                .holds(more <= most, "a pause of 5 ms or more before each", more + " tries in 60 ms");
        listener.fails = false;
        transcript.test("let accept() work again");
        var client = connect("a client", listener);
        say(client, "hello\n");
        Check.of(transcript).that("heard by the client", heard(client, 6)).is("hello\n");
    }

    // Stopping

    @Test
    void stops_when_the_last_conversation_has_ended() throws IOException, InterruptedException {
        var listener = listener();
        var begun = new CountDownLatch(1);
        var server = serve(listener, connection -> {
            begun.countDown();
            echoLine(connection);
        });
        var client = connect("a client", listener);
        begun.await(1, TimeUnit.SECONDS);
        transcript.test("called stop() with 4 s");
        var speaker = Thread.ofPlatform().daemon().name("testkit speaker").start(() -> {
            Eventually.holds(listener::isClosed, Deadline.in(SOON));
            await(Duration.ofMillis(120));
            transcript.test("then sent \"hello\\n\"");
            try {
                client.getOutputStream().write(Bytes.of("hello\n"));
            } catch (IOException e) {
                transcript.test("found the connection closed");
            }
        });
        var ended = Call.of(transcript, () -> server.stop(Duration.ofSeconds(4)))
                .whenHung("it waits although every conversation is over")
                .value();
        speaker.join();
        Check.of(transcript)
                .likely("the connection was closed in the middle of a conversation that had time to end")
                .that("heard by the client", heard(client, 6))
                .is("hello\n")
                .likely("all conversations came to their end in time")
                .that("returned by stop()", ended)
                .is(true)
                .likely("the listener is still open")
                .holds(isRefused(listener), "a next client refused", "let in");
        Call.of(transcript, () -> server.stop(Duration.ZERO))
                .whenThrew(Exception.class, "a server may be stopped twice")
                .returns(true);
    }

    @Test
    void closes_what_has_not_ended_in_time() throws IOException, InterruptedException {
        var listener = listener();
        var begun = new CountDownLatch(20);
        var server = serve(listener, connection -> {
            begun.countDown();
            echo(connection);
        });
        var clients = new ArrayList<Socket>();
        for (var i = 0; i < 20; i++) {
            clients.add(open(listener));
        }
        begun.await(1, TimeUnit.SECONDS);
        transcript.test("connected 20 clients, and called stop() with 40 ms, while all say nothing");
        var called = System.nanoTime();
        var ended = Call.of(transcript, () -> server.stop(Duration.ofMillis(40)))
                .whenHung("it waits for clients that say nothing, and has no limit")
                .value();
        var took = Duration.ofNanos(System.nanoTime() - called).toMillis();
        for (var client : clients) {
            Check.of(transcript)
                    .likely("the time was over, and nobody closed the connection")
                    .that("how a connection ended", ending(client))
                    .is("the end");
        }
        Check.of(transcript)
                .likely("conversations were cut off: that is not in time, and not by themselves")
                .that("returned by stop()", ended)
                .is(false)
                .likely("each conversation got the whole time, one after the other: 40 ms are for all of them together")
                .holds(took < 600, "an end after 40 ms, or a little more", "after " + took + " ms");
    }

    @Test
    void leaves_no_connection_that_was_accepted_while_it_stopped() throws IOException {
        var listener = bound(new Failing());
        listener.isSlow = true;
        var server = serve(listener, ConcurrencyTest::echo);
        var client = connect("a client", listener);
        Eventually.holds(() -> listener.hasOne, Deadline.in(SOON));
        transcript.test("called stop() with 20 ms, just when accept() had the connection and had not returned it yet");
        Call.of(transcript, () -> server.stop(Duration.ofMillis(20))).value();
        Check.of(transcript)
                .likely("the loop handed over one more connection when stop had looked for them already: wait for the end "
                        + "of the loop first, or let it ask whether all is over")
                .that("how its connection ended", ending(client))
                .is("the end");
    }

    @Test
    void does_not_wait_for_a_handler_that_does_not_notice() throws IOException, InterruptedException {
        var listener = listener();
        var begun = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        var server = serve(listener, connection -> {
            begun.countDown();
            while (other.getCount() > 0) {
                await(Duration.ofMillis(5));
            }
        });
        connect("a client, whose handler waits for something else,", listener);
        begun.await(1, TimeUnit.SECONDS);
        transcript.test("called stop() with 20 ms");
        var releaser = Thread.ofPlatform().daemon().name("testkit releaser").start(() -> {
            await(Duration.ofMillis(900));
            other.countDown();
        });
        try {
            var ended = Call.of(transcript, () -> server.stop(Duration.ofMillis(20))).value();
            Check.of(transcript)
                    .likely("a closed connection wakes who reads from it, and nobody else: whoever waits for all to end may "
                            + "wait for ever")
                    .holds(other.getCount() > 0, "an end of stop() before the handler's", "one after it")
                    .that("returned by stop()", ended)
                    .is(false);
            transcript.test("called stop() again");
            Call.doing(transcript, () -> server.stop(Duration.ZERO))
                    .whenThrew(RuntimeException.class, "a server may be stopped again while something still runs")
                    .completes();
        } finally {
            releaser.interrupt();
            releaser.join(SOON);
        }
    }

    @Test
    void leaves_nothing_behind() throws Exception {
        var listener = bound(new Failing());
        var server = serve(listener, ConcurrencyTest::echo);
        var idle = connect("a client that stays", listener);
        try (var client = connect("a client", listener)) {
            talk(client, "hello\n");
        }
        transcript.test("called stop() with 20 ms");
        Call.of(transcript, () -> server.stop(Duration.ofMillis(20)))
                .whenHung("it waits for a client that stays, and has no limit")
                .value();
        // From here on nobody tidies up.
        toClose.clear();
        idle.close();
        var calls = listener.calls.get();
        await(Duration.ofMillis(30));
        Check.of(transcript)
                .likely("accept was called on a closed listener, and again, and again: its exception ends the loop")
                .that("calls of accept after stop()", listener.calls.get() - calls)
                .is(0);
    }

    // Outside judges

    /// `RLIMIT_NOFILE` of this very process, lowered by another one: setrlimit(2), accept(2) EMFILE.
    @Test
    @Timeout(10)
    @Witness("python3")
    void survives_a_real_lack_of_descriptors() throws IOException {
        var program = """
                import os, resource, sys, time
                pid = int(sys.argv[1])
                soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
                used = set(int(name) for name in os.listdir("/proc/%d/fd" % pid))
                free = min(set(range(len(used) + 1)) - used)
                resource.prlimit(pid, resource.RLIMIT_NOFILE, (free, hard))
                print("lowered", flush=True)
                time.sleep(0.1)
                resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))
                print("restored", flush=True)
                """;
        if (!Files.exists(Path.of("/proc/self/fd"))) {
            throw new workbook.testkit.NotRun("this system has no /proc", "run it on Linux");
        }
        var listener = bound(new Failing());
        serve(listener, ConcurrencyTest::echo);
        // Whatever class the answer needs when accept fails, it has loaded before files are scarce.
        listener.fails = true;
        open(listener).close();
        Eventually.holds(() -> listener.tries.get() > 1, Deadline.in(SOON));
        listener.fails = false;
        talk(connect("a first client", listener), "hello\n");
        try (var channel = SocketChannel.open();
                var python = Program.named("python3")
                        .start(transcript,
                                List.of("-c", program, Long.toString(ProcessHandle.current().pid())))) {
            if (python.awaitOut(Pattern.compile("lowered")).isEmpty()) {
                return;
            }
            channel.connect(listener.getLocalSocketAddress());
            TestSide.has(channel);
            transcript.test("connected while this process could open no more files");
            python.awaitOut(Pattern.compile("restored"));
            transcript.test("let it open files again");
            var client = channel.socket();
            say(client, "hello\n");
            Check.of(transcript)
                    .likely("the loop ended with the first exception: the clients connect to a server that never comes back")
                    .that("heard by the client", heard(client, 6))
                    .is("hello\n");
        }
    }

    @Test
    @Timeout(30)
    @Witness("chromium")
    void shows_chromium_a_page_with_six_images() throws IOException, InterruptedException {
        var paths = new ConcurrentLinkedQueue<String>();
        var listener = listener();
        serve(listener, connection -> site(connection, paths));
        var profile = Files.createTempDirectory("chromium");
        try (var chromium = Program.named("chromium")
                .start(transcript,
                        List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                                "--disable-dev-shm-usage", "--user-data-dir=" + profile, "--virtual-time-budget=20000",
                                "--dump-dom", "http://127.0.0.1:" + listener.getLocalPort() + "/"))) {
            var page = chromium.awaitOut(Pattern.compile("</html>"));
            Check.of(transcript)
                    .likely("a browser opens several connections, and keeps them: who waits for the end of the first "
                            + "never comes to the others in time")
                    .holds(page.isPresent(), "the page with its images", "none; it asked for " + paths)
                    .that("seen by Chromium", new String(chromium.out(), US_ASCII).contains("six images of 1x1"))
                    .is(true);
        } finally {
            delete(profile);
        }
    }

    private static final String PAGE = """
            <!DOCTYPE html>
            <html><title>six</title><body><p></p>
            %s
            <script>
            onload = () => document.querySelector("p").textContent =
                [...document.images].filter(image => image.naturalWidth == 1).length == 6 ? "six images of 1x1" : "too few";
            </script></body></html>
            """;

    private static final byte[] IMAGE = """
            <svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>""".getBytes(US_ASCII);

    /// A page and its images, on connections that are kept.
    private static void site(Connection connection, ConcurrentLinkedQueue<String> paths) throws IOException {
        var in = connection.in();
        for (var request = line(in); !request.isEmpty(); request = line(in)) {
            while (line(in).length() > 2) {
                // The headers say nothing of interest.
            }
            paths.add(request.split(" ")[1]);
            var isPage = request.startsWith("GET / ");
            var body = isPage ? page() : IMAGE;
            var head = "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Type: "
                    + (isPage ? "text/html" : "image/svg+xml") + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            connection.out().write(Bytes.of(head));
            connection.out().write(body);
        }
    }

    private static byte[] page() {
        var images = new StringBuilder();
        for (var i = 1; i <= 6; i++) {
            images.append("<img src=\"/").append(i).append(".svg\">");
        }
        return PAGE.formatted(images).getBytes(US_ASCII);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    // The handlers

    /// Sends every line back, until there are no more.
    private static void echo(Connection connection) throws IOException {
        for (var line = line(connection.in()); !line.isEmpty(); line = line(connection.in())) {
            connection.out().write(line.getBytes(ISO_8859_1));
        }
    }

    private static void echoLine(Connection connection) throws IOException {
        connection.out().write(line(connection.in()).getBytes(ISO_8859_1));
    }

    /// One line with its end; empty at the end of the stream.
    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next >= 0; next = in.read()) {
            line.append((char) next);
            if (next == '\n') {
                break;
            }
        }
        return line.toString();
    }

    // The answer's side

    private ServerSocket listener() throws IOException {
        return bound(new ServerSocket());
    }

    private <S extends ServerSocket> S bound(S listener) throws IOException {
        toClose.add(listener);
        listener.bind(new InetSocketAddress("127.0.0.1", 0), 200);
        return listener;
    }

    private Server serve(ServerSocket listener, ConnectionHandler handler) {
        var server = Call.of(transcript, () -> Server.serve(listener, handler))
                .whenReturnedNull("null was returned in place of a server")
                .whenHung("serve() accepts itself, and never comes back: run() calls a task, start() gives it a thread")
                .value();
        toClose.add(() -> stop(server));
        return server;
    }

    /// Ends what a test has begun, whether or not the answer can.
    private static void stop(Server server) throws InterruptedException {
        var stopper = Thread.ofPlatform().daemon().name("testkit stopper").start(() -> {
            try {
                server.stop(Duration.ZERO);
            } catch (IOException | RuntimeException | Error e) {
                // Another test is about this.
            }
        });
        stopper.join(SOON);
    }

    // The clients' side

    private Socket connect(String name, ServerSocket listener) throws IOException {
        var client = open(listener);
        transcript.test(name + " connected");
        return client;
    }

    private Socket open(ServerSocket listener) throws IOException {
        var client = new Socket();
        toClose.add(client);
        client.connect(listener.getLocalSocketAddress(), (int) SOON.toMillis());
        TestSide.has(client);
        return client;
    }

    private static boolean isRefused(ServerSocket listener) {
        try (var client = new Socket()) {
            client.connect(listener.getLocalSocketAddress(), 300);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void say(Socket from, String text) throws IOException {
        transcript.test("sent " + Bytes.show(Bytes.of(text)));
        try {
            from.getOutputStream().write(Bytes.of(text));
        } catch (SocketException e) {
            // Closed by the answer: what is heard will say so.
            transcript.test("found the connection closed");
        }
    }

    /// What comes through a socket, up to so many bytes; less if it ends, breaks, or falls silent before.
    private static byte[] heard(Socket socket, int most) {
        try {
            socket.setSoTimeout((int) SOON.toMillis());
            return socket.getInputStream().readNBytes(most);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /// What a client meets that expects no more.
    private static String ending(Socket socket) {
        try {
            socket.setSoTimeout((int) SOON.toMillis());
            return socket.getInputStream().read() < 0 ? "the end" : "a byte";
        } catch (SocketTimeoutException e) {
            return "still open after a second";
        } catch (IOException e) {
            // A reset says as well that nobody is there any more.
            return "the end";
        }
    }

    private static void awaitCount(ConcurrentLinkedQueue<?> queue, int count) {
        Eventually.holds(() -> queue.size() >= count, Deadline.in(SOON));
    }

    /// Lets a time pass in which something must not happen.
    private static void await(Duration time) {
        try {
            new Semaphore(0).tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
