package workbook.socketserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/// Handles a datagram as two streams: one ends where the datagram ends, the other becomes the answer.
abstract class DatagramRequestHandler extends BaseRequestHandler<Datagram> {
    private final InputStream rfile;
    private final OutputStream wfile = new OutputStream() {
        @Override
        public void write(int value) throws IOException {
            write(new byte[]{(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            request.socket().send(ByteBuffer.wrap(bytes, offset, length), clientAddress);
        }
    };

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
}
