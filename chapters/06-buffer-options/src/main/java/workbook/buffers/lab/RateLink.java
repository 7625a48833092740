package workbook.buffers.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import workbook.kit.network.PacketLink;
import workbook.kit.network.PrivateNetwork;

/// A slow and long link, inside the private network, between two sockets of this machine's kernel.
///
/// It is a mirror: a packet to [PrivateNetwork#nobody], which no kernel has, comes back to [PrivateNetwork#here] as if
/// from there, after the time that a real link would have taken. So who connects to a port of nobody's has reached that
/// port here, and neither end knows. It carries packets and opens none: every acknowledgment, every window and every loss
/// is between the two kernels' TCPs, as with a real link.
///
/// What belongs to which direction the ports say: one end has one of the far side's.
public final class RateLink implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(1);

    private final PacketLink link;
    private final Set<Integer> farPorts;
    private final Lane there;
    private final Lane back;
    private final Thread carrier;
    private volatile boolean isClosed;
    private volatile Optional<IOException> failure = Optional.empty();
    private volatile long packets;
    private volatile long lateNanos;

    private RateLink(PacketLink link, LinkShape shape, Set<Integer> farPorts) {
        this.link = link;
        this.farPorts = Set.copyOf(farPorts);
        there = new Lane(shape);
        back = new Lane(shape);
        carrier = Thread.ofPlatform().daemon().name("link").start(this::carry);
    }

    /// Carries packets from here on.
    ///
    /// @param farPorts where the far side listens, at [PrivateNetwork#here]
    public static RateLink open(LinkShape shape, Set<Integer> farPorts) throws IOException {
        return new RateLink(PacketLink.open(PrivateNetwork.nobody()), shape, farPorts);
    }

    private void carry() {
        try {
            while (!isClosed) {
                for (var packet = link.receive(); packet.isPresent(); packet = link.receive()) {
                    take(packet.get());
                }
                deliver(there);
                deliver(back);
                link.await(untilNext());
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    private void take(byte[] bytes) {
        if (!TcpPacket.is(bytes)) {
            return;
        }
        var packet = new TcpPacket(bytes);
        var now = System.nanoTime();
        var lane = farPorts.contains(packet.destinationPort()) ? Optional.of(there)
                : farPorts.contains(packet.sourcePort()) ? Optional.of(back) : Optional.<Lane>empty();
        if (lane.isPresent()) {
            packet.turnedRound().cut(PrivateNetwork.MTU).forEach(piece -> lane.get().put(piece.bytes(), now));
        }
    }

    private void deliver(Lane lane) throws IOException {
        var due = lane.next();
        var now = System.nanoTime();
        if (due.isPresent() && due.getAsLong() <= now) { lateNanos += now - due.getAsLong(); packets++; }
        for (var packet : lane.arrived(now)) {
            link.send(packet);
        }
    }

    private Duration untilNext() {
        var now = System.nanoTime();
        var wait = LONG.toNanos();
        for (var lane : new Lane[]{there, back}) {
            var next = lane.next();
            wait = next.isPresent() ? Math.min(wait, next.getAsLong() - now) : wait;
        }
        return Duration.ofNanos(Math.max(0, wait));
    }

    double late() { return lateNanos / 1e6 / Math.max(1, packets); }
    long lost() { return there.lost() + back.lost(); }

    @Override
    public void close() throws IOException {
        isClosed = true;
        link.wake();
        try {
            carrier.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
