package workbook.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import workbook.kit.Connection;

/// Reads heads from a connection, one after the other, and keeps what follows them for whoever reads the body.
final class RequestReader {
    private final ByteBuffer received = ByteBuffer.allocate(8_192).flip();
    private final Connection connection;
    private final Limits limits;
    private final RequestParser parser;
    private final InputStream in;
    private final InputStream rest = new Rest();

    RequestReader(Connection connection, Limits limits) throws IOException {
        this.connection = connection;
        this.limits = limits;
        this.parser = new RequestParser(limits.line(), limits.headers());
        this.in = connection.in();
    }

    /// The next head; empty if the client ended before it began one. Its time begins now: the client may be silent for
    /// [Limits#idle], however long the requests before it took.
    ///
    /// @throws EOFException if the client ended inside a head
    /// @throws RefusedRequest if what came is no head
    Optional<RequestHead> next() throws IOException {
        connection.timeout(limits.idle());
        var begun = false;
        while (true) {
            begun |= received.hasRemaining();
            var head = parser.feed(received);
            if (head.isPresent()) {
                return head;
            }
            if (!receive()) {
                if (begun) {
                    throw new EOFException("the client ended inside a head");
                }
                return Optional.empty();
            }
        }
    }

    /// What follows the head: the body, then the next request. Closing it does nothing.
    InputStream rest() {
        return rest;
    }

    private boolean receive() throws IOException {
        var count = in.read(received.array());
        received.clear().limit(Math.max(0, count));
        return count >= 0;
    }

    private final class Rest extends InputStream {
        @Override
        public int read() throws IOException {
            return received.hasRemaining() || receive() ? received.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!received.hasRemaining()) {
                return in.read(bytes, offset, length);
            }
            var count = Math.min(length, received.remaining());
            received.get(bytes, offset, count);
            return count;
        }

        @Override
        public int available() throws IOException {
            return received.remaining() + in.available();
        }
    }
}
