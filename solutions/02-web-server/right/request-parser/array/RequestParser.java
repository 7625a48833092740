package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Copies bytes into one array of the largest size and remembers how far it has looked for the empty line: choose it
/// where memory is to be taken once and never again.
final class RequestParser {
    private final int maxLine;
    private final int maxHeaders;
    private final byte[] bytes;
    private int size;
    private int firstEnd = -1;

    RequestParser(int line, int headers) {
        this.maxLine = line;
        this.maxHeaders = headers;
        this.bytes = new byte[line + headers + 2];
    }

    Optional<RequestHead> feed(ByteBuffer in) throws RefusedRequest {
        while (in.hasRemaining()) {
            if (size == bytes.length) {
                throw new RefusedRequest(431, "too much");
            }
            // As far as the next LF, or all that fits.
            var most = Math.min(in.remaining(), bytes.length - size);
            var count = 0;
            var ends = false;
            while (count < most && !ends) {
                ends = in.get(in.position() + count++) == '\n';
            }
            in.get(bytes, size, count);
            size += count;
            if (firstEnd < 0 && size > maxLine) {
                throw new RefusedRequest(414, "too long");
            }
            if (!ends) {
                continue;
            }
            if (size < 2 || bytes[size - 2] != '\r') {
                throw new RefusedRequest(400, "LF alone");
            }
            if (firstEnd < 0) {
                firstEnd = size;
                if (size == 2) {
                    // RFC 9112, 2.2, says SHOULD ignore; this parser does not.
                    throw new RefusedRequest(400, "an empty line");
                }
            } else if (bytes[size - 3] == '\n') {
                return Optional.of(parse());
            }
            if (size - firstEnd > maxHeaders) {
                throw new RefusedRequest(431, "too much");
            }
        }
        return Optional.empty();
    }

    private RequestHead parse() throws RefusedRequest {
        var lines = new String(bytes, 0, size, ISO_8859_1).split("\r\n");
        size = 0;
        firstEnd = -1;
        var first = lines[0];
        var one = first.indexOf(' ');
        var two = first.indexOf(' ', one + 1);
        if (one < 1 || two < one + 2 || first.indexOf(' ', two + 1) >= 0 || first.substring(0, one).contains("(")
                || hasControls(first)) {
            throw new RefusedRequest(400, "bad line");
        }
        var version = first.substring(two + 1);
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            throw new RefusedRequest(400, "bad version");
        }
        var fields = new ArrayList<Header>();
        for (var line : List.of(lines).subList(1, lines.length)) {
            if (line.startsWith(" ") || line.startsWith("\t")) {
                if (fields.isEmpty()) {
                    continue;
                }
                var last = fields.removeLast();
                fields.add(new Header(last.name(), last.value() + "  " + line.trim()));
                continue;
            }
            fields.add(field(line));
        }
        var head = new RequestHead(first.substring(0, one), first.substring(one + 1, two), version, new Headers(fields));
        host(head);
        return head;
    }

    private static Header field(String line) throws RefusedRequest {
        for (var i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\r' || line.charAt(i) == '\n' || line.charAt(i) == 0) {
                throw new RefusedRequest(400, "bad character");
            }
        }
        var parts = line.split(":", 2);
        if (parts.length < 2 || parts[0].isEmpty() || parts[0].contains(" ") || hasControls(parts[0])) {
            throw new RefusedRequest(400, "bad field");
        }
        return new Header(parts[0], parts[1].replaceAll("^[ \t]+|[ \t]+$", ""));
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 127);
    }

    private static void host(RequestHead head) throws RefusedRequest {
        var hosts = head.headers().all("Host");
        if (hosts.isEmpty() && head.isHttp10()) {
            return;
        }
        if (hosts.size() != 1 || !hosts.getFirst().matches("(\\[[0-9a-fA-F:.]+]|[^:/?#@\\s\\[\\]]*)(:\\d*)?")) {
            throw new RefusedRequest(400, "bad Host");
        }
    }
}
