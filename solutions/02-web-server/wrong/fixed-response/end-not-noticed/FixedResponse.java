package workbook.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import workbook.kit.Connection;

/// Answers one request, whatever it asks for, with one text.
final class FixedResponse {
    private FixedResponse() {}

    static void respond(Connection connection, String body) throws IOException {
        try (connection) {
            readHead(connection.in());
            var bytes = body.getBytes(UTF_8);
            var head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + bytes.length
                    + "\r\nConnection: close\r\n\r\n";
            connection.out().write(head.getBytes(UTF_8));
            connection.out().write(bytes);
        }
    }

    private static void readHead(InputStream in) throws IOException {
        var last = 0;
        while (last != 0x0d0a0d0a) {
            last = last << 8 | in.read() & 0xff;
        }
    }
}
