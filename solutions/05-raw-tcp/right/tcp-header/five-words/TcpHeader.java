package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/// Reads and writes words of 32 bits, as the RFC draws them.
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
    /// stays. The buffer may be reused afterwards.
    ///
    /// @param segment from its position to its limit a segment; in front of the position there may be other bytes
    /// @throws IllegalArgumentException if no header stands there whole: there are less than 20 bytes, or the data offset
    ///     says less than 20, or more than there are; the position is where it was
    static TcpHeader parse(ByteBuffer segment) {
        if (segment.remaining() < SHORTEST) {
            throw new IllegalArgumentException("less than five words");
        }
        var words = segment.slice().asIntBuffer();
        var length = words.get(3) >>> 28 << 2;
        if (length < SHORTEST || length > segment.remaining()) {
            throw new IllegalArgumentException("an offset of " + length + " bytes");
        }
        var options = new byte[length];
        segment.get(options);
        return new TcpHeader(words.get(0) >>> 16, words.get(0) & 0xffff, words.get(1), words.get(2),
                words.get(3) >>> 16 & 0xfff, words.get(3) & 0xffff, words.get(4) >>> 16, words.get(4) & 0xffff,
                Arrays.copyOfRange(options, SHORTEST, length));
    }

    /// The header as it is sent, the data offset in front of the twelve bits of `control`.
    ///
    /// @return [#length] bytes
    byte[] toBytes() {
        var bytes = new byte[length()];
        var words = new int[]{sourcePort << 16 | destinationPort, sequence, acknowledgment,
                length() << 26 | control << 16 | window, checksum << 16 | urgentPointer};
        for (var i = 0; i < SHORTEST; i++) {
            bytes[i] = (byte) (words[i / 4] >>> 24 - i % 4 * 8);
        }
        System.arraycopy(options, 0, bytes, SHORTEST, options.length);
        return bytes;
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
