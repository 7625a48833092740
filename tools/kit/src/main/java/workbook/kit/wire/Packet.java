package workbook.kit.wire;

import java.net.InetSocketAddress;
import java.time.Instant;

/// What one program sent to another, as it passed over the wire.
public sealed interface Packet permits TcpSegment, UdpDatagram {
    /// When the kernel saw it.
    Instant time();

    InetSocketAddress from();

    InetSocketAddress to();

    /// The bytes behind the header; empty for a segment that only acknowledges.
    byte[] data();
}
