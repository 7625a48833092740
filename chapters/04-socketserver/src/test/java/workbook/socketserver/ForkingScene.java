package workbook.socketserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import workbook.kit.natives.NativeAccess;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.NotRun;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

/// A [ForkingTCPServer] whose children are small programs of the shell, and its clients.
final class ForkingScene implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMillis(2500);
    /// How long a test looks for what must not happen.
    static final Duration WHILE = Duration.ofMillis(150);
    static final String NOTHING = "nothing for a long time";
    /// A child that says its process id, waits for a line, and says it.
    static final String ECHO = "echo $$; read line && echo \"$line\"";
    static final String SHUT_DOWN = "the parent shut the connection down, and that ends it for whoever has a copy, the "
            + "child too; to close is to give back one's own copy only";
    /// A program that finds pipes at its input and output instead of a connection uses these.
    private static final String PRELUDE = "[ -S /dev/stdin ] && exec >&0; ";

    /// What a test wants different from the most common.
    static class Settings {
        String shell = "sh";
        String script = ECHO;
        int maxChildren = 10;
        boolean blockOnClose = true;
        Optional<HandlerClass<SocketChannel>> handler = Optional.empty();
    }

    final Transcript transcript = new Transcript();
    final List<Process> started = new CopyOnWriteArrayList<>();
    final List<Exception> troubles = new CopyOnWriteArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final Server server;
    private final Settings settings;
    private final AtomicInteger starts = new AtomicInteger();
    private volatile int most;
    private volatile Optional<Throwable> endOfLoop = Optional.empty();
    private Optional<Thread> loop = Optional.empty();
    private final List<Socket> clients = new ArrayList<>();

    ForkingScene() throws IOException {
        this(new Settings());
    }

    ForkingScene(Settings settings) throws IOException {
        if (!NativeAccess.isEnabled()) {
            throw new NotRun("a connection can be given to a child on Linux only", "solve this exercise on Linux");
        }
        this.settings = settings;
        var handler = settings.handler.orElseGet(() -> new HandlerClass<>(InThisProcess.class));
        server = Call.of(transcript, () -> new Server(handler)).value();
        try {
            Call.of(transcript, () -> server.activeChildren().size()).returns(0);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /// For requests that no child handles.
    static final class InThisProcess extends BaseRequestHandler<SocketChannel> {
        InThisProcess(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server) {
            super(request, clientAddress, server);
        }

        @Override
        protected void handle() throws IOException {
            request.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(US_ASCII)));
        }
    }

    final class Server extends ForkingTCPServer {
        Server(HandlerClass<SocketChannel> handler) throws IOException {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler);
        }

        @Override
        protected int requestQueueSize() {
            return 50;
        }

        @Override
        ProcessBuilder childCommand(SocketChannel request, SocketAddress clientAddress) {
            return settings.handler.isPresent()
                    // Its stack trace is for somebody who reads it.
                    ? super.childCommand(request, clientAddress).redirectError(ProcessBuilder.Redirect.DISCARD)
                    : new ProcessBuilder(settings.shell, "-c", PRELUDE + settings.script);
        }

        @Override
        public Process startChild(SocketChannel request, SocketAddress clientAddress) throws IOException {
            starts.incrementAndGet();
            var child = super.startChild(request, clientAddress);
            started.add(child);
            most = Math.max(most, (int) started.stream().filter(Process::isAlive).count());
            return child;
        }

        @Override
        public int maxChildren() {
            return settings.maxChildren;
        }

        @Override
        public boolean blockOnClose() {
            return settings.blockOnClose;
        }

        @Override
        public void handleError(SocketChannel request, SocketAddress clientAddress, Exception trouble) {
            troubles.add(trouble);
        }

        @Override
        public Accepted<SocketChannel> getRequest() throws IOException {
            calls.add("get_request");
            return super.getRequest();
        }

        @Override
        public boolean verifyRequest(SocketChannel request, SocketAddress clientAddress) {
            calls.add("verify_request");
            return super.verifyRequest(request, clientAddress);
        }

        @Override
        public void finishRequest(SocketChannel request, SocketAddress clientAddress) throws Exception {
            calls.add("finish_request");
            super.finishRequest(request, clientAddress);
        }

        @Override
        public void shutdownRequest(SocketChannel request) {
            calls.add("shutdown_request");
            super.shutdownRequest(request);
        }

        @Override
        public void closeRequest(SocketChannel request) {
            calls.add("close_request");
            super.closeRequest(request);
        }
    }

    /// A server of which nothing has been changed.
    static ForkingTCPServer plain() throws IOException {
        return new ForkingTCPServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new HandlerClass<>(InThisProcess.class));
    }

    /// Lets the server serve until the end of the test.
    ForkingScene serving() {
        loop = Optional.of(Thread.ofPlatform().daemon().name("testkit loop").start(() -> {
            try {
                server.serveForever(Duration.ofMillis(10));
            } catch (IOException | RuntimeException | Error e) {
                endOfLoop = Optional.of(e);
            }
        }));
        return this;
    }

    Check check() {
        return Check.of(transcript);
    }

    /// Whether the parent did to a request what is the child's to do; after an error it is the parent's.
    boolean hasShutDown() {
        return troubles.isEmpty() && calls.contains("shutdown_request");
    }

    /// How many children have been started, or are being.
    int starts() {
        return starts.get();
    }

    /// How many children were alive at the same time, at most.
    int most() {
        return most;
    }

    /// The pids of those that have been started, in this order.
    List<Long> pids() {
        return started.stream().map(Process::pid).toList();
    }

    static boolean soon(BooleanSupplier condition) {
        return Eventually.holds(condition, Deadline.in(PATIENCE));
    }

    static boolean within(Duration limit, BooleanSupplier condition) {
        return Eventually.holds(condition, Deadline.in(limit));
    }

    /// A client who has a child.
    Client begins(String name) throws IOException {
        var client = connect(name);
        client.pid();
        return client;
    }

    Client connect(String name) throws IOException {
        transcript.test("let " + name + " connect");
        var socket = new Socket();
        clients.add(socket);
        socket.connect(server.serverAddress(), (int) PATIENCE.toMillis());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        TestSide.has(socket);
        return new Client(name, socket);
    }

    final class Client {
        final String name;
        final Socket socket;

        private Client(String name, Socket socket) {
            this.name = name;
            this.socket = socket;
        }

        /// The number that a child sends first; this fails if it is no child's.
        long pid() throws IOException {
            var line = line();
            check().likelyIf(line.equals("" + ProcessHandle.current().pid()),
                    "the request was handled in this process: ForkingTCPServer has a processRequest from its class and "
                            + "one from its interface, and the class's is the stronger, unless it says otherwise")
                    .likelyIf(line.isEmpty() && hasShutDown(), SHUT_DOWN)
                    .likelyIf(line.isEmpty(), "the connection was closed before a child had a copy of it")
                    .likelyIf(line.equals(NOTHING) && started.stream().noneMatch(Process::isAlive),
                            "no child was started")
                    .likelyIf(line.equals(NOTHING),
                            "the child's output was a pipe that nobody read, or was read when the child had ended")
                    .holds(line.matches("\\d+") && !line.equals("" + ProcessHandle.current().pid()),
                            "a child that sends " + name + " its own process id",
                            line.isEmpty()
                                    ? "the end of the connection"
                                    : line + (line.matches("\\d+") ? ", which is this process" : ""));
            return Long.parseLong(line);
        }

        void says(String line) throws IOException {
            transcript.test("let " + name + " say \"" + line + "\"");
            socket.getOutputStream().write((line + "\n").getBytes(US_ASCII));
        }

        /// The next line; empty at the end, or [#NOTHING].
        String line() throws IOException {
            var line = new StringBuilder();
            try {
                int octet;
                while ((octet = socket.getInputStream().read()) >= 0 && octet != '\n') {
                    line.append((char) octet);
                }
            } catch (SocketTimeoutException e) {
                rethrowEndOfLoop();
                return NOTHING;
            } catch (SocketException e) {
                // A reset is an end, too: a child that died may have left something unread.
            }
            if (line.isEmpty()) {
                rethrowEndOfLoop();
            }
            return line.toString();
        }

        /// Whether the connection has come to its end, either way.
        boolean hearsEnd() throws IOException {
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException e) {
                return false;
            } catch (SocketException e) {
                return true;
            }
        }
    }

    private void rethrowEndOfLoop() {
        if (endOfLoop.isPresent() && endOfLoop.get() instanceof Error error) {
            throw error;
        }
    }

    @Override
    public void close() throws IOException {
        for (var client : clients) {
            client.close();
        }
        try {
            // The loop may wait for a child, and start one more when this one is dead.
            for (var deadline = Deadline.in(PATIENCE);;) {
                for (var child : started) {
                    child.destroyForcibly();
                    child.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                }
                if (loop.isEmpty() || !loop.get().isAlive() || deadline.isOver()) {
                    break;
                }
                server.channel().close();
                Thread.ofPlatform().daemon().name("testkit closes").start(this::shutdown).join(50);
            }
            server.channel().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void shutdown() {
        try {
            server.shutdown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
