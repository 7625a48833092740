package workbook.rawtcp;

import java.nio.ByteBuffer;

/// Sums up four bytes at once and folds at the end: choose it for speed. A part that begins in the middle of a word is
/// summed up as if it did not, and its sum turned (RFC 1071, 2, B).
final class InternetChecksum {
    private InternetChecksum() {}

    static int checksum(byte[]... parts) {
        var sum = 0L;
        var isOdd = false;
        for (var part : parts) {
            var of = fold(sum(part));
            sum += isOdd ? Short.toUnsignedInt(Short.reverseBytes((short) of)) : of;
            isOdd ^= part.length % 2 == 1;
        }
        return ~fold(sum) & 0xffff;
    }

    private static long sum(byte[] part) {
        var words = ByteBuffer.wrap(part);
        var sum = 0L;
        while (words.remaining() >= 4) {
            sum += Integer.toUnsignedLong(words.getInt());
        }
        for (var shift = 24; words.hasRemaining(); shift -= 8) {
            sum += Byte.toUnsignedLong(words.get()) << shift;
        }
        return sum;
    }

    static int update(int checksum, int before, int after) {
        return ~fold((checksum ^ 0xffff) + (before ^ 0xffff) + after) & 0xffff;
    }

    private static int fold(long sum) {
        var halved = (sum >>> 32) + (sum & 0xffff_ffffL);
        var folded = (halved >>> 48) + (halved >>> 32 & 0xffff) + (halved >>> 16 & 0xffff) + (halved & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        return (int) ((folded >>> 16) + (folded & 0xffff));
    }
}
