package workbook.web;

import java.io.IOException;
import java.io.InputStream;

/// Throws what it refuses.
final class GuardedHandler implements Handler {
    private final Handler inner;
    private final Limits limits;

    GuardedHandler(Handler inner, Limits limits) {
        this.inner = inner;
        this.limits = limits;
    }

    @Override
    public Response handle(Request request) throws IOException {
        for (var length : request.head().headers().all("content-length")) {
            if (Long.parseLong(length) > limits.body()) {
                throw new RefusedRequest(413, "body too long");
            }
        }
        try {
            return inner.handle(new Request(request.head(), new Body(request.body(), limits.body())));
        } catch (ClientGone gone) {
            throw gone.failure;
        } catch (RefusedRequest refused) {
            throw refused;
        } catch (Exception e) {
            if (e.getCause() instanceof ClientGone gone) {
                throw gone.failure;
            }
            throw new RefusedRequest(500, "something went wrong here");
        }
    }

    private static final class ClientGone extends IOException {
        private static final long serialVersionUID = 1;

        private final transient IOException failure;

        ClientGone(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private static final class Body extends InputStream {
        private final InputStream in;
        private long left;

        Body(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            try {
                var next = in.read();
                if (next >= 0 && left == 0) {
                    // Thrown again by the next read: the array read of InputStream swallows it behind a first byte.
                    throw new RefusedRequest(413, "body too long");
                }
                if (next >= 0) {
                    left--;
                }
                return next;
            } catch (RefusedRequest refused) {
                throw refused;
            } catch (IOException e) {
                throw new ClientGone(e);
            }
        }
    }
}
