package workbook.kit.network;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Carries IPv4 packets for an address that the kernel does not have: what the kernel sends there over `lo` arrives
/// here, and what is sent here arrives at the kernel as if from that address. For [PrivateNetwork#nobody], mostly.
///
/// One thread sends and receives; [#wake] is for others.
public final class PacketLink implements AutoCloseable {
    private static final int ETHERNET_BYTES = 14;
    private static final int ETHERTYPE_AT = 12;
    private static final short ETH_P_IP = 0x0800;
    private static final int DESTINATION_AT = ETHERNET_BYTES + 16;

    private final PacketSocket socket;
    private final byte[] address;

    private PacketLink(PacketSocket socket, byte[] address) {
        this.socket = socket;
        this.address = address;
    }

    /// What the kernel sends to this address is queued from here on.
    ///
    /// @throws workbook.kit.natives.NativeCallFailed with EPERM where the right to do so is missing
    public static PacketLink open(Inet4Address address) throws IOException {
        return new PacketLink(new PacketSocket(), address.getAddress());
    }

    /// @param packet from its IPv4 header on
    public void send(byte[] packet) throws IOException {
        socket.send(ByteBuffer.allocate(ETHERNET_BYTES + packet.length)
                .putShort(ETHERTYPE_AT, ETH_P_IP)
                .position(ETHERNET_BYTES)
                .put(packet)
                .array());
    }

    /// Waits for a packet, or for a [#wake] since the last time, until the limit is over.
    ///
    /// @param limit nothing if it is negative
    public void await(Duration limit) throws IOException {
        socket.waitsOnce(limit.isNegative() ? Duration.ZERO : limit);
    }

    /// The next packet that is queued, from its IPv4 header on, if one is.
    public Optional<byte[]> receive() throws IOException {
        while (true) {
            var frame = socket.receive();
            if (frame.isEmpty()) {
                return Optional.empty();
            }
            var bytes = frame.get().bytes();
            if (bytes.length >= DESTINATION_AT + 4 && ByteBuffer.wrap(bytes).getShort(ETHERTYPE_AT) == ETH_P_IP
                    && Arrays.equals(bytes, DESTINATION_AT, DESTINATION_AT + 4, address, 0, 4)) {
                return Optional.of(Arrays.copyOfRange(bytes, ETHERNET_BYTES, bytes.length));
            }
        }
    }

    /// Ends the waiting, or the next one.
    public void wake() throws IOException {
        socket.wake();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
