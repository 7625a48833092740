package workbook.rawtcp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Notes what passes over a wire, and loses of it what it is told to lose: so the one capture has both in it.
final class Tap implements Wire {
    /// @param nanos    when, by [System#nanoTime]
    /// @param fromHere whether this side has sent it
    record Seen(long nanos, boolean fromHere, Segment segment, boolean isLost) {}

    private final Wire wire;
    private final Predicate<Segment> loses;
    private final List<Seen> seen = new ArrayList<>();

    /// @param loses asked once for each segment of this side
    Tap(Wire wire, Predicate<Segment> loses) {
        this.wire = wire;
        this.loses = loses;
    }

    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    @Override
    public synchronized void send(byte[] packet) throws IOException {
        var segment = Packets.segment(packet, true).orElseThrow();
        var isLost = loses.test(segment);
        seen.add(new Seen(System.nanoTime(), true, segment, isLost));
        if (!isLost) {
            wire.send(packet);
        }
    }

    @Override
    public synchronized Optional<byte[]> receive() throws IOException {
        var packet = wire.receive();
        packet.flatMap(each -> Packets.segment(each, false))
                .ifPresent(segment -> seen.add(new Seen(System.nanoTime(), false, segment, false)));
        return packet;
    }

    @Override
    public void await(Duration limit) throws IOException {
        wire.await(limit);
    }

    @Override
    public void wake() throws IOException {
        wire.wake();
    }

    @Override
    public boolean isChecked() {
        return wire.isChecked();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
