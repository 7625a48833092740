import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Measures what a process for each request costs; `README.adoc` beside this says what and how.
final class Forks {
    private static final Path MEASURED = Path.of("chapters/04-socketserver/measured/forks.csv");
    private static final Path KIT = Path.of("tools/kit/target/kit-1.jar");
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final List<String> QUICK = List.of("-Xlog:disable", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final String PYTHON = """
            import os, socketserver, sys
            class Echo(socketserver.BaseRequestHandler):
                def handle(self):
                    self.request.sendall(self.request.recv(100))
            server = socketserver.ForkingTCPServer(("127.0.0.1", 0), Echo)
            print(server.server_address[1], flush=True)
            server.serve_forever(0.01)
            """;

    private final int rounds;
    private final Map<String, Figures> figures = new LinkedHashMap<>();

    private Forks(int rounds) {
        this.rounds = rounds;
    }

    public static void main(String... words) throws Exception {
        Locale.setDefault(Locale.ROOT);
        if (!Files.exists(KIT)) {
            System.err.println("The kit is not built: mvn -B -q -Dworkbook.quick -DskipTests package -pl tools/kit");
            System.exit(3);
        }
        if (words.length > 1 || words.length == 1 && !words[0].matches("rounds=[1-9][0-9]{0,3}")) {
            System.err.println("Usage: java tools/bench/Forks.java [rounds=40]");
            System.exit(2);
        }
        new Forks(words.length == 0 ? 40 : Integer.parseInt(words[0].substring("rounds=".length()))).run();
    }

    private void run() throws Exception {
        var folder = Files.createTempDirectory("workbook-forks");
        var servers = new ArrayList<Server>();
        try {
            var classPath = build(folder) + File.pathSeparator + KIT.toAbsolutePath();
            var cache = folder.resolve("child.aot").toString();
            // A cache is made from what a JVM has loaded in a run: here a child's, with a real connection.
            try (var trained = Server.forking(classPath, child(classPath, "-XX:AOTCacheOutput=" + cache))) {
                trained.ask();
                trained.close();
            }
            servers.add(Server.python());
            servers.add(Server.forking("a JVM, without class data sharing", classPath, child(classPath, "-Xshare:off")));
            servers.add(Server.forking("a JVM, with the JDK's own archive", classPath, child(classPath, "-Xshare:auto")));
            servers.add(Server.forking("a JVM, with an AOT cache", classPath, child(classPath, "-XX:AOTCache=" + cache, "-XX:AOTMode=on")));
            servers.add(Server.forking("`head` of a shell: the start alone", classPath,
                    List.of("sh", "-c", "exec head -c 2 <&0 >&0")));
            servers.add(Server.threading(classPath));
            for (var round = -3; round < rounds; round++) {
                for (var server : servers) {
                    var from = System.nanoTime();
                    server.ask();
                    var to = System.nanoTime();
                    if (round >= 0) {
                        figures.computeIfAbsent(server.name(), name -> new Figures()).add(from, to);
                    }
                }
            }
        } finally {
            servers.forEach(Server::close);
            try (var all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
        write();
    }

    private static List<String> child(String classPath, String... options) {
        var command = new ArrayList<>(List.of(JAVA));
        command.addAll(QUICK);
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, "workbook.socketserver.ForkedChild",
                "workbook.socketserver.ForksServer$Echo"));
        return command;
    }

    /// The reference in a jar: a cache knows no classes of folders.
    private static Path build(Path folder) throws IOException, InterruptedException {
        var classes = folder.resolve("classes").toString();
        var bin = Path.of(System.getProperty("java.home"), "bin");
        run(bin.resolve("javac").toString(), "-nowarn", "-d", classes, "-cp", KIT.toString(), "-sourcepath",
                "solutions/04-socketserver/src/main/java" + File.pathSeparator + "chapters/04-socketserver/src/main/java",
                "tools/bench/forks/workbook/socketserver/ForksServer.java",
                "chapters/04-socketserver/src/main/java/workbook/socketserver/ForkedChild.java");
        var jar = folder.resolve("forks.jar");
        run(bin.resolve("jar").toString(), "cf", jar.toString(), "-C", classes, ".");
        return jar;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " has failed");
        }
    }

    private void write() throws IOException {
        var lines = new ArrayList<>(List.of("# Written by tools/bench/Forks.java, read by the chapter.", "# tag::rows[]",
                "a request handled by,median ms,p95 ms"));
        figures.forEach((name, times) -> lines.add("\"%s\",%.1f,%.1f".formatted(name, times.median(), times.quantile(0.95))));
        lines.add("# end::rows[]");
        Files.createDirectories(MEASURED.getParent());
        Files.write(MEASURED, lines);
        lines.forEach(System.out::println);
    }

    /// A server in a process of its own.
    private record Server(String name, Process process, int port) implements AutoCloseable {
        static Server python() throws IOException {
            return started("Python's fork", "python3", "-I", "-S", "-c", PYTHON);
        }

        static Server threading(String classPath) throws IOException {
            return started("a thread of a Java server", java(classPath).toArray(String[]::new));
        }

        static Server forking(String classPath, List<String> child) throws IOException {
            return forking("", classPath, child);
        }

        static Server forking(String name, String classPath, List<String> child) throws IOException {
            return started(name, Stream.concat(java(classPath).stream(), child.stream()).toArray(String[]::new));
        }

        private static List<String> java(String classPath) {
            return List.of(JAVA, "--enable-native-access=ALL-UNNAMED", "-cp", classPath, "workbook.socketserver.ForksServer");
        }

        private static Server started(String name, String... command) throws IOException {
            var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            return new Server(name, process, Integer.parseInt(process.inputReader().readLine()));
        }

        /// One request from its connection to its end.
        void ask() throws IOException {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write("x\n".getBytes());
                if (socket.getInputStream().readAllBytes().length != 2) {
                    throw new IllegalStateException(name + " has not answered");
                }
            }
        }

        @Override
        public void close() {
            // Its children first: one may still be writing its cache.
            process.children().forEach(child -> child.onExit().join());
            process.destroyForcibly();
        }
    }
}
