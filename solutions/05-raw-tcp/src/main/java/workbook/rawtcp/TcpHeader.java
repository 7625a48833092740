package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/// The header of a TCP segment (RFC 9293, 3.1).
///
/// Numbers of 16 bits are 0 to 65,535. Those of 32 bits are unsigned, too, and an `int` holds their bits.
///
/// @param sequence       of the first byte of the data, or of the SYN
/// @param acknowledgment the number that is expected next; without ACK it means nothing
/// @param control        the twelve bits behind the data offset, 0 to 4,095: the control bits, see [Control], and
///                       above them those that are reserved
/// @param window         as it stands in the header
/// @param checksum       as it stands in the header
/// @param options        their bytes, padding included: 0 to 40, a multiple of four
record TcpHeader(int sourcePort, int destinationPort, int sequence, int acknowledgment, int control, int window,
        int checksum, int urgentPointer, byte[] options) {
    static final int SHORTEST = 20;
    static final int LONGEST = 60;

    /// @throws IllegalArgumentException if no header can have so many bytes of options
    TcpHeader {
        if (options.length % 4 != 0 || options.length > LONGEST - SHORTEST) {
            throw new IllegalArgumentException(options.length + " bytes of options: there are at most 40, in fours");
        }
    }

    /// Whether all of these bits are set.
    boolean is(int bits) {
        return (control & bits) == bits;
    }

    /// How many bytes it takes.
    int length() {
        return SHORTEST + options.length;
    }

    /// Reads a header, and leaves the buffer's position at the first byte behind it, which is the data's; the limit
    /// stays. The buffer may be reused afterwards. Its byte order plays no part: that of the wire does.
    ///
    /// @param segment from its position to its limit a segment; in front of the position there may be other bytes
    /// @throws IllegalArgumentException if no header stands there whole: there are less than 20 bytes, or the data offset
    ///     says less than 20, or more than there are; the position is where it was
    static TcpHeader parse(ByteBuffer segment) {
        var from = segment.slice();
        if (from.remaining() < SHORTEST) {
            throw new IllegalArgumentException("a TCP header has at least 20 bytes, and here are " + from.remaining());
        }
        var length = (from.get(12) >> 4 & 0xf) * 4;
        if (length < SHORTEST || length > from.remaining()) {
            throw new IllegalArgumentException(
                    "the data offset says " + length + " bytes, and here are " + from.remaining());
        }
        var options = new byte[length - SHORTEST];
        from.get(SHORTEST, options);
        segment.position(segment.position() + length);
        return new TcpHeader(Short.toUnsignedInt(from.getShort(0)), Short.toUnsignedInt(from.getShort(2)),
                from.getInt(4), from.getInt(8), from.getShort(12) & 0xfff, Short.toUnsignedInt(from.getShort(14)),
                Short.toUnsignedInt(from.getShort(16)), Short.toUnsignedInt(from.getShort(18)), options);
    }

    /// The header as it is sent, the data offset in front of the twelve bits of `control`.
    ///
    /// @return [#length] bytes
    byte[] toBytes() {
        return ByteBuffer.allocate(length())
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putInt(sequence)
                .putInt(acknowledgment)
                .putShort((short) (length() / 4 << 12 | control))
                .putShort((short) window)
                .putShort((short) checksum)
                .putShort((short) urgentPointer)
                .put(options)
                .array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TcpHeader header && sourcePort == header.sourcePort
                && destinationPort == header.destinationPort && sequence == header.sequence
                && acknowledgment == header.acknowledgment && control == header.control && window == header.window
                && checksum == header.checksum && urgentPointer == header.urgentPointer
                && Arrays.equals(options, header.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sourcePort, destinationPort, sequence, acknowledgment, Arrays.hashCode(options));
    }

    @Override
    public String toString() {
        return sourcePort + " to " + destinationPort + " " + Control.names(control) + " seq "
                + Integer.toUnsignedString(sequence) + " ack " + Integer.toUnsignedString(acknowledgment) + " win "
                + window;
    }
}
