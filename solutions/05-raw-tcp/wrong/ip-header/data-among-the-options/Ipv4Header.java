package workbook.rawtcp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/// The header of an IPv4 packet (RFC 791, 3.1). All its numbers are without a sign.
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

    private static final int VERSION = 4;
    private static final int CHECKSUM_AT = 10;
    private static final int TCP_CHECKSUM_AT = 16;
    private static final int PSEUDO_HEADER = 12;
    private static final int USUAL_TIME_TO_LIVE = 64;
    private static final byte[] NO_OPTIONS = {};

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

    /// Reads a header, and leaves the buffer's position at the first byte behind it; the limit stays. The buffer may be
    /// reused afterwards.
    ///
    /// Neither the checksum nor the total length is judged: a packet that was captured may be wrong, or cut short.
    ///
    /// @param packet from its position to its limit a packet; in front of the position there may be other bytes
    /// @throws IllegalArgumentException if no header stands there whole: there are less than 20 bytes, the version is not
    ///     4, or the header's length says less than 20 bytes, or more than there are; the position is where it was
    static Ipv4Header parse(ByteBuffer packet) {
        var from = packet.slice();
        if (from.remaining() < SHORTEST) {
            throw new IllegalArgumentException(
                    "an IPv4 header has at least 20 bytes, and here are " + from.remaining());
        }
        var first = from.get(0) & 0xff;
        var length = (first & 0xf) * 4;
        if (first >> 4 != VERSION || length < SHORTEST || length > from.remaining()) {
            throw new IllegalArgumentException("the first byte says version " + (first >> 4) + " and " + length
                    + " bytes, and here are " + from.remaining());
        }
        var options = new byte[Math.min(40, (from.remaining() - SHORTEST) / 4 * 4)];
        from.get(SHORTEST, options);
        packet.position(packet.position() + length);
        return new Ipv4Header(from.get(1) & 0xff, from.getChar(2), from.getChar(4), from.getChar(6),
                from.get(8) & 0xff, from.get(9) & 0xff, from.getChar(10), address(from, 12), address(from, 16),
                options);
    }

    /// The header as it is sent. Its checksum is made here, over the header alone, whatever [#checksum] says.
    ///
    /// @return [#length] bytes
    byte[] toBytes() {
        var header = ByteBuffer.allocate(length())
                .put((byte) (VERSION << 4 | length() / 4))
                .put((byte) typeOfService)
                .putShort((short) totalLength)
                .putShort((short) identification)
                .putShort((short) flagsAndOffset)
                .put((byte) timeToLive)
                .put((byte) protocol)
                .putShort((short) 0)
                .put(source.getAddress())
                .put(destination.getAddress())
                .put(options);
        return header.putShort(CHECKSUM_AT, (short) InternetChecksum.checksum(header.array())).array();
    }

    /// A whole packet: an IPv4 header, the TCP header, the data. Both checksums are made here, whatever
    /// [TcpHeader#checksum] says, and nothing that is handed in is changed.
    ///
    /// The IPv4 header has no options, a type of service of 0, a time to live of 64 and [#DONT_FRAGMENT]; a packet like
    /// that may have any identification (RFC 6864, 4.1).
    ///
    /// @throws IllegalArgumentException if that is more than [#LONGEST_PACKET] bytes
    static byte[] build(Inet4Address source, Inet4Address destination, TcpHeader tcp, byte[] data) {
        var tcpLength = tcp.length() + data.length;
        if (SHORTEST + tcpLength > LONGEST_PACKET) {
            throw new IllegalArgumentException(data.length + " bytes of data: no packet has room for them");
        }
        var header = new Ipv4Header(0, SHORTEST + tcpLength, 0, DONT_FRAGMENT, USUAL_TIME_TO_LIVE, TCP, 0, source,
                destination, NO_OPTIONS);
        var segment = ByteBuffer.allocate(tcpLength)
                .put(tcp.toBytes())
                .put(data)
                .putShort(TCP_CHECKSUM_AT, (short) 0)
                .array();
        var sum = InternetChecksum.checksum(pseudoHeader(source, destination, tcpLength), segment);
        return ByteBuffer.allocate(SHORTEST + tcpLength)
                .put(header.toBytes())
                .put(segment)
                .putShort(SHORTEST + TCP_CHECKSUM_AT, (short) sum)
                .array();
    }

    /// What TCP's checksum covers in front of the segment, and nobody sends (RFC 9293, 3.1): source, destination, a
    /// zero, the protocol, and the segment's length in two bytes.
    ///
    /// @param tcpLength of TCP's header, with its options, and the data
    /// @return 12 bytes
    static byte[] pseudoHeader(Inet4Address source, Inet4Address destination, int tcpLength) {
        return ByteBuffer.allocate(PSEUDO_HEADER)
                .put(source.getAddress())
                .put(destination.getAddress())
                .put((byte) 0)
                .put((byte) TCP)
                .putShort((short) tcpLength)
                .array();
    }

    private static Inet4Address address(ByteBuffer from, int at) {
        var bytes = new byte[4];
        from.get(at, bytes);
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
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
