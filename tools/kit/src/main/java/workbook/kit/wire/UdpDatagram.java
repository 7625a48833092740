package workbook.kit.wire;

import java.net.InetSocketAddress;
import java.time.Instant;

/// A datagram (RFC 768).
public record UdpDatagram(Instant time, InetSocketAddress from, InetSocketAddress to, byte[] data) implements Packet {}
