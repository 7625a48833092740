import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Measures the servers of chapter 4 beside CPython's; `README.adoc` beside this says what and how.
final class SocketServers {
    private static final String USAGE = """
            Usage: java tools/bench/SocketServers.java [speed] [idle] [NAME=VALUE...]
              speed  requests each second, a connection for each: seconds=3
              idle   what silent clients cost: idle=10000
            Without a word, both. What is measured goes to chapters/04-socketserver/measured, and drawn
            to its images.
            """;
    private static final Path MEASURED = Path.of("chapters/04-socketserver/measured");
    private static final Path IMAGES = Path.of("chapters/04-socketserver/images");
    private static final List<Integer> CLIENTS = List.of(1, 10, 100, 1_000);
    private static final List<String> SERVERS = List.of("sync", "threading", "virtual", "forking", "pre-forked", "selector",
            "CPython threading", "CPython forking");
    private static final List<String> DRAWN = List.of("threading", "virtual", "CPython threading");
    private static final List<String> CHOICE = List.of("sync", "threading", "virtual", "forking", "pre-forked");
    private static final Set<String> CHOSEN_AMONG = Set.of("echo 1", "echo 100", "sleep 100");
    private static final byte[] LINE = "hello, server\n".getBytes(StandardCharsets.US_ASCII);
    /// A JVM takes its time to start.
    private static final int LONGER = 5;
    private static final String PYTHON = """
            import socketserver, sys, time
            class Handler(socketserver.StreamRequestHandler):
                def handle(self):
                    if sys.argv[2] == 'sleep':
                        time.sleep(0.01)
                    self.wfile.write(self.rfile.readline())
            class Threading(socketserver.ThreadingTCPServer):
                request_queue_size = 1024
            class Forking(socketserver.ForkingTCPServer):
                request_queue_size = 1024
            server = (Threading if sys.argv[1] == 'threading' else Forking)(('127.0.0.1', 0), Handler)
            print(server.server_address[1], flush=True)
            server.serve_forever()
            """;
    /// Opens connections, says half a line on each, and holds them until its input ends.
    private static final String HOLDER = """
            import socket, sys
            held = []
            for _ in range(int(sys.argv[2])):
                s = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 30)
                s.sendall(b'h')
                held.append(s)
            print('held', flush=True)
            sys.stdin.read()
            """;

    private final Map<String, Integer> values = new TreeMap<>(Map.of("seconds", 3, "idle", 10_000));
    private final Path classes;

    private SocketServers(Path classes) {
        this.classes = classes;
    }

    public static void main(String... words) throws Exception {
        Locale.setDefault(Locale.ROOT);
        var bench = new SocketServers(Files.createTempDirectory("socketservers"));
        var parts = new ArrayList<String>();
        for (var word : words) {
            var value = word.split("=", 2);
            if (value.length == 2 && bench.values.containsKey(value[0]) && value[1].matches("[0-9]{1,6}")) {
                bench.values.put(value[0], Integer.parseInt(value[1]));
            } else if (List.of("speed", "idle").contains(word)) {
                parts.add(word);
            } else {
                System.err.print(USAGE);
                System.exit(2);
            }
        }
        bench.compile();
        if (parts.isEmpty() || parts.contains("speed")) {
            bench.speed();
        }
        if (parts.isEmpty() || parts.contains("idle")) {
            bench.idle();
        }
    }

