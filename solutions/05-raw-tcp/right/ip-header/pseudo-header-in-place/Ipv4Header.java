package workbook.rawtcp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/// Puts the pseudo-header where the IP header will be, sums up from there, and writes the header over it, as the first
/// TCPs did: choose it to copy nothing twice.
///
/// @param totalLength    of the header and what it carries, in bytes
/// @param flagsAndOffset three flags, and below them where this fragment belongs, in units of eight bytes
/// @param checksum       as it stood in the header that was read
/// @param options        their bytes, padding included: 0 to 40, in fours
record Ipv4Header(int typeOfService, int totalLength, int identification, int flagsAndOffset, int timeToLive,
        int protocol, int checksum, Inet4Address source, Inet4Address destination, byte[] options) {
    static final int SHORTEST = 20;
    static final int LONGEST = 60;
    static final int TCP = 6;
    static final int DONT_FRAGMENT = 0x4000;
    static final int LONGEST_PACKET = 65_535;


    /// @throws IllegalArgumentException if no header can have so many bytes of options
    Ipv4Header {
        if (options.length % 4 != 0 || options.length > LONGEST - SHORTEST) {
            throw new IllegalArgumentException(options.length + " bytes of options: there are at most 40, in fours");
        }
    }

    /// How many bytes it takes.
    int length() {
        return SHORTEST + options.length;
    }

    static Ipv4Header parse(ByteBuffer packet) {
        var start = packet.position();
        var left = packet.limit() - start;
        var length = left == 0 ? 0 : (packet.get(start) & 0x0f) << 2;
        if (left < SHORTEST || (packet.get(start) & 0xf0) != 0x40 || length < SHORTEST || left < length) {
            throw new IllegalArgumentException("no IPv4 header stands here");
        }
        var bytes = new byte[length];
        packet.get(bytes);
        return new Ipv4Header(bytes[1] & 0xff, word(bytes, 2), word(bytes, 4), word(bytes, 6), bytes[8] & 0xff,
                bytes[9] & 0xff, word(bytes, 10), address(bytes, 12), address(bytes, 16),
                Arrays.copyOfRange(bytes, SHORTEST, length));
    }

    byte[] toBytes() {
        var bytes = new byte[length()];
        put(bytes);
        return bytes;
    }

    private void put(byte[] bytes) {
        bytes[0] = (byte) (0x40 + length() / 4);
        bytes[1] = (byte) typeOfService;
        word(bytes, 2, totalLength);
        word(bytes, 4, identification);
        word(bytes, 6, flagsAndOffset);
        bytes[8] = (byte) timeToLive;
        bytes[9] = (byte) protocol;
        word(bytes, 10, 0);
        System.arraycopy(source.getAddress(), 0, bytes, 12, 4);
        System.arraycopy(destination.getAddress(), 0, bytes, 16, 4);
        System.arraycopy(options, 0, bytes, SHORTEST, options.length);
        word(bytes, 10, InternetChecksum.checksum(Arrays.copyOf(bytes, length())));
    }

    static byte[] build(Inet4Address source, Inet4Address destination, TcpHeader tcp, byte[] data) {
        var tcpLength = tcp.length() + data.length;
        var total = SHORTEST + tcpLength;
        if (total > LONGEST_PACKET) {
            throw new IllegalArgumentException("too long: " + total + " bytes");
        }
        var packet = new byte[total];
        System.arraycopy(pseudoHeader(source, destination, tcpLength), 0, packet, 8, 12);
        System.arraycopy(tcp.toBytes(), 0, packet, SHORTEST, tcp.length());
        System.arraycopy(data, 0, packet, SHORTEST + tcp.length(), data.length);
        word(packet, SHORTEST + 16, 0);
        word(packet, SHORTEST + 16, InternetChecksum.checksum(packet));
        new Ipv4Header(0, total, 0x1234, DONT_FRAGMENT, 64, TCP, 0, source, destination, new byte[0]).put(packet);
        return packet;
    }

    static byte[] pseudoHeader(Inet4Address source, Inet4Address destination, int tcpLength) {
        var bytes = new byte[12];
        System.arraycopy(source.getAddress(), 0, bytes, 0, 4);
        System.arraycopy(destination.getAddress(), 0, bytes, 4, 4);
        bytes[9] = TCP;
        word(bytes, 10, tcpLength);
        return bytes;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static void word(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }

    private static Inet4Address address(byte[] bytes, int at) {
        try {
            return (Inet4Address) InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ipv4Header header && typeOfService == header.typeOfService
                && totalLength == header.totalLength && identification == header.identification
                && flagsAndOffset == header.flagsAndOffset && timeToLive == header.timeToLive
                && protocol == header.protocol && checksum == header.checksum && source.equals(header.source)
                && destination.equals(header.destination) && Arrays.equals(options, header.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(totalLength, identification, protocol, source, destination, Arrays.hashCode(options));
    }

    @Override
    public String toString() {
        return source.getHostAddress() + " to " + destination.getHostAddress() + " protocol " + protocol + " len "
                + totalLength + " id " + identification + " ttl " + timeToLive;
    }
}
