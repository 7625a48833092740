package workbook.kit.network;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import workbook.kit.libc.Libc;
import workbook.kit.natives.NativeCallFailed;

/// Sends IPv4 packets that are whole, their header included: a raw socket of IPPROTO_RAW, raw(7), which the JDK lacks.
///
/// The kernel sends them as it sends its own: it looks up the way by the destination, and fills in total length and
/// checksum. Nothing is received here.
public final class RawSocket implements AutoCloseable {
    /// linux/in.h; it implies IP_HDRINCL.
    private static final int IPPROTO_RAW = 255;
    /// `struct sockaddr_in`: family, port, address, padding.
    private static final int ADDRESS_BYTES = 16;
    private static final int ADDRESS_AT = 4;
    private static final int SHORTEST = 20;
    private static final int DESTINATION_AT = 16;

    private final int socket;

    private RawSocket(int socket) {
        this.socket = socket;
    }

    /// @throws NativeCallFailed with EPERM where the right to do so is missing (CAP_NET_RAW)
    public static RawSocket open() throws IOException {
        return new RawSocket(Libc.socket(Libc.AF_INET, Libc.SOCK_RAW, IPPROTO_RAW));
    }

    /// @param packet from its IPv4 header on
    /// @throws NativeCallFailed if the kernel refuses it, for one with EPERM where a firewall does
    public void send(byte[] packet) throws IOException {
        if (packet.length < SHORTEST) {
            throw new IllegalArgumentException(packet.length + " bytes are no IPv4 packet");
        }
        try (var arena = Arena.ofConfined()) {
            var address = arena.allocate(ADDRESS_BYTES, 4);
            address.set(JAVA_SHORT, 0, (short) Libc.AF_INET);
            MemorySegment.copy(packet, DESTINATION_AT, address, JAVA_BYTE, ADDRESS_AT, 4);
            Libc.sendto(socket, arena.allocateFrom(JAVA_BYTE, packet), 0, address);
        }
    }

    @Override
    public void close() throws IOException {
        Libc.close(socket);
    }
}
