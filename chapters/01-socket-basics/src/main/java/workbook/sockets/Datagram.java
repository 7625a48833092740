package workbook.sockets;

import java.net.InetSocketAddress;
import java.util.Objects;

/// One message that arrived over UDP.
///
/// @param bytes     what it says, or as much of that as was asked for; an array of its own
/// @param from      the endpoint that sent it
/// @param truncated whether it was longer than asked for; what was cut off is lost
record Datagram(byte[] bytes, InetSocketAddress from, boolean truncated) {
    Datagram {
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(from, "from");
    }

    @Override
    public String toString() {
        return "a datagram of " + bytes.length + " bytes from " + from + (truncated ? ", cut" : "");
    }
}
