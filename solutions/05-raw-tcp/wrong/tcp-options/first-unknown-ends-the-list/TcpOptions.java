package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Stops where it meets something unknown.
final class TcpOptions {
    private TcpOptions() {}

    static List<TcpOption> parse(ByteBuffer options) {
        var bytes = new byte[options.remaining()];
        options.get(bytes);
        var found = new ArrayList<TcpOption>();
        var at = 0;
        while (at < bytes.length && bytes[at] != 0) {
            if (bytes[at] == 1) {
                at++;
                continue;
            }
            var length = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
            if (length < 2 || at + length > bytes.length) {
                throw new IllegalArgumentException("option " + bytes[at] + " at " + at + " has the length " + length);
            }
            if (!List.of(2, 3, 4, 8).contains((int) bytes[at])) {
                break;
            }
            found.add(option(bytes[at] & 0xff, Arrays.copyOfRange(bytes, at + 2, at + length)));
            at += length;
        }
        return found;
    }

    private static TcpOption option(int kind, byte[] data) {
        return switch (kind << 8 | data.length) {
            case 0x202 -> new TcpOption.Mss(number(data, 0, 2));
            case 0x301 -> new TcpOption.WindowScale(number(data, 0, 1));
            case 0x400 -> new TcpOption.SackPermitted();
            case 0x808 -> new TcpOption.Timestamps(number(data, 0, 4), number(data, 4, 4));
            default -> new TcpOption.Unknown(kind, data);
        };
    }

    private static int number(byte[] data, int from, int count) {
        var number = 0;
        for (var i = from; i < from + count; i++) {
            number = number << 8 | data[i] & 0xff;
        }
        return number;
    }
}
