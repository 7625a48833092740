import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Saves answers that do harm, many of each kind in a row, each followed by a right one: that is to be as quick as ever,
/// and nothing of the others may be left.
final class Hostile {
    private static final String BEGINNING = "static String greeting(InetSocketAddress server) throws IOException {\n";
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("System.exit", "System.exit(0);");
        KINDS.put("2 GB", """
                var all = new java.util.ArrayList<byte[]>();
                for (var i = 0; i < 2048; i++) {
                    all.add(new byte[1 << 20]);
                }""");
        KINDS.put("200 threads", """
                for (var i = 0; i < 200; i++) {
                    Thread.ofPlatform().start(() -> {
                        while (true) {
                            Thread.onSpinWait();
                        }
                    });
                }""");
        KINDS.put("endless loop", """
                for (var i = 0; i >= 0; i ^= 1) {
                    Thread.onSpinWait();
                }""");
    }

    private final Path workbook;
    private final int times;
    private final int rest;

    Hostile(Path workbook, int times, int rest) {
        this.workbook = workbook;
        this.times = times;
        this.rest = rest;
    }

    void run() throws IOException, InterruptedException {
        try (var copy = Copy.of(workbook)) {
            var exercise = copy.exercise("hello-socket");
            var refused = Pattern.compile("^" + exercise.id() + "(?: .*)? (?:wrong answer|hung|crashed)$");
            var temporary = Files.createDirectory(copy.root().resolve("tmp"));
            try (var loop = new Loop(copy, exercise, Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary))) {
                var before = new Figures();
                for (var save = 0; save < Math.min(times, 20); save++) {
                    loop.wrong(save, new Figures());
                    Thread.sleep(rest);
                    loop.right(save, before);
                    Thread.sleep(rest);
                }
                System.out.println("\n" + Figures.header("hello-socket: milliseconds"));
                System.out.println(before.row("right answers, before any of these"));
                System.out.println("  " + Remains.of(loop.watch(), temporary));
                for (var kind : KINDS.entrySet()) {
                    var harm = new Figures();
                    var right = new Figures();
                    for (var save = 0; save < times; save++) {
                        Thread.sleep(rest);
                        loop.save(hostile(loop, kind.getValue(), save), refused, harm);
                        Thread.sleep(rest);
                        loop.right(save, right);
                    }
                    Thread.sleep(rest);
                    System.out.println(harm.row(kind.getKey()));
                    System.out.println(right.row("  a right answer after it"));
                    System.out.println("  " + Remains.of(loop.watch(), temporary));
                }
                var mended = new Figures();
                for (var save = 0; save < Math.min(times, 10); save++) {
                    Thread.sleep(rest);
                    loop.wrong(save, new Figures());
                    loop.save(hostile(loop, KINDS.get("endless loop"), save));
                    Thread.sleep(1500);
                    loop.right(save, mended);
                }
                System.out.println(mended.row("a right answer while an endless loop runs"));
            }
            System.out.println("  after the end: " + Remains.folders(temporary) + " temporary folders");
        }
    }

    private static String hostile(Loop loop, String harm, int save) {
        var reference = loop.reference();
        if (!reference.contains(BEGINNING)) {
            throw new IllegalStateException("HelloSocket.java has no line any more: " + BEGINNING);
        }
        return reference.replace(BEGINNING, BEGINNING + harm + "\n") + "// harm " + save + "\n";
    }

    /// What there is of the watch: its own threads and memory, the processes below it, and temporary folders.
    private record Remains(long processes, long threads, long megabytes, long folders) {
        static Remains of(Watched watched, Path temporary) throws IOException {
            var processes = watched.processes();
            var watch = processes.stream()
                    .filter(process -> process.info().commandLine().orElse("").contains("workbook.cli.Main"))
                    .findFirst()
                    .orElseThrow();
            var status = Files.readString(Path.of("/proc/" + watch.pid() + "/status"));
            return new Remains(processes.size(), number(status, "Threads"), number(status, "VmRSS") / 1024,
                    folders(temporary));
        }

        private static long number(String status, String name) {
            var found = Pattern.compile("(?m)^" + name + ":\\s+(\\d+)").matcher(status);
            return found.find() ? Long.parseLong(found.group(1)) : -1;
        }

        static long folders(Path temporary) throws IOException {
            try (var all = Files.list(temporary)) {
                return all.count();
            }
        }

        @Override
        public String toString() {
            return "now %d processes below the terminal, %d threads and %d MB in the watch, %d temporary folders"
                    .formatted(processes, threads, megabytes, folders);
        }
    }
}
