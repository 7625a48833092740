package workbook.rawtcp;

import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;
import workbook.kit.network.PacketLink;
import workbook.kit.network.RawSocket;

/// To the kernel, as if from an address that it does not have, through a raw socket: it looks up the way itself, so that
/// loopback's own addresses can be reached, too. What a packet socket sends there is dropped.
final class RawWire implements Wire {
    private final RawSocket out;
    private final PacketLink in;

    RawWire(Inet4Address address) throws IOException {
        out = RawSocket.open();
        try {
            in = PacketLink.open(address);
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    @Override
    public void send(byte[] packet) throws IOException {
        out.send(packet);
    }

    @Override
    public Optional<byte[]> receive() throws IOException {
        return in.receive();
    }

    @Override
    public void await(Duration limit) throws IOException {
        in.await(limit);
    }

    @Override
    public void wake() throws IOException {
        in.wake();
    }

    @Override
    public boolean isChecked() {
        return false;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            in.close();
        }
    }
}
