package workbook.rawtcp;

import static workbook.kit.Todo.todo;

import java.net.Inet4Address;
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
        throw todo("read the header");
    }

    /// The header as it is sent. Its checksum is made here, over the header alone, whatever [#checksum] says.
    ///
    /// @return [#length] bytes
    byte[] toBytes() {
        throw todo("write the header");
    }

    /// A whole packet: an IPv4 header, the TCP header, the data. Both checksums are made here, whatever
    /// [TcpHeader#checksum] says, and nothing that is handed in is changed.
    ///
    /// The IPv4 header has no options, a type of service of 0, a time to live of 64 and [#DONT_FRAGMENT]; a packet like
    /// that may have any identification (RFC 6864, 4.1).
    ///
    /// @throws IllegalArgumentException if that is more than [#LONGEST_PACKET] bytes
    static byte[] build(Inet4Address source, Inet4Address destination, TcpHeader tcp, byte[] data) {
        throw todo("put a packet together");
    }

    /// What TCP's checksum covers in front of the segment, and nobody sends (RFC 9293, 3.1): source, destination, a
    /// zero, the protocol, and the segment's length in two bytes.
    ///
    /// @param tcpLength of TCP's header, with its options, and the data
    /// @return 12 bytes
    static byte[] pseudoHeader(Inet4Address source, Inet4Address destination, int tcpLength) {
        throw todo("put the pseudo-header together");
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
