import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/// Holds the reference under load, and then leaves it short of descriptors.
final class WebSoak {
    private static final int PAGES = 200;
    private static final int FEW_DESCRIPTORS = 300;

    private final Path root;
    private final int seconds;
    private final int clients;

    WebSoak(Path root, int seconds, int clients) {
        this.root = root;
        this.seconds = seconds;
        this.clients = clients;
    }

    void run() throws IOException, InterruptedException {
        try (var servers = WebServers.reference(root)) {
            var server = servers.running().getFirst();
            ask(server.url("1KB.bin"));
            var before = server.descriptors();
            var wrk = Wrk.run(server.url("1KB.bin"), 64, seconds);
            System.out.printf("%nsoak: %,.0f requests a second for %d s, %d errors; descriptors %d before, %d after%n",
                    wrk.requests(), seconds, wrk.errors(), before, after(server, before));
            System.out.println("curl --parallel: " + parallel(server) + " of " + PAGES + " files arrived whole");
        }
        try (var servers = WebServers.reference(root, "prlimit", "--nofile=" + FEW_DESCRIPTORS, "--")) {
            var server = servers.running().getFirst();
            int answered;
            try (var idle = new IdleClients(server.port())) {
                answered = idle.open(clients, "/1KB.bin");
            }
            System.out.printf("%d idle clients at a limit of %d descriptors: %d were answered; then a new one: %s%n", clients,
                    FEW_DESCRIPTORS, answered, ask(server.url("1KB.bin")));
        }
    }

    /// The descriptors once they are as many as before, or after ten seconds.
    private static long after(WebServers.Running server, long before) throws IOException, InterruptedException {
        for (var turn = 0; turn < 100 && server.descriptors() > before; turn++) {
            Thread.sleep(100);
        }
        return server.descriptors();
    }

    private static String ask(String url) throws InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build();
            return "status " + client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private long parallel(WebServers.Running server) throws IOException, InterruptedException {
        var random = new Random(PAGES);
        var fetched = Files.createDirectories(root.resolve("fetched"));
        for (var i = 0; i < PAGES; i++) {
            var bytes = new byte[random.nextInt(200_000)];
            random.nextBytes(bytes);
            Files.write(root.resolve("page" + i + ".bin"), bytes);
        }
        new ProcessBuilder("curl", "-sS", "--parallel", "--parallel-max", "50", "-o", fetched + "/#1.bin",
                server.url("page[0-" + (PAGES - 1) + "].bin")).inheritIO().start().waitFor();
        var whole = 0L;
        for (var i = 0; i < PAGES; i++) {
            var file = fetched.resolve(i + ".bin");
            whole += Files.exists(file)
                    && Arrays.equals(Files.readAllBytes(file), Files.readAllBytes(root.resolve("page" + i + ".bin"))) ? 1 : 0;
        }
        return whole;
    }
}
