package workbook.grader.sandbox;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import workbook.engine.Folders;
import workbook.testkit.Answer;

/// Starts an answer's own JVMs for a runner whose tests ask for them: each in a sandbox beside the runner's, in the same
/// network. The runner has no class of the answer in it, and the answer no test that could be tampered with to any effect.
///
/// The runner's tests come by a UNIX domain socket in the runner's room, and the answer's port by another in the answer's;
/// nobody but this reads from both.
public final class AnswerSandboxes implements AutoCloseable {
    /// The runner's options: where it asks.
    public static final List<String> OPTIONS = List.of("-D" + Answer.SOCKET + "=" + RunnerProcess.ROOM + "/answers");
    private static final String PROGRAM = "workbook.testkit.AnswerProgram";
    private static final int PRINTED = 1;
    private static final int TOLD = 2;
    private static final int ENDED = 3;
    private static final long MOST_PRINTED = 1 << 20;
    private static final int MOST_ARGUMENTS = 100;
    private static final Duration ENDING = Duration.ofSeconds(5);

    private final Sandbox sandbox;
    private final RunnerProcess runner;
    private final Path jar;
    private final String classPath;
    private final Map<Path, String> shown;
    private final boolean packets;
    private final ServerSocketChannel listener;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    /// @param runner    that asks
    /// @param jar       the answer, with what it stands on
    /// @param classPath of its JVMs but for that
    /// @param shown     where the class path lies
    public AnswerSandboxes(Sandbox sandbox, RunnerProcess runner, Path jar, String classPath, Map<Path, String> shown,
            boolean packets) throws IOException {
        this.sandbox = sandbox;
        this.runner = runner;
        this.jar = jar;
        this.classPath = classPath;
        this.shown = shown;
        this.packets = packets;
        this.listener = listen(runner.room().resolve("answers"));
        Thread.ofPlatform().daemon().name("grader-answers").start(this::accept);
    }

    private static ServerSocketChannel listen(Path socket) throws IOException {
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        return listener;
    }

    private void accept() {
        try {
            while (true) {
                var asked = listener.accept();
                Thread.ofPlatform().daemon().name("grader-answer").start(() -> serve(asked));
            }
        } catch (IOException e) {
            // Closed: the runner is gone.
        }
    }

    private void serve(SocketChannel asked) {
        try (asked; var in = new DataInputStream(Channels.newInputStream(asked))) {
            var arguments = new ArrayList<>(List.of(in.readUTF(), in.readUTF()));
            var count = in.readInt();
            if (count < 0 || count > MOST_ARGUMENTS) {
                throw new IOException(count + " arguments");
            }
            for (var number = 0; number < count; number++) {
                arguments.add(in.readUTF());
            }
            var room = sandbox.stage().room("answer");
            try (var told = listen(room.resolve("line"))) {
                run(asked, in, room, told, arguments);
            } finally {
                Folders.delete(room);
            }
        } catch (IOException e) {
            // The test has ended, and the answer with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(SocketChannel asked, DataInputStream in, Path room, ServerSocketChannel told,
            List<String> arguments) throws IOException, InterruptedException {
        var process = sandbox.startBeside(runner.process().pid(), cell(room, arguments));
        running.add(process);
        var out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(asked)));
        var lines = Thread.ofPlatform().daemon().name("grader-told").start(() -> {
            try (var line = told.accept(); var from = Channels.newInputStream(line)) {
                copy(from, TOLD, out, process);
            } catch (IOException e) {
                // It never called, or is gone.
            }
        });
        var errors = Thread.ofPlatform().daemon().name("grader-err").start(() -> drain(process));
        var printed = Thread.ofPlatform().daemon().name("grader-out").start(() -> {
            try (var from = process.getInputStream()) {
                copy(from, PRINTED, out, process);
            } catch (IOException e) {
                // It was ended.
            }
        });
        Thread.ofPlatform().daemon().name("grader-hang-up").start(() -> endWith(in, process));
        var status = process.waitFor();
        told.close();
        printed.join(ENDING);
        lines.join(ENDING);
        errors.join(ENDING);
        running.remove(process);
        synchronized (out) {
            out.write(ENDED);
            out.writeInt(status);
            out.flush();
        }
    }

    private Cell cell(Path room, List<String> arguments) {
        var all = new LinkedHashMap<>(shown);
        all.put(room, RunnerProcess.ROOM);
        all.put(jar, "/answer.jar");
        var line = new ArrayList<>(RunnerOptions.list());
        line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", "/answer.jar:" + classPath, PROGRAM,
                RunnerProcess.ROOM + "/line"));
        line.addAll(arguments);
        return new Cell(all, Map.of(), packets, Limits.OF_TESTS, line);
    }

    private static void copy(InputStream from, int kind, DataOutputStream to, Process process) throws IOException {
        var buffer = new byte[8192];
        var sum = 0L;
        for (var count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            sum += count;
            if (sum > MOST_PRINTED) {
                process.destroyForcibly();
                return;
            }
            synchronized (to) {
                to.write(kind);
                to.writeInt(count);
                to.write(buffer, 0, count);
                to.flush();
            }
        }
    }

    private static void drain(Process process) {
        var buffer = new byte[8192];
        var sum = 0L;
        try (var from = process.getErrorStream()) {
            for (var count = from.read(buffer); count >= 0 && sum <= MOST_PRINTED; count = from.read(buffer)) {
                sum += count;
            }
        } catch (IOException e) {
            // It was ended.
        }
        if (sum > MOST_PRINTED) {
            process.destroyForcibly();
        }
    }

    /// The test closes its end when it has no more use for the answer.
    private static void endWith(InputStream in, Process process) {
        try {
            in.read();
        } catch (IOException e) {
            // The same.
        }
        process.destroyForcibly();
    }

    /// Ends all that still run.
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // Nobody asks any more.
        }
        running.forEach(Process::destroyForcibly);
    }
}
