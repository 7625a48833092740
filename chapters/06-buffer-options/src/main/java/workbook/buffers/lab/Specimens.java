package workbook.buffers.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;

/// A channel of each kind, open, fresh, and called by a name that no other one has: so the kernel can be asked about it.
final class Specimens implements AutoCloseable {
    /// The kinds that are told apart.
    enum Kind {
        TCP("TCP connection"), TCP_LISTENER("TCP listener"), UDP("UDP"),
        UNIX("UNIX connection"), UNIX_LISTENER("UNIX listener");

        private final String inWords;

        Kind(String inWords) {
            this.inWords = inWords;
        }

        String inWords() {
            return inWords;
        }
    }

    /// What is to be closed, the last one first.
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /// A new one. Of a connection it is the end that connected.
    NetworkChannel fresh(Kind kind) throws IOException {
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return switch (kind) {
            case TCP -> kept(SocketChannel.open(kept(ServerSocketChannel.open()).bind(anywhere).getLocalAddress()));
            case TCP_LISTENER -> kept(ServerSocketChannel.open()).bind(anywhere);
            case UDP -> kept(DatagramChannel.open()).bind(anywhere);
            case UNIX -> {
                // The end that connects has no name unless it asks for one.
                var listener = unixListener();
                var channel = kept(SocketChannel.open(StandardProtocolFamily.UNIX)).bind(path());
                ((SocketChannel) channel).connect(listener.getLocalAddress());
                yield channel;
            }
            case UNIX_LISTENER -> unixListener();
        };
    }

    private ServerSocketChannel unixListener() throws IOException {
        return kept(ServerSocketChannel.open(StandardProtocolFamily.UNIX)).bind(path());
    }

    private UnixDomainSocketAddress path() throws IOException {
        var folder = Files.createTempDirectory("socket");
        open.push(() -> Files.delete(folder));
        var path = folder.resolve("s");
        open.push(() -> Files.deleteIfExists(path));
        return UnixDomainSocketAddress.of(path);
    }

    private <C extends NetworkChannel> C kept(C channel) {
        open.push(channel);
        return channel;
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("closing throws IOException only", e);
            }
        }
    }
}
