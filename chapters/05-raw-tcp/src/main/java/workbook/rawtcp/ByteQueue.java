package workbook.rawtcp;

import java.util.Arrays;

/// Bytes that wait in line.
final class ByteQueue {
    private byte[] bytes = new byte[1024];
    private int first;
    private int size;

    int size() {
        return size;
    }

    void put(byte[] from, int offset, int length) {
        if (first + size + length > bytes.length) {
            var grown = size + length > bytes.length ? new byte[Math.max(2 * bytes.length, size + length)] : bytes;
            System.arraycopy(bytes, first, grown, 0, size);
            bytes = grown;
            first = 0;
        }
        System.arraycopy(from, offset, bytes, first + size, length);
        size += length;
    }

    /// Takes out up to so many.
    byte[] take(int most) {
        var length = Math.min(most, size);
        var taken = Arrays.copyOfRange(bytes, first, first + length);
        first += length;
        size -= length;
        return taken;
    }
}
