package workbook.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a test leaves behind: threads that still run and, on Linux, TCP and UDP sockets that are still open.
///
/// A thread that is about to end gets half a second to do so. UNIX domain sockets and files do not count: the JDK
/// opens some of its own.
final class Leaks {
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Set<Thread> threads;
    private final Set<String> sockets;

    private Leaks(Set<Thread> threads, Set<String> sockets) {
        this.threads = threads;
        this.sockets = sockets;
    }

    static Leaks watch() {
        return new Leaks(AnswerThreads.snapshot(), openSockets());
    }

    void failOnAny() {
        if (Eventually.holds(() -> newThreads().isEmpty() && newSockets().isEmpty(), Deadline.in(GRACE))) {
            return;
        }
        var left = new ArrayList<String>();
        newSockets().forEach(socket -> left.add("socket " + socket));
        newThreads().forEach(thread -> left.add("thread \"" + thread.getName() + "\" "
                + Frames.standing(thread.getStackTrace())));
        var mistake = newSockets().isEmpty()
                ? "a thread was started and nobody ends it, or waits for its end; one of a static pool counts, too"
                : "a socket was opened and not closed on every way out: try (var socket = …) closes it; one that is to "
                        + "stay open unless something fails is closed in a catch";
        throw new ExerciseFailure(Report.empty()
                .with(Report.YOU, "did what was asked, and left something behind")
                .with(Report.EXPECTED, "nothing left open")
                .with(Report.BUT_WAS, String.join("\n", left))
                .with(Report.LIKELY, mistake));
    }

    private Set<Thread> newThreads() {
        return AnswerThreads.since(threads);
    }

    /// The new sockets in words, sorted: `tcp 127.0.0.1:4242 connected to 127.0.0.1:80`.
    ///
    /// One whose connection is over, after both sides' FIN or a reset, is in no list of the kernel's any more, and open
    /// all the same.
    private List<String> newSockets() {
        var open = new HashSet<>(openSockets());
        open.removeAll(sockets);
        open.removeAll(open.isEmpty() ? Set.of() : ProcNet.unix());
        var words = new ArrayList<String>();
        for (var entry : open.isEmpty() ? List.<ProcNet.Entry>of() : ProcNet.tcpAndUdp()) {
            if (open.remove(entry.inode())) {
                words.add(words(entry));
            }
        }
        open.forEach(inode -> words.add("without a connection, or whose connection is over"));
        return words.stream().sorted().toList();
    }

    private static String words(ProcNet.Entry entry) {
        var here = entry.protocol() + " " + address(entry.local());
        return entry.remote().getPort() == 0
                ? here + (entry.protocol().equals("tcp") ? " listening" : "")
                : here + " connected to " + address(entry.remote());
    }

    private static String address(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /// The inodes of this process's sockets.
    private static Set<String> openSockets() {
        var inodes = new HashSet<String>();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (var descriptor : descriptors) {
                inode(descriptor).ifPresent(inodes::add);
            }
        } catch (IOException e) {
            // No /proc: sockets are not counted on this system.
        }
        return inodes;
    }

    private static Optional<String> inode(Path descriptor) {
        try {
            var target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:[")
                    ? Optional.of(target.substring(8, target.length() - 1))
                    : Optional.empty();
        } catch (IOException e) {
            // Closed since the folder was listed.
            return Optional.empty();
        }
    }
}
