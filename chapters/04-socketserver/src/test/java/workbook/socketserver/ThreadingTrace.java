package workbook.socketserver;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import workbook.testkit.Call;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

/// A [ThreadingTCPServer] that notes its steps, and one in Python that prints the same.
///
/// One request fails; one is handled until the server is being closed.
final class ThreadingTrace implements AutoCloseable {
    static final String PYTHON = """
            import socket, socketserver, threading
            closed, closing = threading.Event(), threading.Event()
            steps = []
            def note(step):
                own = threading.current_thread()
                steps.append(step + (" in the loop" if own is loop else " in main" if own is main else " in a thread of its own"))
            class Handler(socketserver.BaseRequestHandler):
                def handle(self):
                    if self.request.recv(1) == b"f":
                        raise ValueError
                    self.request.sendall(b"!")
                    closing.wait()
            class Server(socketserver.ThreadingTCPServer):
                def verify_request(self, request, address):
                    note("verifyRequest")
                    return True
                def process_request_thread(self, request, address):
                    note("processRequestThread")
                    super().process_request_thread(request, address)
                def finish_request(self, request, address):
                    note("finishRequest")
                    super().finish_request(request, address)
                def handle_error(self, request, address):
                    note("handleError")
                def shutdown_request(self, request):
                    note("shutdownRequest")
                    super().shutdown_request(request)
                def close_request(self, request):
                    note("closeRequest")
                    super().close_request(request)
                    closed.set()
                def server_close(self):
                    note("serverClose")
                    closing.set()
                    super().server_close()
                    note("serverClose, done,")
            main = threading.current_thread()
            server = Server(("127.0.0.1", 0), Handler)
            loop = threading.Thread(target=server.serve_forever, args=(0.01,))
            loop.start()
            for first in b"fs":
                with socket.create_connection(server.server_address) as client:
                    client.sendall(bytes([first]))
                    client.recv(1)
                if first == b"f"[0]:
                    closed.wait()
            server.shutdown()
            server.server_close()
            print("\\n".join(steps))
            """;

    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread main = Thread.currentThread();
    private final Thread loop = Thread.ofPlatform().daemon().name("testkit loop").unstarted(this::serve);
    private final Noting server;

    ThreadingTrace() throws IOException {
        server = new Noting();
    }

    private void note(String step) {
        var own = Thread.currentThread();
        steps.add(step + " in " + (own == loop ? "the loop" : own == main ? "main" : "a thread of its own") + "\n");
    }

    String steps() {
        return String.join("", steps);
    }

    private void serve() {
        try {
            server.serveForever(Duration.ofMillis(10));
        } catch (IOException e) {
            note(e.toString());
        }
    }

    void run() throws IOException, InterruptedException {
        Call.of(new Transcript(), () -> server.requestThreads().size()).returns(0);
        loop.start();
        for (var first : "fs".toCharArray()) {
            try (var client = new Socket()) {
                client.connect(server.serverAddress());
                client.setSoTimeout((int) ThreadingWords.PATIENCE.toMillis());
                TestSide.has(client);
                client.getOutputStream().write(first);
                client.getInputStream().read();
            }
            if (first == 'f') {
                closed.await(ThreadingWords.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        server.shutdown();
        server.serverClose();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.channel().close();
    }

    private final class Noting extends ThreadingTCPServer {
        Noting() throws IOException {
            super(ThreadingScene.anyPort(), (request, client, of) -> new BaseRequestHandler<>(request, client, of) {
                @Override
                protected void handle() throws InterruptedException, IOException {
                    var first = ByteBuffer.allocate(1);
                    request.read(first);
                    if (first.get(0) == 'f') {
                        throw new IllegalArgumentException();
                    }
                    request.write(ByteBuffer.allocate(1));
                    closing.await();
                }
            });
        }

        @Override
        public boolean verifyRequest(SocketChannel request, SocketAddress address) {
            note("verifyRequest");
            return true;
        }

        @Override
        public void processRequestThread(SocketChannel request, SocketAddress address) {
            note("processRequestThread");
            super.processRequestThread(request, address);
        }

        @Override
        public void finishRequest(SocketChannel request, SocketAddress address) throws Exception {
            note("finishRequest");
            super.finishRequest(request, address);
        }

        @Override
        public void handleError(SocketChannel request, SocketAddress address, Exception trouble) {
            note("handleError");
        }

        @Override
        public void shutdownRequest(SocketChannel request) {
            note("shutdownRequest");
            super.shutdownRequest(request);
        }

        @Override
        public void closeRequest(SocketChannel request) {
            note("closeRequest");
            super.closeRequest(request);
            closed.countDown();
        }

        @Override
        public void serverClose() throws IOException {
            note("serverClose");
            closing.countDown();
            super.serverClose();
            note("serverClose, done,");
        }
    }
}
