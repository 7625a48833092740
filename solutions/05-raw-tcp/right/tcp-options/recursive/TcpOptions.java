package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Takes the first option, and leaves the rest to itself: short, and never more than forty calls deep.
final class TcpOptions {
    private TcpOptions() {}

    static List<TcpOption> parse(ByteBuffer options) {
        var found = new ArrayList<TcpOption>();
        readInto(found, options.slice());
        return found;
    }

    private static void readInto(List<TcpOption> found, ByteBuffer rest) {
        if (!rest.hasRemaining() || rest.get(0) == 0) {
            return;
        }
        if (rest.get(0) == 1) {
            readInto(found, rest.slice(1, rest.limit() - 1));
            return;
        }
        if (rest.limit() < 2 || rest.get(1) >= 0 && rest.get(1) < 2 || (rest.get(1) & 0xff) > rest.limit()) {
            throw new IllegalArgumentException("no option begins with " + rest.get(0));
        }
        var length = rest.get(1) & 0xff;
        found.add(option(rest.get(0) & 0xff, rest.slice(2, length - 2)));
        readInto(found, rest.slice(length, rest.limit() - length));
    }

    private static TcpOption option(int kind, ByteBuffer data) {
        if (kind == 2 && data.limit() == 2) {
            return new TcpOption.Mss(data.getChar());
        } else if (kind == 3 && data.limit() == 1) {
            return new TcpOption.WindowScale(data.get() & 0xff);
        } else if (kind == 4 && data.limit() == 0) {
            return new TcpOption.SackPermitted();
        } else if (kind == 8 && data.limit() == 8) {
            return new TcpOption.Timestamps(data.getInt(0), data.getInt(4));
        }
        var bytes = new byte[data.limit()];
        data.get(bytes);
        return new TcpOption.Unknown(kind, bytes);
    }
}
