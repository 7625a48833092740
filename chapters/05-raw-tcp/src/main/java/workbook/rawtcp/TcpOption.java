package workbook.rawtcp;

import java.util.Arrays;
import java.util.HexFormat;

/// An option of a TCP header (RFC 9293, 3.2; RFC 7323; RFC 2018).
sealed interface TcpOption {
    /// The most data that whoever sends this wants in one segment.
    record Mss(int bytes) implements TcpOption {}

    /// By how many bits the sender's windows are to be shifted, from the handshake on.
    record WindowScale(int shift) implements TcpOption {}

    /// Selective acknowledgments are understood.
    record SackPermitted() implements TcpOption {}

    /// 32 bits each, unsigned: the sender's clock, and the receiver's as last heard.
    record Timestamps(int value, int echo) implements TcpOption {}

    /// Whatever else there is.
    record Unknown(int kind, byte[] data) implements TcpOption {
        @Override
        public boolean equals(Object other) {
            return other instanceof Unknown unknown && kind == unknown.kind && Arrays.equals(data, unknown.data);
        }

        @Override
        public int hashCode() {
            return 31 * kind + Arrays.hashCode(data);
        }

        @Override
        public String toString() {
            return "Unknown[kind=" + kind + ", data=" + HexFormat.of().formatHex(data) + "]";
        }
    }
}
