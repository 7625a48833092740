package workbook.testkit;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `python3` as a witness: a short program, passed with `-c`, that speaks through Python's own `socket`.
public final class Python implements AutoCloseable {
    private static final Path SYSTEM = Path.of("/usr/bin/python3");
    private static final Pattern PORT = Pattern.compile("(?m)^(\\d+)$");

    private final Transcript transcript;
    private final Running running;

    private Python(Transcript transcript, Running running) {
        this.transcript = transcript;
        this.running = running;
    }

    /// Runs a program with arguments in `sys.argv[1:]`. It reads no site packages, and writes its output at once.
    public static Python runs(String program, String... arguments) {
        var transcript = new Transcript();
        var command = Stream.concat(Stream.of("-I", "-S", "-u", "-c", program), Stream.of(arguments)).toList();
        return new Python(transcript, interpreter().start(transcript, command));
    }

    /// The system's own where there is one: the wrappers of version managers take ten times as long to start.
    private static Program interpreter() {
        return Files.isExecutable(SYSTEM) ? new Program("python3", SYSTEM) : Program.named("python3");
    }

    /// For a program that listens on 127.0.0.1 and prints its port on a line of its own: where it listens.
    public InetSocketAddress address() {
        var port = running.awaitOut(PORT)
                .orElseThrow(() -> new IllegalStateException("the test's Python printed no port: " + running.err()));
        return new InetSocketAddress("127.0.0.1", Integer.parseInt(port.group(1)));
    }

    public Transcript transcript() {
        return transcript;
    }

    /// What it has printed, once it has ended.
    public byte[] printed() {
        running.exit();
        return running.out();
    }

    /// Its exit status.
    public int exit() {
        return running.exit();
    }

    public String err() {
        return running.err();
    }

    @Override
    public void close() {
        running.close();
    }
}
