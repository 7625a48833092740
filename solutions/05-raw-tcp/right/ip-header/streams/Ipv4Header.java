package workbook.rawtcp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/// Reads and writes one field after the other with data streams, and takes the old checksum out of the sum again in
/// place of making room for the new one: choose it where the bytes come from a file.
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
        var bytes = new byte[Math.min(packet.remaining(), LONGEST)];
        packet.duplicate().get(bytes);
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            var first = in.readUnsignedByte();
            var words = first - 0x40;
            if (words < 5 || words > 15) {
                throw new IllegalArgumentException("the first byte is " + first);
            }
            var header = new Ipv4Header(in.readUnsignedByte(), in.readUnsignedShort(), in.readUnsignedShort(),
                    in.readUnsignedShort(), in.readUnsignedByte(), in.readUnsignedByte(), in.readUnsignedShort(),
                    address(in), address(in), exactly(in, 4 * words - SHORTEST));
            packet.position(packet.position() + 4 * words);
            return header;
        } catch (IOException e) {
            throw new IllegalArgumentException("the header is cut short", e);
        }
    }

    byte[] toBytes() {
        var bytes = written();
        var sum = InternetChecksum.update(InternetChecksum.checksum(bytes), checksum & 0xffff, 0);
        bytes[10] = (byte) (sum >> 8);
        bytes[11] = (byte) sum;
        return bytes;
    }

    private byte[] written() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(4 << 4 | length() >> 2);
            out.writeByte(typeOfService);
            out.writeShort(totalLength);
            out.writeShort(identification);
            out.writeShort(flagsAndOffset);
            out.writeByte(timeToLive);
            out.writeByte(protocol);
            out.writeShort(checksum);
            out.write(source.getAddress());
            out.write(destination.getAddress());
            out.write(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] build(Inet4Address source, Inet4Address destination, TcpHeader tcp, byte[] data) {
        var length = tcp.length() + data.length;
        if (length > LONGEST_PACKET - SHORTEST) {
            throw new IllegalArgumentException("no packet is so long");
        }
        var header = tcp.toBytes();
        var withOld = InternetChecksum.checksum(data.length % 2 == 0 ? data : Arrays.copyOf(data, data.length + 1),
                header, pseudoHeader(source, destination, length));
        var sum = InternetChecksum.update(withOld, tcp.checksum(), 0);
        var packet = new ByteArrayOutputStream();
        packet.writeBytes(new Ipv4Header(0, SHORTEST + length, 0xffff, DONT_FRAGMENT, 64, TCP, 0, source, destination,
                new byte[0]).toBytes());
        packet.write(header, 0, 16);
        packet.write(sum >> 8);
        packet.write(sum);
        packet.write(header, 18, header.length - 18);
        packet.writeBytes(data);
        return packet.toByteArray();
    }

    static byte[] pseudoHeader(Inet4Address source, Inet4Address destination, int tcpLength) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(source.getAddress());
        bytes.writeBytes(destination.getAddress());
        bytes.writeBytes(new byte[]{0, TCP, (byte) (tcpLength >> 8), (byte) tcpLength});
        return bytes.toByteArray();
    }

    private static Inet4Address address(DataInputStream in) throws IOException {
        return (Inet4Address) InetAddress.getByAddress(exactly(in, 4));
    }

    private static byte[] exactly(DataInputStream in, int count) throws IOException {
        var bytes = new byte[count];
        in.readFully(bytes);
        return bytes;
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
