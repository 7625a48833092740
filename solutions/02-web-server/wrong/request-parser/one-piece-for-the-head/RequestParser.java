package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Optional;

/// Takes what one call brings for the whole head.
final class RequestParser {
    private final int maxLine;
    private final int maxHeaders;

    RequestParser(int line, int headers) {
        this.maxLine = line;
        this.maxHeaders = headers;
    }

    Optional<RequestHead> feed(ByteBuffer bytes) throws RefusedRequest {
        var start = bytes.position();
        var text = ISO_8859_1.decode(bytes).toString();
        var end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return Optional.empty();
        }
        bytes.position(start + end + 4);
        return parse(text.substring(0, end));
    }

    private Optional<RequestHead> parse(String head) throws RefusedRequest {
        var lines = head.split("\r\n");
        var words = lines[0].split(" ");
        if (words.length != 3) {
            throw new RefusedRequest(400, "no request line");
        }
        if (lines[0].length() + 2 > maxLine) {
            throw new RefusedRequest(414, "too long");
        }
        if (head.length() - lines[0].length() > maxHeaders) {
            throw new RefusedRequest(431, "too much");
        }
        var fields = new ArrayList<Header>();
        for (var i = 1; i < lines.length; i++) {
            var colon = lines[i].indexOf(':');
            if (colon < 1 || lines[i].substring(0, colon).contains(" ")) {
                throw new RefusedRequest(400, "no field");
            }
            fields.add(new Header(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
        }
        var headers = new Headers(fields);
        if (headers.all("Host").size() != 1 && words[2].equals("HTTP/1.1")) {
            throw new RefusedRequest(400, "one Host, please");
        }
        return Optional.of(new RequestHead(words[0], words[1], words[2], headers));
    }
}
