package workbook.web;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import workbook.kit.Carried;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.kit.Terminal;

/// The chapter's program: a web server for the files of a folder.
final class Main {
    /// The chapter's own site, from the workbook's folder and from the chapter's.
    private static final List<Path> SITES = List.of(Path.of("chapters/02-web-server/site"), Path.of("site"));
    private static final int PORT = 8080;
    private static final int BACKLOG = 1_024;
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private static final String[] CARRIED_BY = {"request-parser", "static-files", "keep-alive", "request-bodies",
        "chunked-output", "hostile-input", "concurrency"};

    private static final String HELP = """
            Serves the files of a folder to browsers, over your own answers of chapter 2.

              [--root DIR] [--port N] [--host H] [--quiet]

            --root DIR  the folder; without it, a page of this chapter with twenty pictures
            --port N    the port to listen on, 0 for any that is free; without it %d
            --host H    the address to listen at; without it the loopback address, which other machines
                        cannot reach
            --quiet     keep no log

            It prints a line for each response, in the Common Log Format, and stops on Ctrl-C: it takes no
            more connections, and gives those that it has two seconds to come to their end.

            Exit codes: 1 the folder, the address or the port could not be had; 2 a word of the command is
            off; 3 an exercise that carries this is still to be written; 130 stopped by Ctrl-C.
            """.formatted(PORT);

    private Main() {}

    /// @return what the process exits with
    static int run(Terminal io, String... arguments) {
        var words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            io.out().print(HELP);
            return 0;
        }
        try {
            var options = Options.of(words, List.of("--root", "--port", "--host"), List.of("--quiet"));
            serve(io, options, listen(options));
            return 0;
        } catch (GivenUp e) {
            io.err().println(e.getMessage());
            return e.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static void serve(Terminal io, Options options, ServerSocket listener)
            throws GivenUp, InterruptedException {
        var root = root(options);
        var conversation = WebServer.conversation(Limits.DEFAULT, new Site(root));
        var server = Server.serve(listener, options.has("--quiet") ? conversation : new AccessLog(io.out()).during(conversation));
        var ended = new CountDownLatch(1);
        // Ctrl-C ends the JVM, and this is its last word.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(io, server, ended), "stop"));
        io.out().println("serving " + root + " at " + url(listener) + "; Ctrl-C stops it");
        if (!listener.getInetAddress().isLoopbackAddress()) {
            io.out().println("Everybody who reaches this address can read all files below that folder: there is no"
                    + " log-in, and nothing is encrypted.");
        }
        ended.await();
    }

    private static void stop(Terminal io, Server server, CountDownLatch ended) {
        try {
            var isDrained = server.stop(DRAIN);
            io.out().println();
            io.out().println(isDrained ? "stopped" : "stopped; connections that were still open have been closed");
            io.out().println(Carried.inThisRun().line(CARRIED_BY));
        } catch (IOException e) {
            io.err().println("The listener could not be closed: " + e.getMessage() + ".");
        } finally {
            ended.countDown();
        }
    }

    private static Path root(Options options) throws GivenUp {
        if (options.has("--root")) {
            var root = Path.of(options.value("--root").orElseThrow());
            if (!Files.isDirectory(root)) {
                throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "There is no folder " + root + "; --root names one that is there.");
            }
            return root;
        }
        return SITES.stream().filter(Files::isDirectory).findFirst().orElseThrow(() -> new GivenUp(GivenUp.NOT_TO_BE_HAD,
                "The chapter's own site is not below this folder; --root names another."));
    }

    /// A channel's socket: through a channel, the kernel carries a file to a connection by itself.
    private static ServerSocket listen(Options options) throws GivenUp {
        var port = options.number("--port", PORT, 0, Options.HIGHEST_PORT);
        var host = options.value("--host").orElse(InetAddress.getLoopbackAddress().getHostAddress());
        try {
            var listener = ServerSocketChannel.open().socket();
            listener.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
            return listener;
        } catch (UnknownHostException e) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "'" + host + "' is no address of this machine; --host takes one.");
        } catch (BindException e) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "Port " + port + " of " + host + " cannot be had ("
                    + e.getMessage() + "); --port 0 takes one that is free.");
        } catch (IOException e) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "Nothing can listen at " + host + ": " + e.getMessage() + ".");
        }
    }

    private static String url(ServerSocket listener) {
        var host = listener.getInetAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listener.getLocalPort() + "/";
    }
}
