import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Measures the web server of chapter 2 beside others; `README.adoc` beside this says what and how.
final class Web {
    private static final String USAGE = """
            Usage: java tools/bench/Web.java [speed] [idle] [soak] [NAME=VALUE...]
              speed  requests per second of each server, in turns: rounds=3 seconds=4
              idle   what a thousand idle connections cost each of them: idle=1000
              soak   the reference alone under load, then with too few descriptors: soak=60 clients=2000
            Without a word, all three.
            """;
    private static final List<Integer> CONNECTIONS = List.of(1, 64, 1_000);
    private static final Map<String, Integer> FILES = new LinkedHashMap<>();

    private final Map<String, Integer> values = new TreeMap<>(
            Map.of("rounds", 3, "seconds", 4, "idle", 1_000, "soak", 60, "clients", 2_000));
    private final Path root;

    private Web(Path root) {
        this.root = root;
    }

    public static void main(String... words) throws Exception {
        Locale.setDefault(Locale.ROOT);
        FILES.put("1 KB", 1_000);
        FILES.put("1 MB", 1_000_000);
        var root = Files.createTempDirectory("web-bench");
        root.toFile().setReadable(true, false);
        root.toFile().setExecutable(true, false);
        var web = new Web(root);
        for (var word : words) {
            if (!web.understands(word)) {
                System.err.print(USAGE);
                System.exit(2);
            }
        }
        if (!Files.isDirectory(WebServers.SOLUTIONS)) {
            System.err.println("The reference is not built: mvn -B -q -Dworkbook.quick -DskipTests package");
            System.exit(3);
        }
        try {
            web.run(java.util.stream.Stream.of(words).filter(word -> !word.contains("=")).toList());
        } finally {
            try (var files = Files.walk(root)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private boolean understands(String word) {
        var parts = word.split("=", 2);
        if (parts.length == 2 && values.containsKey(parts[0]) && parts[1].matches("\\d{1,6}")) {
            values.put(parts[0], Integer.valueOf(parts[1]));
            return true;
        }
        return List.of("speed", "idle", "soak").contains(word);
    }

    private void run(List<String> parts) throws IOException, InterruptedException {
        for (var file : FILES.entrySet()) {
            var bytes = new byte[file.getValue()];
            new Random(file.getValue()).nextBytes(bytes);
            Files.write(root.resolve(name(file.getKey())), bytes);
        }
        System.out.println(values);
        if (parts.isEmpty() || parts.contains("speed")) {
            speed();
        }
        if (parts.isEmpty() || parts.contains("idle")) {
            idle();
        }
        if (parts.isEmpty() || parts.contains("soak")) {
            new WebSoak(root, values.get("soak"), values.get("clients")).run();
        }
    }

    private static String name(String file) {
        return file.replace(" ", "") + ".bin";
    }

    private void speed() throws IOException, InterruptedException {
        var results = new LinkedHashMap<String, List<Wrk>>();
        try (var servers = WebServers.all(root)) {
            for (var server : servers.running()) {
                Wrk.run(server.url(name("1 KB")), 16, 3); // warm
                Wrk.run(server.url(name("1 MB")), 16, 3);
            }
            for (var round = 0; round < values.get("rounds"); round++) {
                for (var file : FILES.keySet()) {
                    for (var connections : CONNECTIONS) {
                        for (var server : servers.running()) {
                            var key = file + "|" + connections + "|" + server.name();
                            results.computeIfAbsent(key, _ -> new ArrayList<>())
                                    .add(Wrk.run(server.url(name(file)), connections, values.get("seconds")));
                        }
                    }
                }
            }
        }
        System.out.println("\n[cols=\"1,1,3,1,1,1,1,1\",options=header]\n|===");
        System.out.println("|File |Connections |Server |Requests/s |MB/s |p50 ms |p99 ms |Errors");
        results.forEach((key, runs) -> System.out.println("|" + key.replace("|", " |") + " |" + Wrk.median(runs)));
        System.out.println("|===");
    }

    private void idle() throws IOException, InterruptedException {
        System.out.println("\n[cols=\"3,1,1,1\",options=header]\n|===");
        System.out.println("|Server |MB before |MB with " + values.get("idle") + " idle connections |KB for each");
        try (var servers = WebServers.all(root)) {
            for (var server : servers.running()) {
                try (var client = HttpClient.newHttpClient()) {
                    client.send(HttpRequest.newBuilder(URI.create(server.url(name("1 KB")))).build(), BodyHandlers.discarding());
                }
                var before = server.kilobytes();
                try (var clients = new IdleClients(server.port())) {
                    var open = clients.open(values.get("idle"), "/" + name("1 KB"));
                    var after = server.kilobytes();
                    System.out.printf("|%s |%d |%d |%s%n", server.name(), before / 1024, after / 1024,
                            open < values.get("idle") ? "only " + open + " were answered" : (after - before) / open);
                }
            }
        }
        System.out.println("|===");
    }
}
