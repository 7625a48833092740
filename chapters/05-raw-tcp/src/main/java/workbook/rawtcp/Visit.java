package workbook.rawtcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import workbook.kit.Carried;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.kit.Terminal;
import workbook.kit.network.PrivateNetwork;
import workbook.web.Website;

/// One visit of curl's to a web site that is served over this chapter's TCP.
final class Visit {
    static final int MOST_LOSS = 50;
    private static final int PORT = 80;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration DELAY = Duration.ofMillis(1);
    /// Chapter 2's own site, from the workbook's folder and from the chapter's.
    private static final List<Path> SITES = List.of(Path.of("chapters/02-web-server/site"),
            Path.of("../02-web-server/site"));

    private final Terminal io;
    private final Path root;
    private final String path;
    private final int loss;
    private final long seed;
    /// What has ended the server, or its TCP, before curl was done.
    private final CompletableFuture<Void> trouble = new CompletableFuture<>();

    Visit(Terminal io, Options options) throws GivenUp {
        this.io = io;
        path = options.value("--path").orElse("/");
        if (!path.startsWith("/")) {
            throw new GivenUp(GivenUp.USAGE, "A path begins with /, and '" + path + "' does not: --path /" + path + ".");
        }
        loss = options.number("--loss", 0, 0, MOST_LOSS);
        seed = options.number("--seed", new Random().nextInt(1_000_000), 0, Integer.MAX_VALUE);
        root = root(options);
    }

    private static Path root(Options options) throws GivenUp {
        if (options.has("--root")) {
            var root = Path.of(options.value("--root").orElseThrow());
            if (!Files.isDirectory(root)) {
                throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "There is no folder " + root + "; --root names one that is there.");
            }
            return root.toAbsolutePath();
        }
        return SITES.stream().filter(Files::isDirectory).findFirst().map(Path::toAbsolutePath)
                .orElseThrow(() -> new GivenUp(GivenUp.NOT_TO_BE_HAD,
                        "The site of chapter 2 is not below this folder; --root names another."));
    }

    /// Serves, has curl come, and says how it went.
    void run() throws GivenUp, IOException, InterruptedException {
        Inside.enter();
        var random = new Random(seed);
        var address = PrivateNetwork.nobody().getHostAddress();
        io.out().println("Your TCP answers at " + address + ", port " + PORT + ", with the files of " + root + ".");
        if (loss > 0) {
            io.out().println("The link loses " + loss + " % in each direction (--seed " + seed + ").");
        }
        io.out().println();
        io.out().println("            kernel       you");
        var faults = loss == 0
                ? BadLink.Faults.NONE
                : new BadLink.Faults(loss / 100.0, 0, 0, DELAY, DELAY);
        var result = "";
        var ladder = new Ladder(new BadWire(Wire.toKernel(PrivateNetwork.nobody()), faults, random), io.out());
        try (var stack = new Stack(ladder, PrivateNetwork.nobody(), Settings.DEFAULT, random)) {
            stack.listen(PORT, connection -> {
                try {
                    Website.serve(connection, root);
                } catch (IOException e) {
                    io.err().println("The connection has ended early: " + e.getMessage() + ".");
                } catch (RuntimeException | Error e) {
                    trouble.completeExceptionally(e);
                }
            });
            stack.failure().exceptionally(failure -> {
                trouble.completeExceptionally(failure);
                return null;
            });
            result = fetch("http://" + address + path);
            stack.awaitEnds(PATIENCE);
        }
        io.out().println();
        io.out().println(result);
        io.out().println(ladder.count() + " segments in all");
        io.out().println(Carried.inThisRun().line("tcp-header", "internet-checksum", "ip-header", "tcp-options",
                "sequence-space", "handshake", "answer-curl", "reassembler", "retransmitter", "loss-and-teardown",
                "request-parser", "static-files", "keep-alive"));
    }

    /// What curl says of it.
    private String fetch(String url) throws GivenUp, IOException, InterruptedException {
        var body = Files.createTempFile("page", "");
        try {
            var curl = start("curl", "-q", "-sS", "--noproxy", "*", "--max-time", "60", "-o", body.toString(),
                    "-w", "%{http_code} %{content_type}", url);
            curl.getOutputStream().close();
            var isFailed = trouble.handle((nothing, failure) -> curl.toHandle().destroy());
            var said = new String(curl.getInputStream().readAllBytes(), UTF_8);
            var complaint = new String(curl.getErrorStream().readAllBytes(), UTF_8).strip();
            var exit = curl.waitFor();
            if (isFailed.isDone()) {
                rethrow(trouble.exceptionNow());
            }
            if (exit != 0) {
                throw new GivenUp(GivenUp.NOT_TO_BE_HAD, complaint);
            }
            return "curl " + url + ": " + said + ", " + Files.size(body) + " bytes";
        } finally {
            Files.delete(body);
        }
    }

    private static Process start(String... command) throws GivenUp {
        try {
            return new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "curl is the visitor, and could not be started: " + e.getMessage()
                    + ". ./workbook doctor says how to install it.");
        }
    }

    /// Throws what has ended something in another thread.
    static void rethrow(Throwable failure) throws IOException {
        switch (failure) {
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IOException(failure.getMessage(), failure);
        }
    }
}
