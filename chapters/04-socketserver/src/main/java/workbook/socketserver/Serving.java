package workbook.socketserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import workbook.kit.Carried;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.kit.Terminal;

/// Runs one service on one server, until the program is stopped.
final class Serving {
    static final Map<String, Integer> PORTS = Map.of("web", 8080, "chat", 7000, "echo", 7007);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    /// Chapter 2's own site, from the workbook's folder and from the chapter's.
    private static final List<Path> SITES = List.of(Path.of("chapters/02-web-server/site"),
            Path.of("../02-web-server/site"));

    private static final Map<String, List<String>> CARRIED_BY = Map.of(
            "web", List.of("request-parser", "static-files", "keep-alive", "request-bodies", "chunked-output",
                    "hostile-input"),
            "chat", List.of("line-codec", "room", "names-and-commands", "slow-consumer", "departures"),
            "echo", List.of(),
            "sync", List.of(),
            "threading", List.of("threading"),
            "virtual", List.of("threading"),
            "forking", List.of("forking"));

    private final Terminal io;
    private final String name;
    private final Kind kind;
    private final Service service;
    private final Visits visits;
    private final BaseServer<SocketChannel> server;
    private final InetSocketAddress address;

    /// Listens; whoever comes is served by [#run].
    Serving(Terminal io, Options options) throws GivenUp, IOException {
        this.io = io;
        name = options.word("--handler", "web", Service.NAMES);
        kind = Kind.of(options.word("--server", Kind.THREADING.word(), Kind.all()));
        var wanted = address(options);
        var root = root(options);
        System.setProperty(InChild.SERVICE, name);
        System.setProperty(InChild.ROOT, root.toString());
        // Children have services of their own.
        service = Service.of(kind == Kind.FORKING ? "echo" : name, root, io.out());
        visits = new Visits(service);
        try {
            server = kind.open(wanted, visits);
        } catch (IOException e) {
            service.close();
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "Port " + wanted.getPort() + " of "
                    + wanted.getAddress().getHostAddress() + " cannot be had (" + e.getMessage()
                    + "); --port 0 takes one that is free.");
        }
        address = (InetSocketAddress) server.serverAddress();
    }

    private InetSocketAddress address(Options options) throws GivenUp {
        var port = options.number("--port", PORTS.get(name), 0, Options.HIGHEST_PORT);
        var host = options.value("--host").orElse(InetAddress.getLoopbackAddress().getHostAddress());
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "'" + host + "' is no address of this machine; --host takes one.");
        }
    }

    private Path root(Options options) throws GivenUp {
        if (options.has("--root")) {
            if (!name.equals("web")) {
                throw new GivenUp(GivenUp.USAGE, "--root is for --handler web; " + name + " serves no files.");
            }
            var root = Path.of(options.value("--root").orElseThrow());
            if (!Files.isDirectory(root)) {
                throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "There is no folder " + root + "; --root names one that is there.");
            }
            return root.toAbsolutePath();
        }
        if (!name.equals("web")) {
            return Path.of("");
        }
        return SITES.stream().filter(Files::isDirectory).findFirst().map(Path::toAbsolutePath)
                .orElseThrow(() -> new GivenUp(GivenUp.NOT_TO_BE_HAD,
                        "The site of chapter 2 is not below this folder; --root names another."));
    }

    /// Serves until Ctrl-C.
    void run() throws IOException, InterruptedException {
        var ended = new CountDownLatch(1);
        // Ctrl-C ends the JVM, and this is its last word.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop();
            ended.countDown();
        }, "stop"));
        serve();
        ended.await();
    }

    /// Says where, and serves until [#stop].
    void serve() throws IOException {
        sentences().forEach(io.out()::println);
        server.serveForever();
    }

    private List<String> sentences() {
        var sentences = new ArrayList<String>();
        sentences.add(name + ", " + kind.words() + ", at " + where() + "; Ctrl-C stops it");
        if (name.equals("chat")) {
            sentences.add("./workbook run chat --join " + text() + " --name NAME joins it");
        }
        if (name.equals("chat") && kind == Kind.FORKING) {
            sentences.add("Each member will be alone: its process has a room of its own, for processes share no memory.");
        }
        if (kind == Kind.SYNC) {
            sentences.add("Whoever comes second waits until the first has left.");
        }
        if (!address.getAddress().isLoopbackAddress()) {
            sentences.add("Everybody who reaches this address " + switch (name) {
                case "web" -> "can read all files below that folder: there is no log-in, and nothing is encrypted.";
                case "chat" -> "can join, and whoever is on the way can read along: there are no passwords, and nothing"
                        + " is encrypted.";
                default -> "can make this machine work, and whoever is on the way can read along: nothing is encrypted.";
            });
        }
        return sentences;
    }

    private String where() {
        return name.equals("web") ? "http://" + text() + "/ with the files of " + System.getProperty(InChild.ROOT) : text();
    }

    private String text() {
        var host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    int port() {
        return address.getPort();
    }

    /// Ends the loop, and all conversations in about two seconds.
    void stop() {
        // On a thread of its own: on a server without threads the loop does not end before its client has left.
        var closing = Thread.ofPlatform().daemon().name("closing").start(this::close);
        try {
            service.close();
            var isDrained = closing.join(DRAIN);
            if (!isDrained) {
                visits.cutOff();
                endChildren();
                closing.join(DRAIN);
            }
            io.out().println();
            io.out().println(isDrained ? "stopped" : "stopped; connections that were still open have been closed");
            io.out().println(Carried.inThisRun().line(carriedBy()));
        } catch (IOException e) {
            io.err().println("The conversations could not be ended: " + e.getMessage() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        try {
            server.shutdown();
            server.close();
            visits.join();
        } catch (IOException e) {
            io.err().println("The listener could not be closed: " + e.getMessage() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endChildren() {
        if (server instanceof ForkingTCPServer forking) {
            forking.activeChildren().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
        }
    }

    private String[] carriedBy() {
        var ids = new ArrayList<>(List.of("base-server", "tcp-server", "request-handler", "request-pipeline",
                "stream-and-datagram"));
        ids.addAll(CARRIED_BY.get(kind.word()));
        ids.addAll(CARRIED_BY.get(name));
        return ids.toArray(String[]::new);
    }
}
