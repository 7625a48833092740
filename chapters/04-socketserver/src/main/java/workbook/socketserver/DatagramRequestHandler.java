package workbook.socketserver;

import static workbook.kit.Todo.todo;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;

/// Handles a datagram as two streams: one ends where the datagram ends, the other becomes the answer.
///
/// They are there from [#setup] on, each the same as often as one asks for it.
abstract class DatagramRequestHandler extends BaseRequestHandler<Datagram> {
    protected DatagramRequestHandler(Datagram request, SocketAddress clientAddress, BaseServer<Datagram> server) {
        super(request, clientAddress, server);
    }

    protected final InputStream rfile() {
        throw todo("give the datagram's bytes");
    }

    protected final OutputStream wfile() {
        throw todo("collect the answer");
    }

    @Override
    protected void setup() throws Exception {
        throw todo("open the streams");
    }

    /// Sends all that was written to [#wfile] as one datagram to the client, even if that is nothing. When it returns,
    /// the answer is sent; what sending it throws comes out, for [BaseServer#handleError].
    @Override
    protected void finish() throws Exception {
        throw todo("send the answer");
    }
}
