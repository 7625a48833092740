package workbook.socketserver;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import workbook.testkit.Answer;
import workbook.testkit.Program;
import workbook.testkit.Running;
import workbook.testkit.Transcript;

/// A program whose `main` returns while a request is handled. It prints what happens then.
final class ThreadingProgram {
    /// What no process can be asked: whether it is about to end. One that is calls its hooks.
    private static final CountDownLatch ENDING = new CountDownLatch(1);
    private static final Duration WHILE = Duration.ofMillis(120);

    private ThreadingProgram() {}

    static void main() throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ENDING.countDown();
            System.out.println("the process ends");
        }));
        var main = Thread.currentThread();
        var server = new ThreadingTCPServer(ThreadingScene.anyPort(), (request, client, of) -> {
            return new BaseRequestHandler<>(request, client, of) {
                @Override
                protected void handle() throws IOException, InterruptedException {
                    request.write(ByteBuffer.allocate(1));
                    main.join();
                    if (!ENDING.await(WHILE.toMillis(), TimeUnit.MILLISECONDS)) {
                        System.out.println("handled");
                    }
                }
            };
        });
        Thread.ofPlatform().daemon().start(() -> serve(server));
        var client = SocketChannel.open(server.serverAddress());
        client.read(ByteBuffer.allocate(1));
        System.out.println("main returns");
    }

    private static void serve(ThreadingTCPServer server) {
        try {
            server.serveForever(Duration.ofMillis(10));
        } catch (IOException e) {
            e.printStackTrace();
        }
    }

    /// Starts it in a JVM of its own, with the answer that is being tested.
    static Running start() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var classPath = Path.of(URI.create(ThreadingProgram.class.getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString())) + File.pathSeparator
                + System.getProperty(Answer.CLASS_PATH, System.getProperty("java.class.path"));
        return new Program("java", java).start(new Transcript(), List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xmx64m", "-cp", classPath, ThreadingProgram.class.getName()));
    }
}
