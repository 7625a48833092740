package workbook.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import workbook.kit.Connection;

/// Answers one request, whatever it asks for, with one text.
final class FixedResponse {
    private FixedResponse() {}

    static void respond(Connection connection, String body) throws IOException {
        try (connection) {
            if (!readHead(connection.in())) {
                return;
            }
            var out = new OutputStreamWriter(connection.out(), UTF_8);
            var bytes = body.getBytes(UTF_8);
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + bytes.length
                    + "\r\nConnection: close\r\n\r\n");
            out.write(body);
        }
    }

    private static boolean readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        return true;
    }
}
