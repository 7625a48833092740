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
    private final java.util.List<Thread> threads = new java.util.ArrayList<>();

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
        try {
            var next = requests.next();
            if (next.isEmpty()) {
                for (var thread : threads) {
                    thread.join();
                }
                return false;
            }
            head = next.get();
            body = bodies.body(head, requests.rest(), out);
        } catch (RefusedRequest refused) {
            ResponseWriter.refuse(out, refused);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        var given = head;
        var keep = wantsMore(head);
        threads.add(Thread.startVirtualThread(() -> {
            try {
                ResponseWriter.write(out, given, handler.handle(new Request(given, body)), keep);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }));
        if (!keep) {
            try {
                for (var thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return keep;
    }

    private static boolean wantsMore(RequestHead head) {
        if (head.headers().lists("Connection", "close")) {
            return false;
        }
        return !head.isHttp10() || head.headers().lists("Connection", "keep-alive");
    }
}
