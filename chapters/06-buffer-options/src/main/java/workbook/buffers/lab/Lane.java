package workbook.buffers.lab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;

/// One direction of a link: packets leave one after the other at its rate, are under way for its delay, and arrive in
/// the order in which they came. None is lost but those that find the queue full.
///
/// It has no clock: it is told what time it is, in nanoseconds of [System#nanoTime]. When a packet arrives is settled as
/// it comes, so it does not matter how late somebody asks for it.
final class Lane {
    private record Underway(byte[] packet, long due) {}

    private final LinkShape shape;
    private final Queue<Underway> underway = new ArrayDeque<>();
    /// When the last packet will have left.
    private long free;
    private boolean isUsed;
    private long lost;

    Lane(LinkShape shape) {
        this.shape = shape;
    }

    /// Takes a packet, or loses it.
    void put(byte[] packet, long now) {
        var start = isUsed && free - now > 0 ? free : now;
        if (start - now > shape.nanosFor(shape.queueBytes() - packet.length)) {
            lost++;
            return;
        }
        isUsed = true;
        free = start + shape.nanosFor(packet.length);
        underway.add(new Underway(packet, free + shape.delay().toNanos()));
    }

    /// What has arrived by now, in order; each is handed out once.
    List<byte[]> arrived(long now) {
        var arrived = new ArrayList<byte[]>();
        while (!underway.isEmpty() && underway.element().due() - now <= 0) {
            arrived.add(underway.remove().packet());
        }
        return arrived;
    }

    /// When the next packet arrives.
    OptionalLong next() {
        return underway.isEmpty() ? OptionalLong.empty() : OptionalLong.of(underway.element().due());
    }

    /// How many packets found the queue full.
    long lost() {
        return lost;
    }
}
