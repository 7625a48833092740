package workbook.grader.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where strangers' code runs: a JVM of its own, with its own network, files, processes and limits.
///
/// The profile, and why it is as it is:
///
///   - *Never as root.* A grader that is root becomes nobody first (setpriv(1)): limits on processes do not bind user 0.
///   - *The network comes first*, from unshare(1) outside of bubblewrap: a user namespace and a network of its own,
///     furnished as `tools/net/bin/java` does it. In bwrap's own network the MTU would stay 65536, and ports below 1024
///     would be refused; with capabilities added there, bwrap fails on its uid map.
///   - *bwrap makes no user namespace of its own.* It is user 0 of the one around it, so that the network belongs to the
///     namespace in which the code runs: where an exercise needs packets, CAP_NET_RAW that is left to it counts in this
///     network, and in no other. Nobody inside can make another one: the namespace's own
///     `max_user_namespaces` is 0.
///   - *Limits are set inside* the user namespace: only there each sandbox has its own count of processes.
///   - *No keys, no looking into others*: system calls that reach past namespaces are refused ([SeccompFilter]), also in JVMs
///     that an answer starts.
///   - *No tools*: only the JDK, a shell and the libraries they load are there, and `java` cannot be read ([JavaParts]).
///   - Options are passed by a descriptor, so that no path of this machine stands in `/proc/1/cmdline`.
///   - `/dev` would be a memory of unlimited size, and is read only but for 16 MB of `/dev/shm`.
public final class Sandbox {
    /// What the script exits with if it could not prepare the network, and if it could not forbid namespaces.
    static final int NO_NETWORK = 97;
    static final int NAMESPACES_LEFT = 98;

    private static final String PREPARE = """
            exec 3<&0 </dev/null 4<"$FILTER"
            ip -batch - >/dev/null <<FURNITURE || exit 97
            link set lo mtu 1500 up
            address add 10.77.0.1/8 dev lo label lo:1
            route add 10.77.0.2 dev lo
            FURNITURE
            echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start || exit 97
            for filter in /proc/sys/net/ipv4/conf/all/rp_filter /proc/sys/net/ipv4/conf/lo/rp_filter; do
                read -r value <"$filter" && [ "$value" = 0 ] || echo 0 >"$filter" || exit 97
            done
            echo 0 >/proc/sys/user/max_user_namespaces || exit 98
            exec "$@"
            """;
    /// In a network that another sandbox has been given.
    private static final String JOIN = "exec 3<&0 </dev/null 4<\"$FILTER\"; exec \"$@\"";
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", Tools.PATH, "LANG",
            "C.UTF-8");
    private static final long ROOM = 64L << 20;
    private static final long SHARED_MEMORY = 16L << 20;

    private final Stage stage;
    private final JavaParts java;
    private final Path filter;
    private final boolean isFiltered;
    private final Starter starter = new Starter();

    /// @param stage shown to nobody but by what a [Cell] names
    /// @param image the JDK, or part of one, that runs in it
    public Sandbox(Stage stage, Path image) throws IOException, InterruptedException {
        this.stage = stage;
        this.java = new JavaParts(image, stage.room("java"));
        this.filter = stage.room("filter").resolve("seccomp");
        this.isFiltered = SeccompFilter.ofThisMachine().isPresent();
        Files.write(filter, SeccompFilter.ofThisMachine().orElse(new byte[0]));
    }

    public Stage stage() {
        return stage;
    }

    /// Starts it. What it prints is read and counted; more than `mostPrinted` bytes end it.
    public SandboxedProcess start(Cell cell, long mostPrinted) throws IOException, InterruptedException {
        return new SandboxedProcess(
                launch(cell, new ProcessBuilder(line(cell, entering())).redirectErrorStream(true)), mostPrinted);
    }

    /// Starts it in the network of another sandbox, with which it shares nothing else: two JVMs that meet on sockets.
    ///
    /// @param other the other sandbox's process
    /// @return the process itself: what it prints is the caller's to read
    Process startBeside(long other, Cell cell) throws IOException, InterruptedException {
        return launch(cell, new ProcessBuilder(line(cell, List.of("nsenter", "--user", "--net",
                "--preserve-credentials", "--target", Long.toString(other), "--", "sh", "-c", JOIN, "sh"))));
    }

    private Process launch(Cell cell, ProcessBuilder builder) throws IOException, InterruptedException {
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        builder.environment().put("FILTER", filter.toString());
        var process = starter.start(builder);
        try (var options = process.getOutputStream()) {
            options.write((String.join("\0", options(cell)) + "\0").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It has ended already; its status will say so.
        }
        return process;
    }

    private static List<String> entering() {
        return List.of("unshare", "--user", "--map-root-user", "--net", "--", "sh", "-c", PREPARE, "sh");
    }

    /// @param into what brings it into its network
    private List<String> line(Cell cell, List<String> into) {
        var line = new ArrayList<String>();
        if (stage.isRoot()) {
            line.addAll(List.of("setpriv", "--reuid=" + Stage.NOBODY, "--regid=" + Stage.NOBODY, "--clear-groups",
                    "--inh-caps=-all", "--"));
        }
        line.addAll(into);
        line.add("prlimit");
        line.addAll(cell.limits().options());
        line.addAll(List.of("--", "bwrap", "--args", "3", "--", JavaParts.HOME + "/bin/java"));
        line.addAll(cell.arguments());
        return line;
    }

    private List<String> options(Cell cell) {
        var options = new ArrayList<>(List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
                "--hostname", "grader", "--die-with-parent", "--new-session", "--cap-drop", "ALL"));
        if (isFiltered) {
            options.addAll(List.of("--seccomp", "4"));
        }
        if (cell.packets()) {
            options.addAll(List.of("--cap-add", "CAP_NET_RAW"));
        }
        options.add("--clearenv");
        environment().forEach((name, value) -> options.addAll(List.of("--setenv", name, value)));
        java.shown().forEach((from, to) -> options.addAll(List.of("--ro-bind", from.toString(), to)));
        for (var name : List.of("passwd", "group", "hosts", "nsswitch.conf")) {
            options.addAll(List.of("--ro-bind", stage.folder().resolve(name).toString(), "/etc/" + name));
        }
        options.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--size", Long.toString(SHARED_MEMORY), "--tmpfs",
                "/dev/shm", "--remount-ro", "/dev", "--size", Long.toString(ROOM), "--tmpfs", "/tmp", "--size",
                Long.toString(ROOM), "--tmpfs", "/home/student"));
        cell.shown().forEach((from, to) -> options.addAll(List.of("--ro-bind", from.toString(), to)));
        cell.written().forEach((from, to) -> options.addAll(List.of("--bind", from.toString(), to)));
        options.addAll(List.of("--chdir", "/home/student", "--remount-ro", "/"));
        return options;
    }

    private static Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", JavaParts.HOME + "/bin:/bin");
        environment.put("HOME", "/home/student");
        environment.put("LANG", "C.UTF-8");
        environment.put("WORKBOOK_NETWORK", "private");
        environment.put("WORKBOOK_NETWORK_ENTERED", "1");
        return environment;
    }
}
