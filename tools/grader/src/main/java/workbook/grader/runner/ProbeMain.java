package workbook.grader.runner;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/// Runs inside a sandbox and tries one thing after the other: a line each, what it tried and what came of it.
///
/// The grader's self-test reads them. No answer is in that sandbox, so what is printed is true.
public final class ProbeMain {
    /// What it ends with when it has tried all.
    public static final int DONE = 7;

    private ProbeMain() {}

    public static void main(String... arguments) throws Exception {
        if (arguments[0].equals("flood")) {
            while (true) {
                System.out.println("x".repeat(1000));
            }
        }
        if (arguments[0].equals("nothing")) {
            Runtime.getRuntime().halt(DONE);
        }
        if (arguments[0].equals("wait")) {
            new CountDownLatch(1).await();
        }
        say("root", () -> {
            try (var entries = Files.list(Path.of("/"))) {
                return entries.map(Path::toString).sorted().collect(Collectors.joining(" "));
            }
        });
        say("mtu", () -> NetworkInterface.getByName("lo").getMTU());
        say("port 80", () -> {
            try (var listener = new ServerSocket(80); var client = new Socket(InetAddress.getLoopbackAddress(), 80)) {
                return listener.getLocalPort() - client.getPort();
            }
        });
        say("outside", () -> {
            try (var socket = new Socket("192.0.2.1", 80)) {
                return socket;
            }
        });
        say("name", () -> InetAddress.getByName("example.org"));
        say("memory", () -> open("/proc/self/mem"));
        say("program", () -> open(System.getProperty("java.home") + "/bin/java"));
        say("descriptors", () -> {
            try (var entries = Files.list(Path.of("/proc/self/fd"))) {
                return entries.count() > 0;
            }
        });
        say("capabilities", () -> status("CapEff"));
        say("environment", () -> System.getenv().keySet().stream().sorted().collect(Collectors.joining(" ")));
        say("commandline", () -> Files.readString(Path.of("/proc/1/cmdline")).replace('\0', ' ').strip());
        say("home", () -> System.getProperty("user.home"));
        say("file", () -> fill(Path.of("/home/student/file")));
        say("shared", () -> fill(Path.of("/dev/shm/file")));
        say("dev", () -> Files.createFile(Path.of("/dev/file")));
        say("namespace", () -> Files.readString(Path.of("/proc/sys/user/max_user_namespaces")).strip());
        say("more namespaces", () -> Files.writeString(Path.of("/proc/sys/user/max_user_namespaces"), "10"));
        say("threads", ProbeMain::threads);
        System.out.flush();
        Runtime.getRuntime().halt(DONE);
    }

    private static String open(String path) throws IOException {
        try (var file = new RandomAccessFile(path, "r")) {
            return "opened " + file.length();
        }
    }

    private static String status(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status"))
                .stream()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .orElseThrow()
                .split("\\s+")[1];
    }

    private static long fill(Path file) throws IOException {
        var written = 0L;
        try (OutputStream out = Files.newOutputStream(file)) {
            var block = new byte[1 << 20];
            for (var count = 0; count < 200; count++) {
                out.write(block);
                written += block.length;
            }
        } catch (IOException e) {
            return written >> 20;
        } finally {
            Files.deleteIfExists(file);
        }
        return written >> 20;
    }

    private static int threads() {
        var waiting = new ArrayList<Thread>();
        try {
            for (var count = 0; count < 2000; count++) {
                var thread = new Thread(() -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        // It is to end.
                    }
                });
                thread.setDaemon(true);
                thread.start();
                waiting.add(thread);
            }
        } catch (OutOfMemoryError e) {
            // The limit: no more threads.
        }
        waiting.forEach(Thread::interrupt);
        return waiting.size();
    }

    private static void say(String what, Callable<Object> attempt) {
        String came;
        try {
            came = String.valueOf(attempt.call());
        } catch (Exception e) {
            came = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        System.out.println(what + "=" + came);
    }
}
