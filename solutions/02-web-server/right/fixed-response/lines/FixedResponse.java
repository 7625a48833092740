package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import workbook.kit.Connection;

/// Reads lines of text: choose it where nothing else is to be read from the connection, for the reader takes more than
/// the head.
final class FixedResponse {
    private FixedResponse() {}

    static void respond(Connection connection, String body) throws IOException {
        try (connection) {
            var reader = new BufferedReader(new InputStreamReader(connection.in(), ISO_8859_1));
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isEmpty()) {
                    send(connection, body.getBytes(UTF_8));
                    return;
                }
            }
        }
    }

    private static void send(Connection connection, byte[] body) throws IOException {
        var head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        connection.out().write(head.getBytes(ISO_8859_1));
        connection.out().write(body);
    }
}
