package workbook.kit.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import workbook.kit.network.Frame;
import workbook.kit.wire.TcpSegment.Flag;

/// Finds the TCP segments and UDP datagrams in captured Ethernet frames. Everything else is passed over: ARP, ICMP, and
/// fragments that are not a datagram's first.
public final class Packets {
    private static final int ETHERNET_ADDRESSES = 12;
    /// linux/if_ether.h.
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86DD;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private Packets() {}

    /// In the frames' order.
    public static List<Packet> in(List<Frame> frames) {
        return frames.stream().map(Packets::in).flatMap(Optional::stream).toList();
    }

    static Optional<Packet> in(Frame frame) {
        try {
            var bytes = ByteBuffer.wrap(frame.bytes()).position(ETHERNET_ADDRESSES);
            return switch (Short.toUnsignedInt(bytes.getShort())) {
                case ETH_P_IP -> ofIpv4(frame, bytes.slice());
                case ETH_P_IPV6 -> ofIpv6(frame, bytes.slice());
                default -> Optional.empty();
            };
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // Cut short, or a header that lies about its length: no packet of ours.
            return Optional.empty();
        }
    }

    private static Optional<Packet> ofIpv4(Frame frame, ByteBuffer ip) {
        var headerBytes = (ip.get(0) & 0xf) * 4;
        var totalBytes = Short.toUnsignedInt(ip.getShort(2));
        var isFirst = (ip.getShort(6) & FRAGMENT_OFFSET) == 0;
        var ports = ip.slice(headerBytes, totalBytes - headerBytes);
        return isFirst
                ? transport(frame, ip.get(9), address(ip, 12, 4), address(ip, 16, 4), ports)
                : Optional.empty();
    }

    /// Extension headers would stand between the two; on lo none do.
    private static Optional<Packet> ofIpv6(Frame frame, ByteBuffer ip) {
        return transport(frame, ip.get(6), address(ip, 8, 16), address(ip, 24, 16),
                ip.slice(40, Short.toUnsignedInt(ip.getShort(4))));
    }

    private static Optional<Packet> transport(Frame frame, byte protocol, InetAddress from, InetAddress to,
            ByteBuffer header) {
        if (protocol != TCP && protocol != UDP) {
            return Optional.empty();
        }
        var source = new InetSocketAddress(from, Short.toUnsignedInt(header.getShort(0)));
        var destination = new InetSocketAddress(to, Short.toUnsignedInt(header.getShort(2)));
        return Optional.of(protocol == UDP
                ? new UdpDatagram(frame.time(), source, destination, after(header, UDP_HEADER))
                : segment(frame, source, destination, header));
    }

    private static TcpSegment segment(Frame frame, InetSocketAddress source, InetSocketAddress destination,
            ByteBuffer header) {
        var flags = EnumSet.noneOf(Flag.class);
        for (var flag : Flag.values()) {
            if ((header.get(13) & 1 << flag.ordinal()) != 0) {
                flags.add(flag);
            }
        }
        return new TcpSegment(frame.time(), source, destination, header.getInt(4), header.getInt(8), flags,
                Short.toUnsignedInt(header.getShort(14)), after(header, (header.get(12) >>> 4 & 0xf) * 4));
    }

    private static byte[] after(ByteBuffer packet, int headerBytes) {
        var rest = packet.slice(headerBytes, packet.limit() - headerBytes);
        var data = new byte[rest.remaining()];
        rest.get(data);
        return data;
    }

    private static InetAddress address(ByteBuffer ip, int at, int bytes) {
        var address = new byte[bytes];
        ip.get(at, address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are the lengths of an address", e);
        }
    }
}
