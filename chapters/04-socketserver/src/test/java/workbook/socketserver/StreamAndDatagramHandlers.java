package workbook.socketserver;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import workbook.kit.Connection;

/// A body over two streams, as a handler of each kind.
final class StreamAndDatagramHandlers {
    /// What is to be done, whatever carries it.
    interface Body {
        void handle(InputStream rfile, OutputStream wfile) throws Exception;
    }

    static final Body ECHO = InputStream::transferTo;

    private StreamAndDatagramHandlers() {}

    static class OfStream extends StreamRequestHandler {
        private final Body body;
        private Optional<Duration> timeout = Optional.empty();
        private boolean disablesNagle;

        OfStream(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server, Body body) {
            super(request, clientAddress, server);
            this.body = body;
        }

        OfStream limitedTo(Duration limit) {
            timeout = Optional.of(limit);
            return this;
        }

        OfStream withoutNagle() {
            disablesNagle = true;
            return this;
        }

        @Override
        protected Optional<Duration> timeout() {
            return timeout;
        }

        @Override
        protected boolean disableNagleAlgorithm() {
            return disablesNagle;
        }

        @Override
        protected void handle() throws Exception {
            body.handle(rfile(), wfile());
        }

        /// For bodies that use it.
        Connection itsConnection() {
            return connection();
        }

        InputStream itsInput() {
            return rfile();
        }

        OutputStream itsOutput() {
            return wfile();
        }
    }

    static final class OfDatagram extends DatagramRequestHandler {
        private final Body body;

        OfDatagram(Datagram request, SocketAddress clientAddress, BaseServer<Datagram> server, Body body) {
            super(request, clientAddress, server);
            this.body = body;
        }

        @Override
        protected void handle() throws Exception {
            body.handle(rfile(), wfile());
        }

        InputStream itsInput() {
            return rfile();
        }

        OutputStream itsOutput() {
            return wfile();
        }
    }
}
