package workbook.grader.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The parts of a JDK that a sandbox shows: the run-time image, its settings, the program `java`, and the
/// system's libraries that they load. No compiler to start, and of the system's tools only a shell and the few that the
/// tests of processes start.
///
/// Inside, `java` is a copy that can be executed and not read (mode 0111). The kernel makes a process whose program it
/// may not read undumpable: its `/proc/self/mem`, through which plain Java could write the JVM's own memory, and its
/// `environ` cannot be opened, and no other process may trace it, ptrace(2), proc_pid_mem(5).
final class JavaParts {
    /// Where the JDK lies in a sandbox.
    static final String HOME = "/jdk";
    private static final Pattern LIBRARY = Pattern.compile("(?m)^\\s+(?:\\S+ => )?(/\\S+) \\(0x");
    private static final List<String> TOOLS = List.of("sh", "head", "cat", "sleep");
    private static final List<String> LOADED = List.of("bin/java", "lib/jspawnhelper", "lib/server/libjvm.so",
            "lib/libjli.so", "lib/libjava.so", "lib/libjimage.so", "lib/libnet.so", "lib/libnio.so", "lib/libextnet.so",
            "lib/libzip.so", "lib/libverify.so", "lib/libsyslookup.so");

    private final Map<Path, String> shown = new LinkedHashMap<>();

    /// @param jdk    its folder, or that of an image made of it
    /// @param folder for the copy of `java`; whoever the sandbox runs as must be able to reach it
    JavaParts(Path jdk, Path folder) throws IOException, InterruptedException {
        for (var part : List.of("lib", "conf", "release")) {
            if (Files.exists(jdk.resolve(part))) {
                shown.put(jdk.resolve(part), HOME + "/" + part);
            }
        }
        var java = folder.resolve("java");
        Files.copy(jdk.resolve("bin").resolve("java"), java);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("--x--x--x"));
        shown.put(java, HOME + "/bin/java");
        linksOutOf(jdk);
        libraries(jdk, tools());
        var locale = Path.of("/usr/lib/locale/C.utf8");
        if (Files.isDirectory(locale)) {
            // File names that are not ASCII; other systems have this one in their C library.
            shown.put(locale, locale.toString());
        }
    }

    Map<Path, String> shown() {
        return shown;
    }

    private List<Path> tools() throws IOException {
        var found = new ArrayList<Path>();
        for (var name : TOOLS) {
            for (var place : List.of(Path.of("/bin", name), Path.of("/usr/bin", name))) {
                if (Files.exists(place) && !shown.containsValue("/bin/" + name)) {
                    // What several names stand for, as in busybox, is shown once for each.
                    found.add(place.toRealPath());
                    shown.put(place, "/bin/" + name);
                }
            }
        }
        return found;
    }

    /// Some distributions keep a JDK's settings in /etc and put links in their place.
    private void linksOutOf(Path jdk) throws IOException {
        for (var part : List.of("lib", "conf")) {
            try (Stream<Path> all = Files.walk(jdk.resolve(part), 4)) {
                for (var link : all.filter(Files::isSymbolicLink).filter(Files::exists).toList()) {
                    var target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
                    if (!target.startsWith(jdk)) {
                        shown.put(link.toRealPath(), target.toString());
                    }
                }
            }
        }
    }

    /// As ldd(1) lists them: each file alone, so that nothing else of /usr/lib is to be seen.
    private void libraries(Path jdk, List<Path> tools) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of("ldd"));
        tools.forEach(tool -> line.add(tool.toString()));
        LOADED.stream().map(jdk::resolve).filter(Files::exists).map(Path::toString).forEach(line::add);
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        for (var match : LIBRARY.matcher(said).results().toList()) {
            var library = Path.of(match.group(1));
            if (!library.normalize().startsWith(jdk) && Files.exists(library)) {
                shown.put(library, library.toString());
            }
        }
    }
}
