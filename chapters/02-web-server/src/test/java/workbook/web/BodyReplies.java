package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/// The answers that a client has received, one behind the other.
final class BodyReplies {
    private BodyReplies() {}

    static List<Reply> in(byte[] bytes) {
        var text = new String(bytes, ISO_8859_1);
        var replies = new ArrayList<Reply>();
        while (!text.isEmpty()) {
            var end = text.indexOf("\r\n\r\n");
            if (end < 0 || !text.matches("(?s)HTTP/1\\.1 \\d{3} .*")) {
                replies.add(new Reply(0, Headers.NONE, text.getBytes(ISO_8859_1)));
                break;
            }
            var head = text.substring(0, end).split("\r\n");
            var headers = Headers.NONE;
            for (var line : List.of(head).subList(1, head.length)) {
                var field = line.split(":", 2);
                headers = headers.with(field[0], field[field.length - 1].strip());
            }
            var length = headers.first("Content-Length").map(Integer::parseInt).orElse(0);
            var rest = text.substring(end + 4);
            var body = rest.substring(0, Math.min(length, rest.length()));
            replies.add(new Reply(Integer.parseInt(text.substring(9, 12)), headers, body.getBytes(ISO_8859_1)));
            text = rest.substring(body.length());
        }
        return replies;
    }

    /// `[200 /a, 200 /b]`.
    static String shown(List<Reply> replies) {
        return replies.stream()
                .map(reply -> reply.status() == 200
                        ? "200 " + new String(reply.body(), ISO_8859_1)
                        : Integer.toString(reply.status()))
                .toList()
                .toString();
    }
}
