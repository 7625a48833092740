package workbook.rawtcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import workbook.kit.Connection;
import workbook.kit.network.PrivateNetwork;

/// Draws what happens when a segment is lost, after captures of the reference's TCP that talks to the kernel.
public final class LossPictures {
    private static final int PORT = 80;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PIECES = 6;

    private LossPictures() {}

    /// @param words the folder to draw to
    public static void main(String... words) throws Exception {
        PrivateNetwork.enter();
        var folder = Path.of(words[0]);
        // The first one is for the class loader, whose time is not the protocol's.
        capture(new byte[10_000], segment -> false, seen -> hasHeard(seen, 10_000));
        lostTwice(folder);
        threeTimes(folder);
        lastWord(folder);
    }

    private static void lostTwice(Path folder) throws Exception {
        var hello = "hello".getBytes(US_ASCII);
        var seen = capture(hello, ofData(count -> count < 2), each -> hasHeard(each, hello.length));
        var drawing = new LossDrawing("One segment, lost twice", "Nothing is sent behind it that could tell of the hole, so "
                + "only the timer is left.");
        var last = 0L;
        for (var each : drawing.from(seen, segment -> segment.data().length > 0, 4)) {
            var isData = each.segment().data().length > 0;
            drawing.arrow(each, isData && last != 0 ? "again, " + millis(each.nanos() - last) + " ms later" : "");
            last = isData ? each.nanos() : last;
        }
        write(folder.resolve("lost-twice.svg"), drawing);
    }

    private static void threeTimes(Path folder) throws Exception {
        var bytes = PIECES * Settings.DEFAULT.mss();
        var seen = capture(new byte[bytes], ofData(count -> count == 1), each -> hasHeard(each, bytes));
        var drawing = new LossDrawing("The same acknowledgment, again and again", "A segment is lost, and those behind it "
                + "arrive. Each of them is answered with the number that is missing.");
        var missing = 0;
        var repeated = 0;
        for (var each : drawing.from(seen, segment -> segment.data().length > 0, 2 * PIECES + 1)) {
            var number = each.segment().header().sequence();
            var isAgain = each.fromHere() && repeated > 0 && number == missing;
            repeated = !each.fromHere() && each.segment().header().acknowledgment() == missing ? repeated + 1 : repeated;
            drawing.arrow(each, isAgain
                    ? "again, without the timer"
                    : !each.fromHere() && repeated > 1 && each.segment().header().acknowledgment() == missing
                            ? "for the " + List.of("second", "third", "fourth", "fifth", "sixth").get(repeated - 2)
                                    + " time"
                            : "");
            missing = each.isLost() ? number : missing;
        }
        write(folder.resolve("three-times.svg"), drawing);
    }

    private static void lastWord(Path folder) throws Exception {
        var isFinished = new boolean[1];
        var isLost = new boolean[1];
        Predicate<Segment> last = segment -> {
            var loses = isFinished[0] && !isLost[0] && !segment.is(Control.FIN);
            isFinished[0] |= segment.is(Control.FIN);
            isLost[0] |= loses;
            return loses;
        };
        var seen = capture(new byte[0], last,
                each -> each.stream().filter(one -> one.fromHere() && !one.segment().is(Control.FIN)
                        && !one.segment().is(Control.SYN)).count() == 2);
        var drawing = new LossDrawing("The last acknowledgment, lost", "Nobody acknowledges it, so nobody who has sent it "
                + "knows whether it has arrived. TIME_WAIT waits for the FIN that comes again if it has not.");
        var fins = 0;
        for (var each : drawing.from(seen, segment -> segment.is(Control.FIN), Integer.MAX_VALUE)) {
            var isFin = each.segment().is(Control.FIN);
            fins += isFin && !each.fromHere() ? 1 : 0;
            drawing.arrow(each, isFin
                    ? each.fromHere() ? "FIN_WAIT_1" : fins == 1 ? "TIME_WAIT" : "TIME_WAIT, from now"
                    : each.fromHere() ? "" : "FIN_WAIT_2");
        }
        write(folder.resolve("last-word.svg"), drawing);
    }

    /// Picks of this side's segments with data, each time that one is sent, by their count from 0.
    private static Predicate<Segment> ofData(IntPredicate counts) {
        var count = new int[1];
        return segment -> segment.data().length > 0 && counts.test(count[0]++);
    }

    /// Whether so many bytes were acknowledged.
    private static boolean hasHeard(List<Tap.Seen> seen, int bytes) {
        var first = seen.stream().filter(each -> each.fromHere() && each.segment().is(Control.SYN)).findFirst();
        return first.isPresent() && seen.stream().anyMatch(each -> !each.fromHere() && each.segment().is(Control.ACK)
                && each.segment().header().acknowledgment() == first.get().segment().end() + bytes);
    }

    /// Has the reference say this to a socket of the kernel's.
    ///
    /// @param isOver when the capture has what is wanted; with nothing to say this side closes at once, else then
    private static List<Tap.Seen> capture(byte[] says, Predicate<Segment> loses, Predicate<List<Tap.Seen>> isOver)
            throws Exception {
        var tap = new Tap(Wire.toKernel(PrivateNetwork.nobody()), loses);
        try (var stack = new Stack(tap, PrivateNetwork.nobody(), Settings.DEFAULT, new Random(1))) {
            stack.listen(PORT, connection -> say(connection, says, () -> await(tap, isOver)));
            try (var client = new Socket(PrivateNetwork.nobody(), PORT)) {
                client.getInputStream().readAllBytes();
            }
            await(tap, isOver);
            var seen = tap.seen();
            stack.awaitEnds(PATIENCE);
            return seen;
        }
    }

    private static void say(Connection connection, byte[] bytes, Runnable wait) {
        try (connection) {
            connection.out().write(bytes);
            if (bytes.length > 0) {
                wait.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Tap tap, Predicate<List<Tap.Seen>> isOver) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!isOver.test(tap.seen())) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the capture lacks what it was made for: " + tap.seen());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static long millis(long nanos) {
        return Math.round(nanos / 1e6);
    }

    private static void write(Path file, LossDrawing drawing) throws IOException {
        Files.writeString(file, drawing.svg(), UTF_8);
        System.out.println(file);
    }
}
