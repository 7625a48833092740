package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import workbook.testkit.NotRun;

/// A shell in a terminal of its own, which util-linux's `script` makes; the shell runs the real command line.
public final class PseudoTerminal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern MODE = Pattern.compile("\u001b\\[\\?([0-9;]+)([hl])");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[([0-9;]*)m");

    private final Process script;
    private final StringBuilder output = new StringBuilder();
    private boolean isOver;

    /// @param line for the shell; `$workbook` starts the command line
    public PseudoTerminal(Path root, String mainClass, String line, Map<String, String> environment)
            throws IOException, InterruptedException {
        needsScript();
        var builder = new ProcessBuilder("script", "-q", "-f", "-c", "stty rows 24 cols 80; " + line, "/dev/null");
        builder.redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("TMUX", "NO_COLOR", "LC_ALL"));
        builder.environment().putAll(Map.of("TERM", "xterm-256color", "LANG", "C.UTF-8", "SHELL", "/bin/sh"));
        builder.environment().putAll(environment);
        builder.environment()
                .put("workbook", String.join(" ", java(), "-Xlog:disable",
                        "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                        "-Dworkbook.root=" + root, "-cp", System.getProperty("java.class.path"), mainClass));
        script = builder.start();
        Thread.ofVirtual().start(this::listen);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void needsScript() throws InterruptedException {
        try {
            var version = new ProcessBuilder("script", "--version").redirectErrorStream(true).start();
            if (new String(version.getInputStream().readAllBytes(), UTF_8).contains("util-linux")
                    && version.waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            // there is none
        }
        throw new NotRun("util-linux's script, which makes pseudo-terminals, is not here",
                "sudo apt-get install bsdutils");
    }

    private void listen() {
        try (var reader = new InputStreamReader(script.getInputStream(), UTF_8)) {
            var some = new char[4096];
            for (var length = reader.read(some); length >= 0; length = reader.read(some)) {
                synchronized (output) {
                    output.append(some, 0, length);
                    output.notifyAll();
                }
            }
        } catch (IOException e) {
            // it is over
        }
        synchronized (output) {
            isOver = true;
            output.notifyAll();
        }
    }

    /// Waits until the terminal was sent this.
    public void awaits(String text) throws InterruptedException {
        awaits(text, 0);
    }

    /// Waits until the terminal was sent this once more.
    public void awaitsAgain(String text) throws InterruptedException {
        awaits(text, output.indexOf(text) + 1);
    }

    private void awaits(String text, int from) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (output) {
            while (output.indexOf(text, from) < 0) {
                var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (isOver || left <= 0) {
                    throw new AssertionError("it never showed '" + text + "' but\n" + output);
                }
                output.wait(left);
            }
        }
    }

    public void types(String keys) throws IOException {
        script.getOutputStream().write(keys.getBytes(UTF_8));
        script.getOutputStream().flush();
    }

    /// The JVM that watches.
    public ProcessHandle watching() {
        return script.descendants()
                .filter(each -> each.info().command().filter(command -> command.endsWith("/java")).isPresent())
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing watches"));
    }

    public void signals(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(watching().pid())).start().waitFor();
    }

    /// As if its window was closed.
    public void hangsUp() {
        script.destroyForcibly();
    }

    /// All that the terminal was sent, once the shell has ended.
    public String all() throws InterruptedException {
        if (!script.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end, and showed\n" + output);
        }
        synchronized (output) {
            while (!isOver) {
                output.wait(PATIENCE.toMillis());
            }
            return output.toString();
        }
    }

    /// What is not as a terminal is at first after it was sent this: modes set, the cursor hidden, a colour on.
    public static List<String> leftOn(String sent) {
        var on = new TreeSet<String>();
        for (var modes = MODE.matcher(sent); modes.find();) {
            for (var mode : modes.group(1).split(";")) {
                var isUsuallyOn = mode.equals("25");
                if (modes.group(2).equals("h") == isUsuallyOn) {
                    on.remove("mode " + mode);
                } else {
                    on.add("mode " + mode);
                }
            }
        }
        on.remove("mode 12"); // whether the cursor blinks
        for (var colours = COLOUR.matcher(sent); colours.find();) {
            on.remove("colour");
            if (!colours.group(1).matches("0?")) {
                on.add("colour");
            }
        }
        return List.copyOf(on);
    }

    @Override
    public void close() {
        script.descendants().forEach(ProcessHandle::destroyForcibly);
        script.destroyForcibly();
    }
}
