package workbook.kit.network;

import static java.lang.foreign.ValueLayout.ADDRESS_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import workbook.kit.libc.Libc;
import workbook.kit.natives.NativeCallFailed;

/// The interface `lo` of the network that this process is in, set up by ioctl(2) as netdevice(7) describes: no program
/// of iproute2 is needed.
///
/// Addresses are four bytes each, for `java.net` is not to be loaded yet, see [PrivateNetwork].
///
/// Requests are from linux/sockios.h, flags from linux/if.h, offsets those of `struct ifreq` (linux/if.h) and
/// `struct rtentry` (linux/route.h) on 64-bit Linux.
final class LoopbackInterface implements AutoCloseable {
    private static final String NAME = "lo";

    private static final long SIOCADDRT = 0x890B;
    private static final long SIOCGIFFLAGS = 0x8913;
    private static final long SIOCSIFFLAGS = 0x8914;
    private static final long SIOCSIFADDR = 0x8916;
    private static final long SIOCSIFMTU = 0x8922;

    private static final short IFF_UP = 1;

    /// `struct ifreq`: a name of 16 bytes, then a union of 24.
    private static final int IFREQ_BYTES = 40;
    private static final int IFREQ_VALUE = 16;

    private static final int RTENTRY_BYTES = 120;
    private static final int RTENTRY_DESTINATION = 8;
    private static final int RTENTRY_MASK = 40;
    private static final int RTENTRY_FLAGS = 56;
    private static final int RTENTRY_DEVICE = 88;
    private static final short RTF_UP = 1;
    private static final short RTF_HOST = 4;

    /// `struct sockaddr_in`, ip(7): the family, the port, then the address.
    private static final int SOCKADDR_ADDRESS = 4;

    private final Arena arena = Arena.ofConfined();
    private final int socket;

    LoopbackInterface() throws NativeCallFailed {
        // Any socket will do: the request names the interface.
        socket = Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM, 0);
    }

    void bringUp() throws NativeCallFailed {
        var up = (short) (flags() | IFF_UP);
        var request = request(NAME);
        request.set(JAVA_SHORT_UNALIGNED, IFREQ_VALUE, up);
        Libc.ioctl(socket, SIOCSIFFLAGS, request);
    }

    void mtu(int bytes) throws NativeCallFailed {
        var request = request(NAME);
        request.set(JAVA_INT_UNALIGNED, IFREQ_VALUE, bytes);
        Libc.ioctl(socket, SIOCSIFMTU, request);
    }

    /// Gives `lo` a second address, under the name `lo:1`.
    void alias(byte[] address) throws NativeCallFailed {
        var request = request(NAME + ":1");
        putAddress(request, IFREQ_VALUE, address);
        Libc.ioctl(socket, SIOCSIFADDR, request);
    }

    /// Sends packets for a host that does not exist out through `lo`, where a raw socket can answer them.
    void route(byte[] host) throws NativeCallFailed {
        var route = arena.allocate(RTENTRY_BYTES);
        putAddress(route, RTENTRY_DESTINATION, host);
        putAddress(route, RTENTRY_MASK, new byte[]{-1, -1, -1, -1});
        route.set(JAVA_SHORT_UNALIGNED, RTENTRY_FLAGS, (short) (RTF_UP | RTF_HOST));
        route.set(ADDRESS_UNALIGNED, RTENTRY_DEVICE, arena.allocateFrom(NAME, StandardCharsets.US_ASCII));
        try {
            Libc.ioctl(socket, SIOCADDRT, route);
        } catch (NativeCallFailed e) {
            if (e.errno() != NativeCallFailed.EEXIST) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws NativeCallFailed {
        arena.close();
        Libc.close(socket);
    }

    private short flags() throws NativeCallFailed {
        var request = request(NAME);
        Libc.ioctl(socket, SIOCGIFFLAGS, request);
        return request.get(JAVA_SHORT_UNALIGNED, IFREQ_VALUE);
    }

    private MemorySegment request(String interfaceName) {
        var request = arena.allocate(IFREQ_BYTES);
        request.setString(0, interfaceName, StandardCharsets.US_ASCII);
        return request;
    }

    private static void putAddress(MemorySegment structure, long at, byte[] address) {
        structure.set(JAVA_SHORT_UNALIGNED, at, (short) Libc.AF_INET);
        MemorySegment.copy(address, 0, structure, JAVA_BYTE, at + SOCKADDR_ADDRESS, address.length);
    }
}