    /// The reference from its sources: what Maven has built may be older.
    private void compile() {
        var status = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-nowarn", "-implicit:class", "-d",
                classes.toString(), "-sourcepath", "solutions/04-socketserver/src/main/java"
                        + ":chapters/04-socketserver/src/main/java:tools/kit/src/main/java",
                "tools/bench/socketserver/BenchServer.java");
        if (status != 0) {
            throw new IllegalStateException("the reference does not compile");
        }
    }

    /// A server in a process of its own.
    private record Server(Process process, int port) implements AutoCloseable {
        long kilobytes() throws IOException, InterruptedException {
            new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(process.pid()), "GC.run").redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            return status("VmRSS");
        }

        long status(String name) throws IOException {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private Server start(String name, String handler, String... flags) throws IOException {
        var java = Stream.of(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:-MaxFDLimit", "-Xmx512m"), Stream.of(flags),
                Stream.of("-cp", classes.toString(), "workbook.socketserver.BenchServer", name, handler))
                .flatMap(each -> each).toList();
        var python = List.of("python3", "-c", PYTHON, name.replace("CPython ", ""), handler);
        var process = new ProcessBuilder(name.startsWith("CPython") ? python : java)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var port = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        return new Server(process, Integer.parseInt(port));
    }

    /// Every server has its turn with every number of clients before the next number comes.
    private void speed() throws Exception {
        var table = new StringBuilder("handler,clients,server,requests each second,p50 ms,p99 ms,failed\n");
        var drawn = new StringBuilder("clients,server,requests each second\n");
        var choice = new StringBuilder("handler,clients at once," + String.join(",", CHOICE) + "\n");
        for (var handler : List.of("echo", "sleep")) {
            for (var clients : CLIENTS) {
                var results = new TreeMap<String, Result>();
                for (var name : SERVERS) {
                    if (handler.equals("sleep") && name.equals("selector")) {
                        continue; // Its one thread may not sleep.
                    }
                    try (var server = start(name, handler)) {
                        load(server.port(), Math.min(clients, 10), 1); // warm
                        var result = load(server.port(), clients,
                                values.get("seconds") * (name.equals("forking") ? LONGER : 1));
                        results.put(name, result);
                        var row = "%s,%d,%s,%s".formatted(handler, clients, name, result);
                        System.out.println(row);
                        table.append(row).append('\n');
                        if (handler.equals("echo") && DRAWN.contains(name)) {
                            drawn.append(clients).append(',').append(name).append(',').append(result.perSecond()).append('\n');
                        }
                    }
                }
                if (CHOSEN_AMONG.contains(handler + " " + clients)) {
                    choice.append(handler).append(',').append(clients);
                    CHOICE.forEach(name -> choice.append(",%.0f".formatted(results.get(name).perSecond())));
                    choice.append('\n');
                }
            }
        }
        publish("servers", table);
        publish("choice", choice);
        Chart.of("Requests each second, a connection for each", "clients", drawn.toString().lines().toList())
                .write(IMAGES.resolve("requests.svg"));
    }

    private record Result(double perSecond, double middle, double slow, long failed) {
        @Override
        public String toString() {
            return Double.isNaN(middle)
                    ? "0,-,-," + failed
                    : "%.1f,%.2f,%.2f,%d".formatted(perSecond, middle, slow, failed);
        }
    }

    /// So many clients, each of which asks again as soon as it is answered.
    private static Result load(int port, int clients, int seconds) throws InterruptedException {
        var times = new ConcurrentLinkedQueue<Long>();
        var failed = new java.util.concurrent.atomic.AtomicLong();
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        var all = Executors.newVirtualThreadPerTaskExecutor();
        for (var client = 0; client < clients; client++) {
            all.execute(() -> {
                while (System.nanoTime() < until) {
                    var begin = System.nanoTime();
                    try {
                        ask(port);
                        var end = System.nanoTime();
                        if (end < until) {
                            times.add(end - begin);
                        }
                    } catch (IOException e) {
                        if (System.nanoTime() < until) {
                            failed.incrementAndGet();
                        }
                    }
                }
            });
        }
        Thread.sleep(TimeUnit.SECONDS.toMillis(seconds));
        // Whoever waits still is not waited for: an interrupt closes its channel.
        all.shutdownNow();
        all.awaitTermination(5, TimeUnit.SECONDS);
        var sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Result((double) sorted.length / seconds, percentile(sorted, 50), percentile(sorted, 99), failed.get());
    }

    private static void ask(int port) throws IOException {
        try (var socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            socket.write(ByteBuffer.wrap(LINE));
            var answer = ByteBuffer.allocate(64);
            while (socket.read(answer) >= 0) {
                // Until its end.
            }
            if (!Arrays.equals(LINE, Arrays.copyOf(answer.array(), answer.position()))) {
                throw new IOException("another answer");
            }
        }
    }

    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? Double.NaN : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
    }

    /// The clients hold half of their connections each, in two processes of their own.
    private void idle() throws Exception {
        var table = new StringBuilder("server,idle clients,MB,KB for each,threads\n");
        for (var name : List.of("virtual", "threading")) {
            for (var clients : LongStream.of(1_000, values.get("idle")).filter(n -> name.equals("virtual") || n <= 1_000)
                    .toArray()) {
                try (var server = start(name, "echo", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10")) {
                    load(server.port(), 10, 1); // warm
                    var before = server.kilobytes();
                    var holders = List.of(hold(server.port(), clients / 2), hold(server.port(), clients - clients / 2));
                    for (var holder : holders) {
                        new BufferedReader(new InputStreamReader(holder.getInputStream())).readLine();
                    }
                    TimeUnit.SECONDS.sleep(2); // until the last are accepted and wait
                    var after = server.kilobytes();
                    var row = "%s,%d,%d,%d,%d".formatted(name, clients, after / 1024, (after - before) / clients,
                            server.status("Threads"));
                    System.out.println(row);
                    table.append(row).append('\n');
                    holders.forEach(Process::destroyForcibly);
                }
            }
        }
        publish("idle", table);
    }

    private static Process hold(int port, long clients) throws IOException {
        return new ProcessBuilder("python3", "-c", HOLDER, Integer.toString(port), Long.toString(clients))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static void publish(String name, CharSequence table) throws IOException {
        Files.createDirectories(MEASURED);
        Files.writeString(MEASURED.resolve(name + ".csv"), "# Written by tools/bench/SocketServers.java, read by the chapter.\n"
                + "# tag::rows[]\n" + table + "# end::rows[]\n");
    }
}
