package workbook.web;

import java.io.IOException;
import java.net.SocketTimeoutException;
import workbook.kit.Connection;

/// One loop in one method, with an exception for each end: choose it while the rules are few enough to be read at once.
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
        var out = connection.out();
        var requests = new RequestReader(connection, limits);
        connection.timeout(limits.idle());
        var answered = false;
        try {
            for (var next = requests.next(); next.isPresent(); next = requests.next()) {
                answered = false;
                var head = next.get();
                var body = bodies.body(head, requests.rest(), out);
                var response = handler.handle(new Request(head, body));
                var keep = !head.headers().lists("Connection", "close")
                        && !response.headers().lists("Connection", "close")
                        && (!head.isHttp10() || head.headers().lists("Connection", "keep-alive"));
                answered = true;
                if (!ResponseWriter.write(out, head, response, keep)) {
                    return;
                }
                for (var left = limits.body(); body.read() >= 0; left--) {
                    if (left == 0) {
                        return;
                    }
                }
                answered = false;
            }
        } catch (RefusedRequest refused) {
            if (!answered) {
                ResponseWriter.refuse(out, refused);
            }
        } catch (SocketTimeoutException | java.io.EOFException e) {
            return;
        }
    }
}
