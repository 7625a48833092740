import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Measures the three builds of chapter 3's room; `README.adoc` beside this says what and how.
final class Chat {
    private static final String USAGE = """
            Usage: java tools/bench/Chat.java [fanout] [frozen] [past] [idle] [soak] [BUILD...] [NAME=VALUE...]
              fanout  lines that reach members each second: rounds=3 seconds=3
              frozen  how long a line takes, without and with a member that never reads: lines=1000
              past    lines past a member that never reads, none of them lost: past=10000
              idle    what a silent member costs: idle=1000
              soak    members who come and go at random: members=1000 soak=60 seed=1
            Without a word, all five. A BUILD is threads, virtual or selector; without one, all
            three, and then what fanout and frozen have measured goes to chapters/03-chat/measured,
            and drawn to its images.
            """;
    private static final List<Integer> MEMBERS = List.of(10, 100, 1_000);
    private static final Path MEASURED = Path.of("chapters/03-chat/measured");
    private static final Path IMAGES = Path.of("chapters/03-chat/images");
    private static final int WINDOW = 32;
    private static final long PAUSE = 5_000_000;
    private static final int TALKED_TO = 100;
    private static final List<String> PARTS = List.of("fanout", "frozen", "past", "idle", "soak");

    private final Map<String, Integer> values = new TreeMap<>(
            Map.of("rounds", 3, "seconds", 3, "lines", 1_000, "past", 10_000, "idle", 1_000, "members", 1_000, "soak", 60,
                    "seed", 1));
    private List<String> builds = ChatServers.BUILDS;

    private Chat() {}

    public static void main(String... words) throws Exception {
        Locale.setDefault(Locale.ROOT);
        var chat = new Chat();
        var parts = new ArrayList<String>();
        var builds = new ArrayList<String>();
        for (var word : words) {
            var value = word.split("=", 2);
            if (value.length == 2 && chat.values.containsKey(value[0]) && value[1].matches("[0-9]{1,6}")) {
                chat.values.put(value[0], Integer.parseInt(value[1]));
            } else if (PARTS.contains(word)) {
                parts.add(word);
            } else if (ChatServers.BUILDS.contains(word)) {
                builds.add(word);
            } else {
                System.err.print(USAGE);
                System.exit(2);
            }
        }
        if (!Files.isDirectory(ChatServers.SOLUTIONS)) {
            System.err.println("The reference is not built: mvn -B -q -Dworkbook.quick -DskipTests package");
            System.exit(3);
        }
        chat.builds = builds.isEmpty() ? ChatServers.BUILDS : builds;
        System.out.println(chat.values + " " + chat.builds);
        for (var part : parts.isEmpty() ? PARTS : parts) {
            switch (part) {
                case "fanout" -> chat.fanout();
                case "frozen" -> chat.frozen();
                case "past" -> chat.past();
                case "idle" -> chat.idle();
                default -> new ChatSoak(chat.values.get("members"), chat.values.get("soak"), chat.values.get("seed"))
                        .run(chat.builds);
            }
        }
    }

    /// In each round every build has its turn with every number of members.
    private void fanout() throws IOException {
        var results = new LinkedHashMap<String, List<Double>>();
        for (var round = 0; round < values.get("rounds"); round++) {
            for (var members : MEMBERS) {
                for (var build : builds) {
                    results.computeIfAbsent(members + "," + build, _ -> new ArrayList<>()).add(fanout(build, members));
                }
            }
        }
        var table = new StringBuilder("members,build,lines each second\n");
        results.forEach((cell, runs) -> table.append("%s,%.0f%n".formatted(cell, median(runs))));
        publish("fan-out", table);
        if (builds.equals(ChatServers.BUILDS)) {
            Chart.of("Lines that reached members, each second", "members", table.toString().lines().toList())
                    .write(IMAGES.resolve("fan-out.svg"));
        }
    }

    private double fanout(String build, int members) throws IOException {
        try (var server = ChatServers.start(build, "drop")) {
            try (var warming = new Members(server.port())) {
                warming.come(Math.min(members, TALKED_TO));
                warming.talk(WINDOW, 2);
            }
            try (var room = new Members(server.port())) {
                room.come(members);
                return room.talk(WINDOW, values.get("seconds"));
            }
        }
    }

    private void frozen() throws IOException {
        var table = new StringBuilder("build,frozen,p50 ms,p99 ms,p99.9 ms\n");
        for (var build : builds) {
            try (var server = ChatServers.start(build, "drop"); var room = new Members(server.port())) {
                room.come(TALKED_TO);
                room.talk(WINDOW, 2); // warm
                row(table, build + ",0", room.talkSlowly(values.get("lines"), PAUSE));
                room.freeze();
                row(table, build + ",1", room.talkSlowly(values.get("lines"), PAUSE));
            }
        }
        publish("frozen", table);
    }

    private static void row(StringBuilder table, String cell, double[] millis) {
        table.append("%s,%.2f,%.2f,%.2f%n".formatted(cell, Members.percentile(millis, 50), Members.percentile(millis, 99),
                Members.percentile(millis, 99.9)));
    }

    /// Everybody but the frozen one is to hear each line, once, in order, while the room keeps no more than its bound.
    private void past() throws IOException {
        var lines = values.get("past");
        var table = new StringBuilder("build,lines,lost or out of order,KB of objects before,KB after,read when thawed,"
                + "of these out of order\n");
        for (var build : builds) {
            try (var server = ChatServers.start(build, "drop"); var room = new Members(server.port())) {
                room.come(TALKED_TO);
                room.talkAll(100, WINDOW); // warm
                room.freeze();
                var before = server.kilobytesOfObjects();
                var misplaced = room.talkAll(lines, WINDOW);
                var after = server.kilobytesOfObjects();
                var thawed = room.thaw();
                table.append("%s,%d,%d,%d,%d,%d,%d%n".formatted(build, lines, misplaced, before, after, thawed.lines(),
                        thawed.misplaced()));
            }
        }
        System.out.println("\npast, to each of " + TALKED_TO + "\n" + table);
    }

    private void idle() throws IOException, InterruptedException {
        var count = values.get("idle");
        var table = new StringBuilder("build,KB before,KB with members,KB for each,threads\n");
        for (var build : builds) {
            // What the heap needed for the joining and needs no more is to be given back.
            try (var server = ChatServers.start(build, "drop", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=5",
                    "-XX:MaxHeapFreeRatio=10")) {
                try (var first = new Members(server.port())) {
                    first.come(10);
                }
                var before = server.kilobytes();
                try (var room = new Members(server.port())) {
                    room.come(count);
                    var after = server.kilobytes();
                    table.append("%s,%d,%d,%d,%d%n".formatted(build, before, after, (after - before) / count,
                            server.threads()));
                }
            }
        }
        System.out.println("\nidle\n" + table);
    }

    private static double median(List<Double> runs) {
        return Members.median(runs.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private void publish(String name, CharSequence table) throws IOException {
        System.out.println("\n" + name + "\n" + table);
        if (!builds.equals(ChatServers.BUILDS)) {
            return;
        }
        Files.createDirectories(MEASURED);
        Files.writeString(MEASURED.resolve(name + ".csv"), "# Written by tools/bench/Chat.java, read by the chapter.\n"
                + "# tag::rows[]\n" + table + "# end::rows[]\n");
    }
}
