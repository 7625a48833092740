package workbook.kit.network;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// Listens to what passes over `lo`, each frame once, until it is closed:
///
///     try (var capture = Capture.ofPort(port).into(file).start()) {
///         … the conversation …
///         capture.close();
///         show(capture.frames());
///     }
///
/// Nothing sent between [#start] and [#close] is missing unless [#missed] says so. Without the right to listen
/// (outside of a private network, as an ordinary user) `start` throws a
/// [workbook.kit.natives.NativeCallFailed] with EPERM.
public final class Capture implements AutoCloseable {
    /// Beyond this much no more is kept: an answer that never stops sending must not take the memory too.
    private static final long MOST_BYTES = 32 << 20;

    private final OptionalInt port;
    private final long mostBytes;
    private final List<Frame> frames = new ArrayList<>();
    private Optional<Path> file = Optional.empty();
    private Optional<PacketSocket> socket = Optional.empty();
    private Optional<Pcap.Writer> writer = Optional.empty();
    private Optional<IOException> failure = Optional.empty();
    private Thread thread = Thread.currentThread();
    private long bytesKept;
    private int missed;
    private boolean hasEnded;

    Capture(OptionalInt port, long mostBytes) {
        this.port = port;
        this.mostBytes = mostBytes;
    }

    /// Everything on `lo`.
    public static Capture ofAll() {
        return new Capture(OptionalInt.empty(), MOST_BYTES);
    }

    /// The TCP segments and UDP datagrams from and to one port.
    public static Capture ofPort(int port) {
        return new Capture(OptionalInt.of(port), MOST_BYTES);
    }

    /// Also writes the frames to a [Pcap] file as they come: what is there can be read even if this process is killed.
    public Capture into(Path pcapFile) {
        file = Optional.of(pcapFile);
        return this;
    }

    /// Returns once the socket is bound: what is sent from then on is captured.
    public Capture start() throws IOException {
        if (socket.isPresent()) {
            throw new IllegalStateException("a capture starts once");
        }
        var opened = new PacketSocket();
        try {
            if (file.isPresent()) {
                writer = Optional.of(new Pcap.Writer(file.get()));
                writer.get().flush();
            }
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        socket = Optional.of(opened);
        thread = Thread.ofPlatform().daemon().name("capture").start(() -> listen(opened));
        return this;
    }

    /// What was captured so far, in order.
    public synchronized List<Frame> frames() {
        return List.copyOf(frames);
    }

    /// Waits for a frame, also among those captured already.
    ///
    /// @return empty if the limit passed or the capture ended without one
    public synchronized Optional<Frame> await(Predicate<Frame> wanted, Duration limit) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        var seen = 0;
        while (true) {
            for (; seen < frames.size(); seen++) {
                if (wanted.test(frames.get(seen))) {
                    return Optional.of(frames.get(seen));
                }
            }
            var millisLeft = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (millisLeft <= 0 || !thread.isAlive()) {
                return Optional.empty();
            }
            wait(millisLeft);
        }
    }

    /// Waits for more frames than these, for whoever wants to see them as they come.
    ///
    /// @param known how many were seen before
    /// @return what came behind them; nothing once the capture has ended and all were seen
    public synchronized List<Frame> after(int known) throws InterruptedException {
        while (frames.size() <= known && !hasEnded) {
            wait();
        }
        return List.copyOf(frames.subList(Math.min(known, frames.size()), frames.size()));
    }

    /// How many frames there was no room for; known once closed.
    public synchronized int missed() {
        return missed;
    }

    /// Takes in what was sent before, then ends. Closing again does nothing.
    ///
    /// @throws IOException if capturing or writing the file failed meanwhile
    @Override
    public void close() throws IOException {
        if (socket.isEmpty()) {
            return;
        }
        var open = socket.get();
        socket = Optional.empty();
        open.wake();
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try (open) {
            synchronized (this) {
                missed += open.dropped();
            }
            if (writer.isPresent()) {
                writer.get().close();
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void listen(PacketSocket from) {
        try {
            var open = true;
            while (open) {
                open = from.waits();
                takeQueued(from);
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        } finally {
            synchronized (this) {
                hasEnded = true;
                notifyAll();
            }
        }
    }

    private void takeQueued(PacketSocket from) throws IOException {
        for (var frame = from.receive(); frame.isPresent(); frame = from.receive()) {
            if (port.isEmpty() || frame.get().concernsPort(port.getAsInt())) {
                keep(frame.get());
            }
        }
        if (writer.isPresent()) {
            writer.get().flush();
        }
    }

    private synchronized void keep(Frame seen) throws IOException {
        var frame = inOrder(seen);
        if (bytesKept + frame.bytes().length > mostBytes) {
            missed++;
            return;
        }
        bytesKept += frame.bytes().length;
        frames.add(frame);
        if (writer.isPresent()) {
            writer.get().write(frame);
        }
        notifyAll();
    }

    /// The kernel begins to note times a little after it was asked to, and until then says when a frame was read: later
    /// than what it notes of the next one.
    private Frame inOrder(Frame frame) {
        return frames.isEmpty() || !frame.time().isBefore(frames.getLast().time())
                ? frame
                : new Frame(frames.getLast().time(), frame.bytes());
    }
}
