package workbook.rawtcp;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/// Reads the bytes as one large number: the sum of its words is its remainder by 65,535. Choose it to check another.
final class InternetChecksum {
    private static final BigInteger ONES = BigInteger.valueOf(0xffff);

    private InternetChecksum() {}

    static int checksum(byte[]... parts) {
        var bytes = new ByteArrayOutputStream();
        for (var part : parts) {
            bytes.writeBytes(part);
        }
        if (bytes.size() % 2 == 1) {
            bytes.write(0);
        }
        var number = new BigInteger(1, bytes.toByteArray());
        return 0xffff - remainder(number);
    }

    static int update(int checksum, int before, int after) {
        // Neither all of the bytes is zero, so what leaves no remainder is ffff.
        var sum = BigInteger.valueOf(0xffff - checksum + 0xffff - before + after);
        return 0xffff - remainder(sum.signum() == 0 ? ONES : sum);
    }

    private static int remainder(BigInteger number) {
        var rest = number.mod(ONES).intValue();
        return rest == 0 && number.signum() > 0 ? 0xffff : rest;
    }
}
