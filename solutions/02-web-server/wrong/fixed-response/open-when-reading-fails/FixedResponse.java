package workbook.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import workbook.kit.Connection;

/// Answers one request, whatever it asks for, with one text.
final class FixedResponse {
    private static final int EMPTY_LINE = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private FixedResponse() {}

    static void respond(Connection connection, String body) throws IOException {
        var isWhole = readHead(connection.in());
        try (connection) {
            if (isWhole) {
                connection.out().write(response(body.getBytes(UTF_8)));
            }
        }
    }

    /// Whether the head came to its end. The last four bytes are all that has to be remembered of it.
    private static boolean readHead(InputStream in) throws IOException {
        var last = 0;
        for (var next = in.read(); next >= 0; next = in.read()) {
            last = last << 8 | next;
            if (last == EMPTY_LINE) {
                return true;
            }
        }
        return false;
    }

    private static byte[] response(byte[] body) throws IOException {
        var response = new ByteArrayOutputStream();
        response.write("""
                HTTP/1.1 200 OK\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Length: %d\r
                Connection: close\r
                \r
                """.formatted(body.length).getBytes(US_ASCII));
        response.write(body);
        return response.toByteArray();
    }
}
