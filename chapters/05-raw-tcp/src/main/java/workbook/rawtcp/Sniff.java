package workbook.rawtcp;

import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import workbook.kit.Carried;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.kit.Terminal;
import workbook.kit.network.Capture;
import workbook.kit.network.PrivateNetwork;

/// Shows live what passes over `lo` in the private network, as the reader's own [Sniffer] reads it, and sees to it that
/// something does.
final class Sniff {
    static final int MOST_SECONDS = 3600;
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// Something to listen to.
    private interface Talk {
        void begin() throws IOException, InterruptedException;
    }

    private final Terminal io;
    private final Optional<Inet4Address> host;
    private final Optional<Duration> limit;
    private final Rungs rungs;
    /// What has ended a thread of this before its time.
    private final CompletableFuture<Void> trouble = new CompletableFuture<>();

    /// @param host whose segments are shown; empty for all
    Sniff(Terminal io, Optional<Inet4Address> host, Options options) throws GivenUp {
        this.io = io;
        this.host = host;
        var seconds = options.number("--seconds", 0, 1, MOST_SECONDS);
        limit = seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
        rungs = new Rungs(io.out(), io.columns());
    }

    /// Listens until the time is over, or until Ctrl-C.
    void run() throws GivenUp, IOException, InterruptedException {
        Inside.enter();
        io.out().println("You hear what passes over lo in a network of the program's own"
                + host.map(address -> ", from and to " + address.getHostAddress()).orElse("")
                + (limit.isEmpty() ? "; Ctrl-C stops it." : "."));
        if (limit.isEmpty()) {
            // Ctrl-C ends the JVM, and this is its last word.
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopped, "stop"));
        }
        Talk kernels = () -> SmallTalk.ofKernel(host.filter(Inet4Address::isLoopbackAddress).orElse(Inside.LOOPBACK));
        if (isWithYours()) {
            listenToYours(host.isPresent() ? List.of() : List.of(kernels));
        } else {
            listen(List.of(kernels));
        }
        sumUp();
    }

    /// Whether the reader's TCP talks, too: at the addresses of loopback only the kernel does.
    private boolean isWithYours() {
        return host.filter(Inet4Address::isLoopbackAddress).isEmpty();
    }

    private void listenToYours(List<Talk> others) throws IOException, InterruptedException {
        try (var stack = new Stack(Wire.toKernel(PrivateNetwork.nobody()), PrivateNetwork.nobody(), Settings.DEFAULT,
                new Random())) {
            stack.listen(SmallTalk.PORT, connection -> {
                try {
                    SmallTalk.echo(connection, io.err());
                } catch (RuntimeException | Error e) {
                    trouble.completeExceptionally(e);
                }
            });
            stack.failure().exceptionally(failure -> {
                trouble.completeExceptionally(failure);
                return null;
            });
            Talk yours = () -> {
                SmallTalk.withYours();
                stack.awaitEnds(PATIENCE);
            };
            listen(Stream.concat(others.stream(), Stream.of(yours)).toList());
        }
    }

    private void listen(List<Talk> talks) throws IOException, InterruptedException {
        try (var capture = Capture.ofAll().start()) {
            var showing = Thread.ofPlatform().daemon().name("sniffer").start(() -> show(capture));
            var end = limit.map(each -> System.nanoTime() + each.toNanos());
            for (var isOver = false; !isOver;) {
                for (var talk : talks) {
                    begin(talk);
                }
                var left = end.map(each -> Duration.ofNanos(each - System.nanoTime())).orElse(BETWEEN);
                isOver = left.compareTo(BETWEEN) < 0;
                awaitTrouble(isOver ? left : BETWEEN);
            }
            capture.close();
            showing.join();
            awaitTrouble(Duration.ZERO);
        }
    }

    private void begin(Talk talk) throws IOException, InterruptedException {
        try {
            talk.begin();
        } catch (IOException e) {
            // Whose fault it was shows in the ladder, unless something has died.
            awaitTrouble(Duration.ZERO);
            io.err().println("A conversation has ended early: " + e.getMessage() + ".");
        }
    }

    private void awaitTrouble(Duration limit) throws IOException, InterruptedException {
        try {
            trouble.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // There is none.
        } catch (ExecutionException e) {
            Visit.rethrow(e.getCause());
        }
    }

    private void show(Capture capture) {
        try {
            var seen = 0;
            for (var more = capture.after(seen); !more.isEmpty(); more = capture.after(seen)) {
                for (var frame : more) {
                    for (var sighting : Sniffer.decode(List.of(new SeenFrame(false, frame.bytes())))) {
                        if (concernsHost(sighting.segment())) {
                            rungs.show(sighting, frame.time());
                        }
                    }
                }
                seen += more.size();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            trouble.completeExceptionally(e);
        }
    }

    private boolean concernsHost(Segment segment) {
        return host.isEmpty() || host.equals(Optional.of(segment.source()))
                || host.equals(Optional.of(segment.destination()));
    }

    private void stopped() {
        if (!trouble.isDone()) {
            sumUp();
        }
    }

    private void sumUp() {
        io.out().println();
        io.out().println(rungs.count() + " segments in all");
        var carriers = new ArrayList<>(List.of("tcp-header", "internet-checksum", "ip-header", "sniffer"));
        if (isWithYours()) {
            carriers.addAll(List.of("tcp-options", "sequence-space", "handshake", "answer-curl", "reassembler",
                    "retransmitter", "loss-and-teardown"));
        }
        io.out().println(Carried.inThisRun().line(carriers.toArray(String[]::new)));
    }
}
