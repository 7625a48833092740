package workbook.rawtcp;

import java.nio.ByteBuffer;

/// The checksum of IP, TCP and UDP (RFC 1071): the ones' complement of the ones' complement sum of words of 16 bits.
final class InternetChecksum {
    private InternetChecksum() {}

    /// The checksum of the parts, one right behind the other as if they were one.
    ///
    /// @param parts together at most 65,535 bytes
    /// @return 0 to 65,535
    static int checksum(byte[]... parts) {
        var sum = 0L;
        var isSecond = false;
        for (var part : parts) {
            var own = folded(sum(part));
            // Where a part begins in the middle of a word, its bytes have each other's places (RFC 1071, 2 B).
            sum += isSecond ? Short.toUnsignedInt(Short.reverseBytes((short) own)) : own;
            isSecond ^= part.length % 2 != 0;
        }
        return ~folded(sum) & 0xffff;
    }

    /// Two words at once: the carries meet again when they are folded (RFC 1071, 2 C).
    private static long sum(byte[] part) {
        var bytes = ByteBuffer.wrap(part);
        var sum = 0L;
        var at = 0;
        for (; at + Integer.BYTES <= part.length; at += Integer.BYTES) {
            sum += bytes.getInt(at) & 0xffff_ffffL;
        }
        for (; at < part.length; at++) {
            sum += (part[at] & 0xff) << (at % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    /// The checksum of bytes of which one word has been replaced by another (RFC 1624, equation 3).
    static int update(int checksum, int before, int after) {
        return ~folded((~checksum & 0xffff) + (~before & 0xffff) + after) & 0xffff;
    }

    private static int folded(long sum) {
        var rest = sum;
        while (rest > 0xffff) {
            rest = (rest & 0xffff) + (rest >>> 16);
        }
        return (int) rest;
    }
}
