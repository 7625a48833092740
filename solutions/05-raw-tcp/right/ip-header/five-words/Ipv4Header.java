package workbook.rawtcp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/// Takes the header for words of 32 bits, as the RFC draws it, and sums TCP's parts up one by one, each by itself: choose
/// it to keep the sum of what does not change.
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
        packet.mark();
        try {
            var first = packet.getInt();
            var second = packet.getInt();
            var third = packet.getInt();
            var source = address(packet.getInt());
            var destination = address(packet.getInt());
            var words = first >>> 24 & 0xf;
            if (first >>> 28 != 4 || words < 5) {
                throw new IllegalArgumentException("the first word is " + Integer.toHexString(first));
            }
            var options = new byte[4 * (words - 5)];
            packet.get(options);
            return new Ipv4Header(first >>> 16 & 0xff, first & 0xffff, second >>> 16, second & 0xffff, third >>> 24,
                    third >>> 16 & 0xff, third & 0xffff, source, destination, options);
        } catch (RuntimeException e) {
            packet.reset();
            throw new IllegalArgumentException("no header stands here whole", e);
        }
    }

    byte[] toBytes() {
        return ByteBuffer.wrap(bytes(0)).putShort(10, (short) InternetChecksum.checksum(bytes(0))).array();
    }

    private byte[] bytes(int sum) {
        return ByteBuffer.allocate(length())
                .putInt(4 << 28 | length() / 4 << 24 | typeOfService << 16 | totalLength)
                .putInt(identification << 16 | flagsAndOffset)
                .putInt(timeToLive << 24 | protocol << 16 | sum)
                .put(source.getAddress())
                .put(destination.getAddress())
                .put(options)
                .array();
    }

    static byte[] build(Inet4Address source, Inet4Address destination, TcpHeader tcp, byte[] data) {
        var total = SHORTEST + tcp.length() + data.length;
        if (total > LONGEST_PACKET) {
            throw new IllegalArgumentException(total + " bytes");
        }
        var blank = new TcpHeader(tcp.sourcePort(), tcp.destinationPort(), tcp.sequence(), tcp.acknowledgment(),
                tcp.control(), tcp.window(), 0, tcp.urgentPointer(), tcp.options());
        var sum = sum(pseudoHeader(source, destination, total - SHORTEST)) + sum(blank.toBytes()) + sum(data);
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        var summed = new TcpHeader(tcp.sourcePort(), tcp.destinationPort(), tcp.sequence(), tcp.acknowledgment(),
                tcp.control(), tcp.window(), ~sum & 0xffff, tcp.urgentPointer(), tcp.options());
        var ip = new Ipv4Header(0, total, 0, DONT_FRAGMENT, 64, TCP, 0, source, destination, new byte[0]);
        return ByteBuffer.allocate(total).put(ip.toBytes()).put(summed.toBytes()).put(data).array();
    }

    private static int sum(byte[] bytes) {
        return ~InternetChecksum.checksum(bytes) & 0xffff;
    }

    static byte[] pseudoHeader(Inet4Address source, Inet4Address destination, int tcpLength) {
        return ByteBuffer.allocate(12)
                .put(source.getAddress())
                .put(destination.getAddress())
                .putInt(TCP << 16 | tcpLength)
                .array();
    }

    private static Inet4Address address(int bits) {
        try {
            return (Inet4Address) InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
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
