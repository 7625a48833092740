package workbook.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import workbook.kit.Connection;

/// Answers request after request on one connection (RFC 9112, 9.3).
final class KeepAlive {
    private final Limits limits;
    private final BodyReader bodies;
    private final Handler handler;

    KeepAlive(Limits limits, BodyReader bodies, Handler handler) {
        this.limits = limits;
        this.bodies = bodies;
        this.handler = handler;
    }

    void serveConnection(Connection connection) throws IOException {
        connection.timeout(limits.idle());
        var requests = new RequestReader(connection, limits);
        var goesOn = true;
        try {
            while (goesOn) {
                goesOn = answerNext(requests, connection.out());
            }
        } catch (SocketTimeoutException | EOFException e) {
            // Nobody waits for an answer.
        }
    }

    /// Whether another request may follow.
    private boolean answerNext(RequestReader requests, OutputStream out) throws IOException {
        RequestHead head;
        InputStream body;
        Response response;
        try {
            var next = requests.next();
            if (next.isEmpty()) {
                return false;
            }
            head = next.get();
            body = bodies.body(head, requests.rest(), out);
            response = handler.handle(new Request(head, body));
        } catch (RefusedRequest refused) {
            ResponseWriter.refuse(out, refused);
            return false;
        }
        var keep = wantsMore(head) && !response.headers().lists("Connection", "close");
        keep = keep && skip(body);
        return ResponseWriter.write(out, head, response, keep);
    }

    private static boolean wantsMore(RequestHead head) {
        if (head.headers().lists("Connection", "close")) {
            return false;
        }
        return !head.isHttp10() || head.headers().lists("Connection", "keep-alive");
    }

    /// Whether the next request stands first in the stream afterwards.
    private boolean skip(InputStream body) throws IOException {
        var buffer = new byte[8_192];
        var left = limits.body();
        try {
            for (var count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                left -= count;
                if (left < 0) {
                    return false;
                }
            }
            return true;
        } catch (RefusedRequest e) {
            // The answer is given; a second one would be taken for the next request's.
            return false;
        }
    }
}
