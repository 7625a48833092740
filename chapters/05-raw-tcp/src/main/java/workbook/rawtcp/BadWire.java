package workbook.rawtcp;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;

/// A wire with a bad link in either direction.
final class BadWire implements Wire {
    private final Wire wire;
    private final BadLink there;
    private final BadLink back;
    private final Queue<byte[]> arrived = new ArrayDeque<>();

    BadWire(Wire wire, BadLink.Faults faults, RandomGenerator random) {
        this.wire = wire;
        there = new BadLink(faults, random);
        back = new BadLink(faults, random);
    }

    @Override
    public synchronized void send(byte[] packet) throws IOException {
        there.send(packet, Instant.now());
        carry();
    }

    @Override
    public synchronized Optional<byte[]> receive() throws IOException {
        carry();
        return Optional.ofNullable(arrived.poll());
    }

    private void carry() throws IOException {
        var now = Instant.now();
        for (var packet = wire.receive(); packet.isPresent(); packet = wire.receive()) {
            back.send(packet.get(), now);
        }
        for (var packet : there.arrived(now)) {
            wire.send(packet);
        }
        arrived.addAll(back.arrived(now));
    }

    @Override
    public void await(Duration limit) throws IOException {
        wire.await(nearer(limit));
    }

    private synchronized Duration nearer(Duration limit) {
        var now = Instant.now();
        var shortest = limit;
        for (var next : java.util.List.of(there.next(), back.next())) {
            if (next.isPresent()) {
                var left = Duration.between(now, next.get());
                shortest = left.compareTo(shortest) < 0 ? left : shortest;
            }
        }
        return shortest.isNegative() ? Duration.ZERO : shortest;
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
