package workbook.kit.natives;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import workbook.kit.libc.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// What one end of a socket is called, by Java or by the kernel, in a form in which the two can be compared.
///
/// @param family as in sockaddr(3type); internet addresses of both families are `AF_INET`, since a socket for IPv6 carries
///               IPv4, too
/// @param text   address and port, or a path; empty if this end has no name
record SocketName(int family, String text) {
    private static final int AF_UNIX = 1;
    private static final int AF_INET6 = 10;
    /// `struct sockaddr_storage`.
    private static final int MOST_BYTES = 128;
    /// Behind the family: ip(7) has the port, then the address; ipv6(7) the port, a flow label, the address.
    private static final int PORT_AT = 2;
    private static final int IPV4_AT = 4;
    private static final int IPV6_AT = 8;
    private static final int PATH_AT = 2;

    /// The name that Java knows, which is empty for an end that has none.
    static SocketName of(Optional<SocketAddress> address, boolean isUnix) {
        return switch (address.orElse(null)) {
            case InetSocketAddress internet -> internet(internet.getAddress(), internet.getPort());
            case UnixDomainSocketAddress unix -> new SocketName(AF_UNIX, unix.getPath().toString());
            case null, default -> new SocketName(isUnix ? AF_UNIX : Libc.AF_INET, "");
        };
    }

    /// One of getsockname(2) and getpeername(2).
    interface Question {
        void ask(int fd, MemorySegment address, MemorySegment length) throws NativeCallFailed;
    }

    /// The name that the kernel knows.
    ///
    /// @return empty if the descriptor is no socket of these families
    static Optional<SocketName> asked(int fd, Question question) {
        try (var arena = Arena.ofConfined()) {
            var address = arena.allocate(MOST_BYTES);
            var length = arena.allocateFrom(JAVA_INT, MOST_BYTES);
            question.ask(fd, address, length);
            return read(address.asSlice(0, length.get(JAVA_INT, 0)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<SocketName> read(MemorySegment address) throws UnknownHostException {
        var family = address.byteSize() < 2 ? 0 : address.get(JAVA_SHORT_UNALIGNED, 0);
        var bytes = ByteBuffer.wrap(address.toArray(JAVA_BYTE));
        return switch (family) {
            case AF_UNIX -> Optional.of(new SocketName(AF_UNIX, path(bytes.array())));
            case Libc.AF_INET -> Optional.of(internet(bytes, IPV4_AT, 4));
            case AF_INET6 -> Optional.of(internet(bytes, IPV6_AT, 16));
            default -> Optional.empty();
        };
    }

    private static SocketName internet(ByteBuffer bytes, int at, int length) throws UnknownHostException {
        var address = new byte[length];
        bytes.get(at, address);
        // An IPv4 address mapped into IPv6 becomes an IPv4 address here.
        return internet(InetAddress.getByAddress(address), Short.toUnsignedInt(bytes.getShort(PORT_AT)));
    }

    /// Port 0 is that of a socket that has not been given any; all addresses are all addresses, of either family.
    private static SocketName internet(InetAddress address, int port) {
        var host = address.isAnyLocalAddress() ? "*" : address.getHostAddress().split("%", 2)[0];
        return new SocketName(Libc.AF_INET, port == 0 ? "" : host + " " + port);
    }

    /// Up to the first zero, which some systems count and some do not: unix(7).
    private static String path(byte[] address) {
        var end = PATH_AT;
        while (end < address.length && address[end] != 0) {
            end++;
        }
        return new String(address, PATH_AT, Math.max(0, end - PATH_AT), UTF_8);
    }
}
