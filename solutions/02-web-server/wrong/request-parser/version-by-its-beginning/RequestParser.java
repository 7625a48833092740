package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the heads of requests in bytes that come in pieces of any size: line by line, and a line byte by byte.
final class RequestParser {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]+");
    private static final Pattern REQUEST_LINE = Pattern.compile("(" + TOKEN + ") ([!-~]+) (HTTP/1\\..*)");
    private static final Pattern HOST = Pattern.compile(
            "(?:\\[(?:[0-9A-Fa-f:.]+|v[0-9A-Fa-f]+\\.[!$&'-.0-;=A-Z_a-z~]+)]|(?:[0-9A-Za-z\\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})*+)(?::\\d*)?");

    private final int maxLine;
    private final int maxHeaders;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<Header> fields = new ArrayList<>();
    private Optional<RequestHead> begun = Optional.empty();
    private int headerBytes;

    RequestParser(int line, int headers) {
        this.maxLine = line;
        this.maxHeaders = headers;
    }

    Optional<RequestHead> feed(ByteBuffer bytes) throws RefusedRequest {
        while (bytes.hasRemaining()) {
            var next = bytes.get();
            line.write(next);
            refuseTooMuch();
            if (next == '\n') {
                var complete = endOfLine();
                if (complete.isPresent()) {
                    return complete;
                }
            }
        }
        return Optional.empty();
    }

    /// Before a line's end is there: a client need never send it.
    private void refuseTooMuch() throws RefusedRequest {
        if (begun.isEmpty() && line.size() > maxLine) {
            throw new RefusedRequest(414, "the request line is too long");
        }
        if (begun.isPresent() && line.size() > 2 && headerBytes + line.size() > maxHeaders) {
            throw new RefusedRequest(431, "the headers are too long");
        }
    }

    private Optional<RequestHead> endOfLine() throws RefusedRequest {
        var text = line.toString(ISO_8859_1);
        if (!text.endsWith("\r\n")) {
            throw new RefusedRequest(400, "a line does not end in CR LF");
        }
        text = text.substring(0, text.length() - 2);
        if (begun.isEmpty()) {
            // RFC 9112, 2.2: an empty line before the request line is what some clients send after a body.
            begun = text.isEmpty() ? Optional.empty() : Optional.of(requestLine(text));
        } else if (text.isEmpty()) {
            return Optional.of(complete(begun.get()));
        } else {
            headerBytes += line.size();
            fields.add(field(text));
        }
        line.reset();
        return Optional.empty();
    }

    private static RequestHead requestLine(String text) throws RefusedRequest {
        var matcher = REQUEST_LINE.matcher(text);
        if (!matcher.matches()) {
            throw new RefusedRequest(400, "the first line is no request line");
        }
        return new RequestHead(matcher.group(1), matcher.group(2), matcher.group(3), Headers.NONE);
    }

    private static Header field(String text) throws RefusedRequest {
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127)) {
            throw new RefusedRequest(400, "a control character in a header line");
        }
        var colon = text.indexOf(':');
        // No blank is part of a token: neither one before the colon nor one that continues the line above gets through.
        if (colon < 0 || !TOKEN.matcher(text.substring(0, colon)).matches()) {
            throw new RefusedRequest(400, "a line is no header field");
        }
        // Of the characters that strip() takes, only blanks and tabs can still be there.
        return new Header(text.substring(0, colon), text.substring(colon + 1).strip());
    }

    private RequestHead complete(RequestHead requestLine) throws RefusedRequest {
        var headers = new Headers(fields);
        var hosts = headers.all("Host");
        if (hosts.isEmpty() && !requestLine.isHttp10() || hosts.size() > 1) {
            throw new RefusedRequest(400, "a request names one Host");
        }
        if (!hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            throw new RefusedRequest(400, "the Host is no host");
        }
        line.reset();
        fields.clear();
        headerBytes = 0;
        begun = Optional.empty();
        return new RequestHead(requestLine.method(), requestLine.target(), requestLine.version(), headers);
    }
}
