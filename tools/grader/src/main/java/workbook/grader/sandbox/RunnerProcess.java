package workbook.grader.sandbox;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import workbook.engine.Folders;
import workbook.engine.worker.Message;
import workbook.engine.worker.Wire;
import workbook.grader.runner.RunnerMain;
import workbook.grader.runner.Seal;

/// A runner in a sandbox, and the grader's end of its socket.
///
/// The socket's file is gone as soon as the runner is connected, which it is before a class of the answer is loaded: there
/// is no second way in.
public final class RunnerProcess implements AutoCloseable {
    private static final int MOST_EVENTS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// Where the folder lies in a sandbox that belongs to this one run.
    public static final String ROOM = "/run";
    private static final int LONGEST_FRAME = 4 << 20;
    /// What one JVM may print, in bytes.
    public static final long MOST_PRINTED = 1 << 20;
    private static final Duration STARTING = Duration.ofSeconds(30);

    private final Path room;
    private final ServerSocketChannel listener;
    private final SandboxedProcess process;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(MOST_EVENTS);
    private volatile Optional<Wire> wire = Optional.empty();

    /// What a runner does: it says something, or it is over.
    public sealed interface Event {
        record Said(Message message) implements Event {}

        /// @param isForged whether something came over the socket that the runner cannot have sent
        record Ended(boolean isForged) implements Event {}
    }

    private RunnerProcess(Path room, ServerSocketChannel listener, SandboxedProcess process) {
        this.room = room;
        this.listener = listener;
        this.process = process;
        Thread.ofPlatform().daemon().name("grader-line").start(this::listen);
        process.onEnd(this::stopListening);
    }

    /// Starts one.
    ///
    /// @param options `java`'s, besides those of the runner
    /// @param shown   more to show than the runner's jars
    /// @param written see [Cell#written()]
    public static RunnerProcess start(Sandbox sandbox, RunnerModules modules, List<String> options,
            Map<Path, String> shown, Map<Path, String> written, boolean packets)
            throws IOException, InterruptedException {
        var room = sandbox.stage().room("run");
        var socket = room.resolve(Path.of(RunnerMain.SOCKET).getFileName());
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
            var all = new LinkedHashMap<Path, String>(modules.shown());
            all.putAll(shown);
            all.put(room, ROOM);
            var arguments = new ArrayList<>(options);
            arguments.addAll(modules.options());
            return new RunnerProcess(room, listener,
                    sandbox.start(new Cell(all, written, packets, Limits.OF_TESTS, arguments), MOST_PRINTED));
        } catch (IOException | InterruptedException e) {
            listener.close();
            Folders.delete(room);
            throw e;
        }
    }

    private void listen() {
        try (var channel = listener.accept()) {
            Files.deleteIfExists(room.resolve(Path.of(RunnerMain.SOCKET).getFileName()));
            listener.close();
            var seal = Seal.draw();
            seal.handOver(channel);
            var connected = new Wire(seal.unsealing(channel, LONGEST_FRAME));
            wire = Optional.of(connected);
            for (var message = connected.receive(); message.isPresent(); message = connected.receive()) {
                add(new Event.Said(message.get()));
            }
            add(new Event.Ended(false));
        } catch (Seal.Broken e) {
            add(new Event.Ended(true));
        } catch (IOException | RuntimeException e) {
            add(new Event.Ended(false));
        }
    }

    /// A runner that says more than is heard has to wait; one whose grader listens no more is not heard at all.
    private void add(Event event) {
        try {
            events.offer(event, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopListening() {
        try {
            listener.close();
        } catch (IOException e) {
            add(new Event.Ended(false));
        }
    }

    /// The folder of this run: what is written there is seen in the sandbox below [#ROOM].
    public Path room() {
        return room;
    }

    public SandboxedProcess process() {
        return process;
    }

    /// Waits until it is ready for orders.
    ///
    /// @throws IOException if it is not: that is never the answer's fault, of which nothing is loaded yet
    public void awaitReady() throws IOException, InterruptedException {
        var event = next(STARTING);
        if (!(event.orElse(null) instanceof Event.Said(Message.Hello hello))) {
            var status = process.status(Duration.ofSeconds(1)).map(each -> " with status " + each).orElse("");
            throw new IOException("the sandbox's JVM ended" + status + " before it was ready: "
                    + process.printed().strip() + event.map(each -> " " + each).orElse(" (it did not answer)"));
        }
        if (!hello.network().equals("private")) {
            throw new IOException("the sandbox has no network of its own: " + hello.reason());
        }
    }

    public void send(Message message) throws IOException {
        wire.orElseThrow(() -> new IOException("the runner has not connected")).send(message);
    }

    /// The next thing that happens, if it does in time.
    public Optional<Event> next(Duration longest) throws InterruptedException {
        return Optional.ofNullable(events.poll(Math.max(0, longest.toMillis()), TimeUnit.MILLISECONDS));
    }

    /// Has it end by itself, as it does when its connection ends.
    public void end(Duration longest) throws IOException, InterruptedException {
        if (wire.isPresent()) {
            wire.get().close();
            process.status(longest);
        }
    }

    /// Ends it, and all that the answer has started.
    @Override
    public void close() {
        process.close();
        stopListening();
        Folders.delete(room);
    }
}
