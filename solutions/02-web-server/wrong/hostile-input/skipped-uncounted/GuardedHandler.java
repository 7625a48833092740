package workbook.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// A handler that gets no body above the limit, and whose failures harm nobody else.
final class GuardedHandler implements Handler {
    private static final System.Logger LOG = System.getLogger(GuardedHandler.class.getName());

    private final Handler inner;
    private final long limit;

    GuardedHandler(Handler inner, Limits limits) {
        this.inner = inner;
        this.limit = limits.body();
    }

    @Override
    public Response handle(Request request) throws IOException {
        var body = new Limited(request.body(), limit);
        try {
            if (length(request.head()) > limit) {
                throw tooLarge();
            }
            return inner.handle(new Request(request.head(), body));
        } catch (RefusedRequest refused) {
            return last(refused.status(), refused.getMessage());
        } catch (IOException | RuntimeException e) {
            if (body.failure.isPresent()) {
                throw body.failure.get();
            }
            // Whoever runs the server wants to know what happened; whoever sent the request must not.
            LOG.log(Level.ERROR, "the handler failed", e);
            return last(500, "The server failed.");
        }
    }

    private static long length(RequestHead head) {
        return head.headers().first("Content-Length").map(Long::parseLong).orElse(0L);
    }

    private static RefusedRequest tooLarge() {
        return new RefusedRequest(413, "The body is too large.");
    }

    /// Nothing may follow: what is left of the body would be taken for the next request.
    private static Response last(int status, String reason) {
        return Response.text(status, reason + "\n").with("Connection", "close");
    }

    /// Ends with a refusal behind so many bytes, and remembers how reading failed.
    private static final class Limited extends FilterInputStream {
        private final InputStream body;
        private long left;
        private Optional<IOException> failure = Optional.empty();

        Limited(InputStream body, long limit) {
            super(body);
            this.body = body;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var count = readOn(bytes, offset, length);
            if (count > left) {
                throw tooLarge();
            }
            left -= Math.max(0, count);
            return count;
        }

        private int readOn(byte[] bytes, int offset, int length) throws IOException {
            try {
                return body.read(bytes, offset, length);
            } catch (IOException e) {
                failure = Optional.of(e);
                throw e;
            }
        }
    }
}
