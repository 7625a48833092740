package workbook.socketserver;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import workbook.kit.Connection;

/// With the streams of the channel where it has a socket, and those of a connection otherwise: choose it where each write is
/// to leave the socket's options alone.
abstract class StreamRequestHandler extends BaseRequestHandler<SocketChannel> {
    private record Streams(Connection connection, InputStream rfile, OutputStream wfile) {}

    private Optional<Streams> streams = Optional.empty();

    protected StreamRequestHandler(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server) {
        super(request, clientAddress, server);
    }

    /// How long a single read waits; empty is for ever.
    protected Optional<Duration> timeout() {
        return Optional.empty();
    }

    /// Whether Nagle's algorithm is off.
    protected boolean disableNagleAlgorithm() {
        return false;
    }

    protected final Connection connection() {
        return streams.orElseThrow().connection();
    }

    protected final InputStream rfile() {
        return streams.orElseThrow().rfile();
    }

    protected final OutputStream wfile() {
        return streams.orElseThrow().wfile();
    }

    @Override
    protected void setup() throws Exception {
        var connection = Connection.of(request);
        if (timeout().isPresent()) {
            connection.timeout(timeout().get());
        }
        if (request.getLocalAddress() instanceof UnixDomainSocketAddress) {
            streams = Optional.of(new Streams(connection, new BufferedInputStream(connection.in()), connection.out()));
        } else {
            // The option is as the kernel has made it: off.
            if (disableNagleAlgorithm()) {
                request.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            streams = Optional.of(new Streams(connection, new BufferedInputStream(request.socket().getInputStream()),
                    request.socket().getOutputStream()));
        }
    }

    @Override
    protected void finish() throws Exception {
        try {
            // Of a socket there is nothing to flush; a subclass may have put something before it.
            wfile().flush();
        } catch (IOException e) {
            // The client is gone; there is nobody to tell.
        }
    }
}
