package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import workbook.kit.Connection;

/// Answers one request, whatever it asks for, with one text.
final class FixedResponse {
    private FixedResponse() {}

    static void respond(Connection connection, String body) throws IOException {
        try (connection; var out = new BufferedOutputStream(connection.out())) {
            var head = new ByteArrayOutputStream();
            var buffer = new byte[512];
            while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                var count = connection.in().read(buffer);
                if (count < 0) {
                    return;
                }
                head.write(buffer, 0, count);
            }
            var bytes = body.getBytes(UTF_8);
            out.write("HTTP/1.1 200 Fine\r\n".getBytes(US_ASCII));
            out.write(("content-length:" + bytes.length + "\r\n").getBytes(US_ASCII));
            out.write("content-type:text/plain;charset=UTF-8\r\n".getBytes(US_ASCII));
            out.write("connection:Close\r\n\r\n".getBytes(US_ASCII));
            out.write(bytes);
            out.flush();
        }
    }
}
