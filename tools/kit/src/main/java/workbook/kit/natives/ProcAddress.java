package workbook.kit.natives;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// An address as the kernel's lists have it: `0100007F:1F90` is port 8080 of 127.0.0.1.
record ProcAddress(InetAddress address, int port) {
    static ProcAddress parse(String text) {
        var colon = text.indexOf(':');
        // Each 32 bits are printed as a number, in the order that this machine's numbers have.
        var words = ByteBuffer.wrap(HexFormat.of().parseHex(text, 0, colon));
        var bytes = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            bytes.putInt(words.getInt());
        }
        try {
            return new ProcAddress(InetAddress.getByAddress(bytes.array()),
                    Integer.parseInt(text.substring(colon + 1), 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(text + " is no address", e);
        }
    }

    /// Whether it means the same; a socket for both families is bound to all addresses of either.
    boolean is(InetSocketAddress other) {
        var isSame = address.equals(other.getAddress())
                || address.isAnyLocalAddress() && other.getAddress().isAnyLocalAddress();
        return isSame && port == other.getPort();
    }

    /// What a socket without a connection has for its other end.
    boolean isNone() {
        return address.isAnyLocalAddress() && port == 0;
    }
}
