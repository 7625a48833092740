package workbook.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStreamWriter;
import workbook.kit.Connection;

/// Writes head and body through one writer: choose it where all of a response is text in one charset.
final class FixedResponse {
    private FixedResponse() {}

    static void respond(Connection connection, String body) throws IOException {
        try {
            var empty = true;
            for (var next = connection.in().read(); next >= 0; next = connection.in().read()) {
                if (next == '\n' && empty) {
                    send(connection, body);
                    return;
                }
                empty = next == '\n' || next == '\r' && empty;
            }
        } finally {
            connection.close();
        }
    }

    private static void send(Connection connection, String body) throws IOException {
        var out = new OutputStreamWriter(connection.out(), UTF_8);
        out.write("HTTP/1.1 200 \r\n");
        out.write("Content-Type: text/plain; charset=\"utf-8\"\r\n");
        out.write("Content-Length: " + UTF_8.encode(body).remaining() + "\r\n");
        out.write("Connection: close\r\n\r\n");
        out.write(body);
        out.flush();
    }
}
