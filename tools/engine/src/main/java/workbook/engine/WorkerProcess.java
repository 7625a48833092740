package workbook.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import workbook.engine.worker.Message;
import workbook.engine.worker.Wire;

/// One worker JVM, seen from outside.
///
/// Ends with this JVM, however that ends: by a shutdown hook, or because the worker's connection does.
final class WorkerProcess {
    /// Begins the line that a worker prints behind all that its tests printed.
    static final String MARKER = "\u0001workbook:";
    private static final Set<WorkerProcess> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(WorkerProcess::kill), "workbook-workers"));
    }

    private final TemporaryFolder folder;
    private final ServerSocketChannel listener;
    private final Process process;
    private final Duration patience;
    private final Printed printed;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile Optional<Wire> wire = Optional.empty();
    private Optional<Message.Hello> hello = Optional.empty();

    private WorkerProcess(TemporaryFolder folder, ServerSocketChannel listener, Process process,
            Duration patience) throws IOException {
        this.folder = folder;
        this.listener = listener;
        this.process = process;
        this.patience = patience;
        process.getOutputStream().close();
        printed = new Printed(process.getInputStream());
        Thread.ofPlatform().daemon().name("workbook-worker").start(this::listen);
        process.onExit().thenRun(this::stopListening);
    }

    static WorkerProcess start(WorkerCommand command, Run.Network network) throws IOException {
        var folder = TemporaryFolder.create();
        var address = UnixDomainSocketAddress.of(folder.path().resolve("s"));
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(address);
            var worker = new WorkerProcess(folder, listener, command.start(address.getPath(), network),
                    command.cache().patience());
            ALIVE.add(worker);
            return worker;
        } catch (IOException e) {
            listener.close();
            folder.close();
            throw e;
        }
    }

    private void listen() {
        try (var channel = listener.accept()) {
            var connected = new Wire(channel);
            wire = Optional.of(connected);
            for (var message = connected.receive(); message.isPresent(); message = connected.receive()) {
                events.add(new Event.Said(message.get()));
            }
            events.add(new Event.Ended(""));
        } catch (IOException e) {
            events.add(new Event.Ended(e.toString()));
        }
    }

    /// A process that ends before it connects would be waited for in vain.
    private void stopListening() {
        try {
            listener.close();
        } catch (IOException e) {
            events.add(new Event.Ended(e.toString()));
        }
    }

    void send(Message message) throws IOException {
        wire.orElseThrow(() -> new IOException("the worker has not connected")).send(message);
    }

    /// The next thing that happens, if it does in time.
    Optional<Event> next(Duration longest) throws InterruptedException {
        return Optional.ofNullable(events.poll(Math.max(0, longest.toMillis()), TimeUnit.MILLISECONDS));
    }

    Printed printed() {
        return printed;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// The exit status, if it ends in time; 128 and the signal's number if a signal ended it.
    Optional<Integer> status(Duration longest) throws InterruptedException {
        return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(process.exitValue())
                : Optional.empty();
    }

    /// Ends it, and whatever it started.
    void kill() {
        if (!patience.isZero()) {
            awaitEnd();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        stopListening();
        folder.close();
        ALIVE.remove(this);
    }

    /// A worker whose connection ends does the same, in good order.
    private void awaitEnd() {
        try {
            if (wire.isPresent()) {
                wire.get().close();
                process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (IOException e) {
            // It is gone already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// How it introduced itself, once it has.
    Optional<Message.Hello> hello() {
        return hello;
    }

    void greeted(Message.Hello said) {
        hello = Optional.of(said);
    }

    /// What a worker does: it says something, or it ends.
    sealed interface Event {
        record Said(Message message) implements Event {}

        record Ended(String how) implements Event {}
    }
}
