import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The servers that are compared, each a process of its own that serves the same folder.
final class WebServers implements AutoCloseable {
    static final Path SOLUTIONS = Path.of("solutions/02-web-server/target/classes");
    private static final String REFERENCE = "the reference";
    private static final String CLASS_PATH = SOLUTIONS + ":chapters/02-web-server/target/classes:tools/kit/target/classes"
            + ":tools/cli/target/classes";

    private final List<Running> running = new ArrayList<>();

    /// A server that runs.
    record Running(String name, Process process, int port) {
        String url(String file) {
            return "http://127.0.0.1:" + port + "/" + file;
        }

        private Stream<ProcessHandle> processes() {
            return Stream.concat(Stream.of(process.toHandle()), process.descendants());
        }

        /// What it and its children have in memory.
        long kilobytes() throws IOException {
            var sum = 0L;
            for (var each : processes().toList()) {
                sum += Files.readAllLines(Path.of("/proc/" + each.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
            }
            return sum;
        }

        /// How many files and sockets it has open.
        long descriptors() throws IOException {
            try (var open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
                return open.count();
            }
        }
    }

    /// Every server whose program is there; of the others it says that they are NOT RUN, and how to get them.
    static WebServers all(Path root) throws IOException, InterruptedException {
        var servers = new WebServers();
        servers.start(REFERENCE, reference(root, List.of()));
        servers.start("JDK, jwebserver", port -> List.of(java("jwebserver"), "-o", "none", "-p", port, "-d", root.toString()));
        servers.start("JDK, a virtual thread each",
                port -> List.of(java("java"), "tools/bench/JdkServer.java", root.toString(), port));
        servers.start("CPython, http.server",
                port -> List.of("python3", "-m", "http.server", "--protocol", "HTTP/1.1", "-b", "127.0.0.1", "-d",
                        root.toString(), port));
        servers.start("nginx", port -> List.of("nginx", "-c", nginx(root, port).toString()));
        return servers;
    }

    /// The reference alone, behind a command that changes what it has.
    static WebServers reference(Path root, String... command) throws IOException, InterruptedException {
        var servers = new WebServers();
        servers.start(REFERENCE, reference(root, List.of(command)));
        return servers;
    }

    private static Command reference(Path root, List<String> before) {
        return port -> Stream.concat(before.stream(), Stream.of(java("java"), "-XX:-MaxFDLimit", "-Xmx512m", "-cp", CLASS_PATH,
                "workbook.cli.program.ProgramMain", "workbook.web.Main", "--quiet", "--root", root.toString(), "--port",
                port)).toList();
    }

    private interface Command {
        List<String> on(String port) throws IOException;
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static Path nginx(Path root, String port) throws IOException {
        var file = root.resolve("nginx.conf");
        return Files.writeString(file, """
                daemon off;
                worker_processes auto;
                pid %1$s/nginx.pid;
                error_log /dev/null;
                events { worker_connections 4096; }
                http {
                    access_log off;
                    sendfile on;
                    tcp_nopush on;
                    keepalive_requests 1000000000;
                    server { listen 127.0.0.1:%2$s backlog=1024; root %1$s; }
                }
                """.formatted(root, port));
    }

    private void start(String name, Command command) throws IOException, InterruptedException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var words = command.on(Integer.toString(port));
        Process process;
        try {
            process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            System.out.println(name + ": NOT RUN, " + words.getFirst() + " is not installed; on Debian: apt-get install "
                    + words.getFirst());
            return;
        }
        for (var until = System.nanoTime() + 20_000_000_000L; System.nanoTime() < until;) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                running.add(new Running(name, process, port));
                return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        process.destroyForcibly();
        System.out.println(name + ": NOT RUN, it did not listen within 20 s");
    }

    List<Running> running() {
        return running;
    }

    @Override
    public void close() {
        running.forEach(each -> each.processes().toList().forEach(ProcessHandle::destroy));
    }
}
