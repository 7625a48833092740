package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads the options of a TCP header (RFC 9293, 3.1 and 3.2).
final class TcpOptions {
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int MSS = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int TIMESTAMPS = 8;

    private TcpOptions() {}

    /// The options in order, without what only fills.
    ///
    /// @throws IllegalArgumentException if a length is less than two, or leads past the end
    static List<TcpOption> parse(ByteBuffer options) {
        var found = new ArrayList<TcpOption>();
        while (options.hasRemaining()) {
            var kind = options.get() & 0xff;
            if (kind == END) {
                break;
            }
            if (kind != NO_OPERATION) {
                found.add(option(kind, data(kind, options)));
            }
        }
        return found;
    }

    private static ByteBuffer data(int kind, ByteBuffer options) {
        var length = options.hasRemaining() ? options.get() & 0xff : 0;
        if (length < 2 || length - 2 > options.remaining()) {
            throw new IllegalArgumentException("option " + kind + " has the length " + length + ", and "
                    + options.remaining() + " bytes are left");
        }
        var data = options.slice(options.position(), length - 2).order(options.order());
        options.position(options.position() + length - 2);
        return data;
    }

    private static TcpOption option(int kind, ByteBuffer data) {
        var length = data.remaining();
        if (kind == MSS && length == 2) {
            return new TcpOption.Mss(Short.toUnsignedInt(data.getShort()));
        }
        if (kind == WINDOW_SCALE && length == 1) {
            return new TcpOption.WindowScale(data.get() & 0xff);
        }
        if (kind == SACK_PERMITTED && length == 0) {
            return new TcpOption.SackPermitted();
        }
        if (kind == TIMESTAMPS && length == 8) {
            return new TcpOption.Timestamps(data.getInt(), data.getInt());
        }
        var bytes = new byte[length];
        data.get(bytes);
        return new TcpOption.Unknown(kind, bytes);
    }
}
