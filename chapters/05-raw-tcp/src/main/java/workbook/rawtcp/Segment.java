package workbook.rawtcp;

import java.net.Inet4Address;

/// A TCP segment, and between whom it goes.
record Segment(Inet4Address source, Inet4Address destination, TcpHeader header, byte[] data) {
    /// How many sequence numbers it takes: one for each byte, and one each for SYN and FIN.
    int length() {
        return data.length + (is(Control.SYN) ? 1 : 0) + (is(Control.FIN) ? 1 : 0);
    }

    /// The number behind its last.
    int end() {
        return header.sequence() + length();
    }

    boolean is(int bits) {
        return header.is(bits);
    }

    @Override
    public String toString() {
        return header + " len " + data.length;
    }
}
