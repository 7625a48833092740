package workbook.buffers.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import workbook.kit.network.PacketLink;
import workbook.kit.network.PrivateNetwork;

/// A slow and long link, inside the private network, between two sockets of this machine's kernel.
///
/// It is a mirror: a packet to [PrivateNetwork#nobody], whom no kernel answers for, comes back to
/// [PrivateNetwork#here] as if from there, after the time that a real link would have taken. So whoever connects to a
/// port of nobody's has reached that port here, and neither end knows. It carries packets and takes none for itself:
/// every acknowledgment, every window and every loss is a matter of the two ends, as on a real link. (A program that
/// accepts a connection and opens a second one has its own buffers in between, and acknowledges what has not arrived.)
///
/// Which direction a packet takes, the ports say: one of the two is one of the far side's.
///
/// How exact it is: a packet is due at a time that is settled when it comes, so what is late once does not add up, and
/// over more than a few milliseconds the rate is the one that was asked for. But the thread has to be woken for each
/// packet, twice in each direction. That took 0.2 ms on the machine that this was written on, with two processors and
/// little else to do, and 1 to 3 ms with ten programs in the queue for them: an answer over a round trip of 20 ms came
/// after 21.6 ms, and after 22 to 30. [#late] says what it was; the first lines of `latency.csv` show what it comes to.
public final class RateLink implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final PacketLink link;
    private final Set<Integer> farPorts;
    private final Lane there;
    private final Lane back;
    private final Thread carrier;
    private volatile boolean isClosed;
    /// The carrier's own, until it has ended.
    private Optional<IOException> failure = Optional.empty();
    private long deliveries;
    private long lateNanos;

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
    /// @throws workbook.kit.natives.NativeCallFailed with EPERM outside of a private network
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
        lane(packet).ifPresent(lane -> {
            for (var piece : packet.turnedRound().cut(PrivateNetwork.MTU)) {
                lane.put(piece.bytes(), now);
            }
        });
    }

    /// Empty if the packet is of a connection that this link was not opened for, an earlier one's last word for example.
    private Optional<Lane> lane(TcpPacket packet) {
        if (farPorts.contains(packet.destinationPort())) {
            return Optional.of(there);
        }
        return farPorts.contains(packet.sourcePort()) ? Optional.of(back) : Optional.empty();
    }

    private void deliver(Lane lane) throws IOException {
        var now = System.nanoTime();
        var due = lane.next();
        if (due.isPresent() && due.getAsLong() - now <= 0) {
            deliveries++;
            lateNanos += now - due.getAsLong();
        }
        for (var packet : lane.arrived(now)) {
            link.send(packet);
        }
    }

    private Duration untilNext() {
        var now = System.nanoTime();
        var wait = LONGEST_WAIT.toNanos();
        for (var lane : List.of(there, back)) {
            var next = lane.next();
            wait = next.isPresent() ? Math.min(wait, next.getAsLong() - now) : wait;
        }
        return Duration.ofNanos(wait);
    }

    /// How late packets were delivered, on average; known once closed.
    public Duration late() {
        return Duration.ofNanos(lateNanos / Math.max(1, deliveries));
    }

    /// How many packets found a queue full, in both directions; known once closed.
    public long lost() {
        return there.lost() + back.lost();
    }

    /// Ends it: what is under way arrives no more.
    ///
    /// @throws IOException also if packets could not be carried any more at some time before
    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        link.wake();
        var isInterrupted = false;
        while (carrier.isAlive()) {
            try {
                carrier.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        link.close();
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
