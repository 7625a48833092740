package workbook.socketserver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Handles a datagram as two streams: one ends where the datagram ends, the other becomes the answer.
abstract class DatagramRequestHandler extends BaseRequestHandler<Datagram> {
    private Optional<InputStream> rfile = Optional.empty();
    private Optional<ByteArrayOutputStream> wfile = Optional.empty();

    protected DatagramRequestHandler(Datagram request, SocketAddress clientAddress, BaseServer<Datagram> server) {
        super(request, clientAddress, server);
    }

    protected final InputStream rfile() {
        return rfile.orElseThrow();
    }

    protected final OutputStream wfile() {
        return wfile.orElseThrow();
    }

    @Override
    protected void setup() {
        rfile = Optional.of(new ByteArrayInputStream(request.data()));
        wfile = Optional.of(new ByteArrayOutputStream());
    }

    @Override
    protected void finish() throws Exception {
        request.socket().send(ByteBuffer.wrap(wfile.orElseThrow().toByteArray()), clientAddress);
    }
}
