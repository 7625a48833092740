package workbook.kit.network;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import workbook.kit.libc.Libc;
import workbook.kit.natives.NativeCallFailed;

/// A socket that is given a copy of each frame on `lo`, packet(7).
///
/// One thread receives; [#wake] is for others. Opening one needs the right to do so (CAP_NET_RAW), which everybody has
/// in a private network.
final class PacketSocket implements AutoCloseable {
    /// Every protocol: linux/if_ether.h.
    private static final short ETH_P_ALL = 0x0003;
    /// `lo` has this number in every network: LOOPBACK_IFINDEX in the kernel's include/net/flow.h.
    private static final int LOOPBACK_INDEX = 1;
    /// linux/if_packet.h.
    private static final byte PACKET_OUTGOING = 4;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_STATISTICS = 6;
    /// When the last frame read was seen, as a `struct timespec`: asm-generic/sockios.h, socket(7).
    private static final long SIOCGSTAMPNS = 0x8907;
    /// As much as the kernel's usual limit (net.core.rmem_max) allows; it takes less without complaint.
    private static final int RECEIVE_BUFFER = 4 << 20;

    /// `struct sockaddr_ll`: family, protocol, interface, hardware type, packet type, address.
    private static final int ADDRESS_BYTES = 20;
    private static final int PROTOCOL_AT = 2;
    private static final int INTERFACE_AT = 4;
    private static final int PACKET_TYPE_AT = 10;
    /// `struct pollfd`, poll(2): descriptor, events asked for, events there.
    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS_AT = 4;
    private static final int EVENTS_THERE_AT = 6;
    private static final short POLLIN = 1;

    /// Shared: opened by one thread, used by another.
    private final Arena arena = Arena.ofShared();
    private final MemorySegment frame = arena.allocate(Pcap.LONGEST_FRAME);
    private final MemorySegment sender = arena.allocate(ADDRESS_BYTES, 4);
    private final MemorySegment senderBytes = arena.allocate(JAVA_INT);
    private final MemorySegment time = arena.allocate(16, 8);
    private final MemorySegment longest = arena.allocate(16, 8);
    private final MemorySegment loopback = loopback();
    private final MemorySegment polled = arena.allocate(2L * POLLFD_BYTES, 4);
    private final int socket;
    private final int bell;

    /// Frames are queued from here on.
    PacketSocket() throws NativeCallFailed {
        // With protocol 0 nothing arrives before bind() has said from where.
        socket = Libc.socket(Libc.AF_PACKET, Libc.SOCK_RAW, 0);
        try {
            bell = Libc.eventfd(0, 0);
        } catch (NativeCallFailed e) {
            Libc.close(socket);
            throw e;
        }
        try {
            Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUF, RECEIVE_BUFFER);
            askForTimes();
            Libc.bind(socket, loopback);
        } catch (NativeCallFailed e) {
            close();
            throw e;
        }
        polled.set(JAVA_INT, 0, socket);
        polled.set(JAVA_SHORT, EVENTS_AT, POLLIN);
        polled.set(JAVA_INT, POLLFD_BYTES, bell);
        polled.set(JAVA_SHORT, POLLFD_BYTES + EVENTS_AT, POLLIN);
    }

    /// Waits for a frame or a [#wake].
    ///
    /// @return false once woken
    boolean waits() throws NativeCallFailed {
        return waits(() -> Libc.poll(polled, 2, -1));
    }

    private interface Waiting {
        void run() throws NativeCallFailed;
    }

    private boolean waits(Waiting waiting) throws NativeCallFailed {
        try {
            waiting.run();
        } catch (NativeCallFailed e) {
            if (e.errno() != NativeCallFailed.EINTR) {
                throw e;
            }
            return true;
        }
        return polled.get(JAVA_SHORT, POLLFD_BYTES + EVENTS_THERE_AT) == 0;
    }

    /// Ends the waiting, now and from now on.
    void wake() throws NativeCallFailed {
        Libc.eventfdWrite(bell, 1);
    }

    /// Waits for a frame or a [#wake] until the limit is over, and forgets the latter.
    void waitsOnce(Duration limit) throws NativeCallFailed {
        longest.set(JAVA_LONG, 0, limit.toSeconds());
        longest.set(JAVA_LONG, Long.BYTES, limit.toNanosPart());
        if (!waits(() -> Libc.ppoll(polled, 2, longest))) {
            Libc.eventfdRead(bell, time);
        }
    }

    /// The next frame that is queued, if one is.
    Optional<Frame> receive() throws NativeCallFailed {
        while (true) {
            long length;
            try {
                senderBytes.set(JAVA_INT, 0, ADDRESS_BYTES);
                length = Libc.recvfrom(socket, frame, Libc.MSG_DONTWAIT, sender, senderBytes);
            } catch (NativeCallFailed e) {
                switch (e.errno()) {
                    case NativeCallFailed.EAGAIN -> {
                        return Optional.empty();
                    }
                    case NativeCallFailed.EINTR -> {
                        continue;
                    }
                    default -> throw e;
                }
            }
            // What lo carries is shown twice, as it leaves and as it arrives.
            if (sender.get(JAVA_BYTE, PACKET_TYPE_AT) != PACKET_OUTGOING) {
                Libc.ioctl(socket, SIOCGSTAMPNS, time);
                var seen = Instant.ofEpochSecond(time.get(JAVA_LONG, 0), time.get(JAVA_LONG, 8));
                return Optional.of(new Frame(seen, frame.asSlice(0, length).toArray(JAVA_BYTE)));
            }
        }
    }

    /// Puts a frame on `lo`, its Ethernet header included.
    void send(byte[] bytes) throws NativeCallFailed {
        try (var confined = Arena.ofConfined()) {
            Libc.sendto(socket, confined.allocateFrom(JAVA_BYTE, bytes), 0, loopback);
        }
    }

    /// How many frames found no room in the queue since this was last asked. A frame counts twice, as it leaves and
    /// as it arrives.
    int dropped() throws NativeCallFailed {
        // struct tpacket_stats: packets, drops.
        try (var confined = Arena.ofConfined()) {
            var statistics = confined.allocate(8, 4);
            Libc.getsockopt(socket, SOL_PACKET, PACKET_STATISTICS, statistics, confined.allocateFrom(JAVA_INT, 8));
            return statistics.get(JAVA_INT, 4);
        }
    }

    @Override
    public void close() throws NativeCallFailed {
        Libc.close(bell);
        Libc.close(socket);
        arena.close();
    }

    /// The kernel notes times from the first question on, which itself has no answer yet.
    private void askForTimes() {
        try {
            Libc.ioctl(socket, SIOCGSTAMPNS, time);
        } catch (NativeCallFailed e) {
            // ENOENT, as expected.
        }
    }

    private MemorySegment loopback() {
        var address = arena.allocate(ADDRESS_BYTES, 4);
        address.set(JAVA_SHORT, 0, (short) Libc.AF_PACKET);
        address.set(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), PROTOCOL_AT, ETH_P_ALL);
        address.set(JAVA_INT, INTERFACE_AT, LOOPBACK_INDEX);
        return address;
    }
}
