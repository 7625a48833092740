package workbook.rawtcp;

/// Returns the negative sum, as a two's complement.
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
            for (var each : part) {
                sum += (each & 0xff) << (isSecond ? 0 : 8);
                isSecond = !isSecond;
            }
        }
        return -folded(sum) & 0xffff;
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
