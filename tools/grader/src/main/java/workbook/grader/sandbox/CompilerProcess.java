package workbook.grader.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import workbook.engine.Folders;
import workbook.grader.runner.CompileOrder;
import workbook.grader.runner.CompileReply;
import workbook.grader.runner.CompilerMain;
import workbook.grader.runner.RunnerMain;

/// A compiler in a sandbox. It lives long, for a compiler that is warm needs a tenth of the time, and is ended by
/// whatever takes it too long.
public final class CompilerProcess implements AutoCloseable {
    private static final long MOST_PRINTED = 16 << 20;
    private static final Duration STARTING = Duration.ofSeconds(30);
    private static final List<String> OPTIONS = List.of("-Xlog:disable", "-XX:-UsePerfData", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "-Xmx256m", "-Xss1m", "-XX:+ExitOnOutOfMemoryError",
            "-XX:CompressedClassSpaceSize=48m", "-XX:+DisableAttachMechanism", "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null", "-cp", RunnerModules.MODULES + "/runner.jar", CompilerMain.class.getName());

    private final Path room;
    private final SandboxedProcess process;
    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int orders;

    private CompilerProcess(Path room, SandboxedProcess process, SocketChannel channel) {
        this.room = room;
        this.process = process;
        this.channel = channel;
        this.in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
        this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
    }

    /// @param sandbox with a JDK that has a compiler
    /// @param shown   where the class paths of its orders lie
    public static CompilerProcess start(Sandbox sandbox, Map<Path, String> shown)
            throws IOException, InterruptedException {
        var room = sandbox.stage().room("compiler");
        var socket = room.resolve(Path.of(RunnerMain.SOCKET).getFileName());
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
            var all = new LinkedHashMap<Path, String>(shown);
            all.put(room, RunnerProcess.ROOM);
            var process = sandbox.start(new Cell(all, Map.of(), false, Limits.OF_COMPILER, OPTIONS), MOST_PRINTED);
            process.onEnd(() -> close(listener));
            try {
                return new CompilerProcess(room, process, accept(listener));
            } catch (IOException e) {
                process.close();
                throw new IOException("the compiler's sandbox did not start: " + process.printed().strip(), e);
            }
        } catch (IOException | InterruptedException e) {
            Folders.delete(room);
            throw e;
        }
    }

    private static SocketChannel accept(ServerSocketChannel listener) throws IOException, InterruptedException {
        var accepted = CompletableFuture.supplyAsync(() -> {
            try {
                return Optional.of(listener.accept());
            } catch (IOException e) {
                return Optional.<SocketChannel>empty();
            }
        }, task -> Thread.ofPlatform().daemon().name("grader-compiler").start(task));
        try {
            return accepted.get(STARTING.toMillis(), TimeUnit.MILLISECONDS)
                    .orElseThrow(() -> new IOException("it ended at once"));
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("it did not answer within " + STARTING.toSeconds() + " s", e);
        }
    }

    private static void close(ServerSocketChannel listener) {
        try {
            listener.close();
        } catch (IOException e) {
            // Whoever waits there has been told by the end of the process.
        }
    }

    /// How many orders it has had.
    public int orders() {
        return orders;
    }

    /// Compiles; empty if that took longer than it may, or was too much for the compiler's memory. It is of no use then.
    public Optional<CompileReply> compile(CompileOrder order, Duration longest) throws InterruptedException {
        orders++;
        var reply = CompletableFuture.supplyAsync(() -> exchange(order),
                task -> Thread.ofPlatform().daemon().name("grader-compile").start(task));
        try {
            return reply.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    private Optional<CompileReply> exchange(CompileOrder order) {
        try {
            order.write(out);
            out.flush();
            return Optional.of(CompileReply.read(in));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        process.close();
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed as far as it can be.
        }
        Folders.delete(room);
    }
}
