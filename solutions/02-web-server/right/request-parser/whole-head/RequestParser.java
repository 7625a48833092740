package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Collects the whole head as text and takes it apart only when it is complete: choose it where a head is to be logged
/// or passed on as it came.
final class RequestParser {
    private static final Pattern FOLD = Pattern.compile("[ \t]*\r\n[ \t]+");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s/@:\\[\\]?#]*)(:[0-9]*)?");

    private final int maxLine;
    private final int maxHeaders;
    private final StringBuilder head = new StringBuilder();
    private int lineEnd;

    RequestParser(int line, int headers) {
        this.maxLine = line;
        this.maxHeaders = headers;
    }

    Optional<RequestHead> feed(ByteBuffer bytes) throws RefusedRequest {
        while (bytes.hasRemaining()) {
            head.append((char) (bytes.get() & 0xff));
            if (head.length() == 2 && head.indexOf("\r\n") == 0) {
                head.setLength(0);
                continue;
            }
            if (lineEnd == 0 && endsWith("\r\n")) {
                lineEnd = head.length();
            }
            if (head.length() > (lineEnd == 0 ? maxLine : maxLine + maxHeaders + 2)) {
                throw new RefusedRequest(lineEnd == 0 ? 414 : 431, "too long");
            }
            if (endsWith("\r\n\r\n")) {
                var text = head.toString();
                if (lineEnd > maxLine) {
                    throw new RefusedRequest(414, "the request line is too long");
                }
                if (text.length() - lineEnd - 2 > maxHeaders) {
                    throw new RefusedRequest(431, "the headers are too long");
                }
                head.setLength(0);
                var end = lineEnd;
                lineEnd = 0;
                return Optional.of(parse(text.substring(0, end - 2), text.substring(end - 2, text.length() - 4)));
            }
        }
        return Optional.empty();
    }

    private boolean endsWith(String end) {
        var from = head.length() - end.length();
        return from >= 0 && head.indexOf(end, from) == from;
    }

    private static RequestHead parse(String requestLine, String lines) throws RefusedRequest {
        var words = List.of(requestLine.split(" ", -1));
        if (words.size() != 3 || words.contains("") || !isToken(words.getFirst())
                || words.get(1).chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new RefusedRequest(400, "no request line");
        }
        if (!Set.of("HTTP/1.0", "HTTP/1.1").contains(words.getLast())) {
            throw new RefusedRequest(words.getLast().matches("HTTP/[0-9]\\.[0-9]") ? 505 : 400, "no version of mine");
        }
        var fields = new ArrayList<Header>();
        if (lines.startsWith("\r\n ") || lines.startsWith("\r\n\t")) {
            throw new RefusedRequest(400, "a blank before the first field");
        }
        var unfolded = FOLD.matcher(lines).replaceAll(" ");
        if (unfolded.length() > 0) {
            for (var line : unfolded.substring(2).split("\r\n", -1)) {
                fields.add(field(line));
            }
        }
        var head = new RequestHead(words.get(0), words.get(1), words.get(2), new Headers(fields));
        var hosts = head.headers().all("host");
        if (hosts.size() > 1 || hosts.isEmpty() && !head.isHttp10()
                || !hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            throw new RefusedRequest(400, "one Host, please");
        }
        return head;
    }

    private static Header field(String line) throws RefusedRequest {
        var colon = line.indexOf(':');
        if (colon < 1 || !isToken(line.substring(0, colon))) {
            throw new RefusedRequest(400, "no field");
        }
        // RFC 9110, 5.5: replaced by a blank instead of refused.
        var value = line.substring(colon + 1).replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
        return new Header(line.substring(0, colon), value.replaceAll("^[ \t]+|[ \t]+$", ""));
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }
}
