package workbook.rawtcp;

import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;
import workbook.kit.network.PacketLink;

/// Carries IPv4 packets.
interface Wire extends AutoCloseable {
    void send(byte[] packet) throws IOException;

    /// The next one that has arrived, if one has.
    Optional<byte[]> receive() throws IOException;

    /// Waits until something may have arrived, somebody calls [#wake], or the limit is over.
    void await(Duration limit) throws IOException;

    void wake() throws IOException;

    /// Whether the checksums of what arrives have been made: those of the kernel's own segments on `lo` have not.
    boolean isChecked();

    @Override
    void close() throws IOException;

    /// To the kernel of this machine, and from it, for an address that it does not have.
    static Wire toKernel(Inet4Address address) throws IOException {
        var link = PacketLink.open(address);
        return new Wire() {
            @Override
            public void send(byte[] packet) throws IOException {
                link.send(packet);
            }

            @Override
            public Optional<byte[]> receive() throws IOException {
                return link.receive();
            }

            @Override
            public void await(Duration limit) throws IOException {
                link.await(limit);
            }

            @Override
            public void wake() throws IOException {
                link.wake();
            }

            @Override
            public boolean isChecked() {
                return false;
            }

            @Override
            public void close() throws IOException {
                link.close();
            }
        };
    }
}
