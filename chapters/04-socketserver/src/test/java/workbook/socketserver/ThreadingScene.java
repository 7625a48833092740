package workbook.socketserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import workbook.testkit.Call;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

/// A [ThreadingTCPServer] that sends lines back, its loop, and its clients.
final class ThreadingScene implements AutoCloseable {
    static final String NOTHING = "nothing for a second";

    private static final int LIMIT = (int) ThreadingWords.PATIENCE.toMillis();

    final Transcript transcript = new Transcript();
    final ThreadingTCPServer server;
    final List<Thread> handling = new CopyOnWriteArrayList<>();
    private final Thread loop;
    private final List<Socket> clients = new ArrayList<>();

    ThreadingScene() throws IOException {
        transcript.test("opened a ThreadingTCPServer that sends a line back");
        server = Call.of(transcript, () -> new ThreadingTCPServer(anyPort(), this::echo)).value();
        loop = Thread.ofPlatform().daemon().name("testkit loop").unstarted(this::serve);
        try {
            Call.of(transcript, () -> server.requestThreads().size()).returns(0);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        loop.start();
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void serve() {
        try {
            server.serveForever(Duration.ofMillis(10));
        } catch (IOException e) {
            // The test closes the channel, if the answer does not.
        }
    }

    private BaseRequestHandler<SocketChannel> echo(SocketChannel request, SocketAddress client,
            BaseServer<SocketChannel> of) {
        return new BaseRequestHandler<>(request, client, of) {
            @Override
            protected void handle() throws IOException {
                handling.add(Thread.currentThread());
                request.write(ByteBuffer.wrap("?".getBytes(US_ASCII)));
                var octet = ByteBuffer.allocate(1);
                var line = new StringBuilder();
                while (request.read(octet.clear()) == 1) {
                    line.append((char) octet.get(0));
                    if (octet.get(0) == '\n') {
                        request.write(ByteBuffer.wrap(line.toString().getBytes(US_ASCII)));
                        return;
                    }
                }
            }
        };
    }

    boolean isHandledByTheLoop() {
        return handling.contains(loop);
    }

    /// A client whose connection is being handled.
    Client begins(String name) throws IOException {
        transcript.test("let " + name + " connect");
        var client = connect();
        var question = client.hears(1);
        if (!question.equals("?")) {
            throw new IOException(name + " waited for a question mark, and there was " + question);
        }
        return client;
    }

    /// A client that has connected.
    Client connect() throws IOException {
        var socket = new Socket();
        clients.add(socket);
        socket.connect(server.serverAddress(), LIMIT);
        socket.setSoTimeout(LIMIT);
        TestSide.has(socket);
        return new Client(socket);
    }

    record Client(Socket socket) {
        void says(String line) throws IOException {
            socket.getOutputStream().write(line.getBytes(US_ASCII));
        }

        /// So many bytes, or fewer before the end, or [#NOTHING].
        String hears(int count) throws IOException {
            try {
                return new String(socket.getInputStream().readNBytes(count), US_ASCII);
            } catch (SocketTimeoutException e) {
                return NOTHING;
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (var client : clients) {
            client.close();
        }
        // The test's own way, for the answer's may not be there.
        server.channel().close();
        try {
            if (loop.isAlive()) {
                Thread.ofPlatform().daemon().name("testkit closes").start(this::shutdown).join(ThreadingWords.PATIENCE);
            }
            for (var thread : handling) {
                thread.join(ThreadingWords.WHILE);
            }
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
