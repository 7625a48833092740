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
            if (!readHead(connection.in())) {
                return;
            }
            var bytes = body.getBytes(UTF_8);
            var head = """
                    HTTP/1.1 200 OK
                    Content-Type: text/plain;charset=utf-8
                    Content-Length: %d
                    Connection: close

                    """.formatted(bytes.length);
            connection.out().write(head.getBytes(UTF_8));
            connection.out().write(bytes);
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
