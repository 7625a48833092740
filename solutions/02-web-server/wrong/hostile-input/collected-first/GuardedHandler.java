package workbook.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

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
        try {
            if (length(request.head()) > limit) {
                throw tooLarge();
            }
            var body = request.body().readAllBytes();
            if (body.length > limit) {
                throw tooLarge();
            }
            return inner.handle(new Request(request.head(), new ByteArrayInputStream(body)));
        } catch (RefusedRequest refused) {
            return last(refused.status(), refused.getMessage());
        } catch (RuntimeException | NoSuchFileException | AccessDeniedException e) {
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

}
