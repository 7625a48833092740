package workbook.rawtcp;

import java.nio.ByteBuffer;

/// Puts the parts together, and carries with every addition: choose it where memory is no matter.
final class InternetChecksum {
    private InternetChecksum() {}

    static int checksum(byte[]... parts) {
        var length = 0;
        for (var part : parts) {
            length += part.length;
        }
        var whole = ByteBuffer.allocate(length + 1);
        for (var part : parts) {
            whole.put(part);
        }
        whole.flip();
        var sum = 0;
        while (whole.remaining() >= 2) {
            sum = add(sum, Short.toUnsignedInt(whole.getShort()));
        }
        if (whole.hasRemaining()) {
            sum = add(sum, (whole.get() & 0xff) << 8);
        }
        return sum ^ 0xffff;
    }

    static int update(int checksum, int before, int after) {
        return add(add(checksum ^ 0xffff, before ^ 0xffff), after) ^ 0xffff;
    }

    private static int add(int one, int two) {
        var sum = one + two;
        return sum > 0xffff ? sum - 0xffff : sum;
    }
}
