package workbook.socketserver;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import workbook.kit.Connection;

/// Handles a connection as two streams.
abstract class StreamRequestHandler extends BaseRequestHandler<SocketChannel> {
    private record Streams(Connection connection, InputStream rfile, OutputStream wfile) {}

    private static Optional<Streams> streams = Optional.empty();

    protected StreamRequestHandler(SocketChannel request, SocketAddress clientAddress,
            BaseServer<SocketChannel> server) {
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
        streams = Optional.of(
                new Streams(connection, new BufferedInputStream(connection.in()), connection.out()));
        // After out(), which switches Nagle's algorithm off for everyone.
        if (request.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            request.setOption(StandardSocketOptions.TCP_NODELAY, disableNagleAlgorithm());
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
