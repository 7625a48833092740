package workbook.socketserver;

import java.io.IOException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/// Handles a datagram as two streams: one ends where the datagram ends, the other becomes the answer.
abstract class DatagramRequestHandler extends BaseRequestHandler<Datagram> {
    private final InputStream rfile;
    private final ByteArrayOutputStream wfile = new ByteArrayOutputStream();

    protected DatagramRequestHandler(Datagram request, SocketAddress clientAddress, BaseServer<Datagram> server) {
        super(request, clientAddress, server);
        rfile = new ByteArrayInputStream(request.data());
    }

    protected final InputStream rfile() {
        return rfile;
    }

    protected final OutputStream wfile() {
        return wfile;
    }

    @Override
    protected void finish() throws Exception {
        try {
            request.socket().send(ByteBuffer.wrap(wfile.toByteArray()), clientAddress);
        } catch (IOException e) {
            // The client is gone.
        }
    }
}
