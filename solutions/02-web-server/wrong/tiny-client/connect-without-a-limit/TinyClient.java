package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A client of HTTP/1.1.
final class TinyClient {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int REDIRECTIONS = 5;
    private static final int LONGEST_LINE = 8_192;
    private static final int MOST_LINES = 200;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private TinyClient() {}

    static Reply get(URI address) throws IOException {
        return send("GET", address);
    }

    static Reply send(String method, URI address) throws IOException {
        return send(method, address, LIMIT);
    }

    static Reply send(String method, URI address, Duration limit) throws IOException {
        if (!isHttp(address)) {
            throw new IllegalArgumentException("no address of http: " + address);
        }
        var next = address;
        for (var followed = 0; followed <= REDIRECTIONS; followed++) {
            var reply = exchange(method, next, limit);
            var location = reply.headers().first("Location");
            if (!REDIRECTS.contains(reply.status()) || location.isEmpty()) {
                return reply;
            }
            next = target(next, location.get());
        }
        throw new IOException("redirected more than " + REDIRECTIONS + " times");
    }

    private static boolean isHttp(URI address) {
        return "http".equalsIgnoreCase(address.getScheme()) && address.getHost() != null;
    }

    /// A Location may be relative to the address that was asked for (RFC 9110, 10.2.2).
    private static URI target(URI asked, String location) throws IOException {
        try {
            // Without a path there would be nothing to put between the port and a relative path.
            var base = asked.getRawPath().isEmpty() ? asked.resolve("/") : asked;
            var target = base.resolve(location);
            if (isHttp(target)) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("redirected to what is no address: " + location, e);
        }
        throw new IOException("redirected to what is no address of http: " + location);
    }

    private static Reply exchange(String method, URI address, Duration limit) throws IOException {
        var port = address.getPort() < 0 ? 80 : address.getPort();
        try (var socket = new Socket(unbracketed(address.getHost()), port)) {
            socket.setSoTimeout((int) Math.max(1, limit.toMillis()));
            socket.getOutputStream().write(request(method, address).getBytes(ISO_8859_1));
            return reply(method, new BufferedInputStream(socket.getInputStream()));
        }
    }

    /// An address of IPv6 stands in brackets in a URI (RFC 3986, 3.2.2).
    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String request(String method, URI address) {
        var path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        var target = address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
        var host = address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
        return method + " " + target + " HTTP/1.1\r\n"
                + "Host: " + host + "\r\n"
                + "Connection: close\r\n"
                + "\r\n";
    }

    private static Reply reply(String method, InputStream in) throws IOException {
        while (true) {
            var status = status(line(in));
            var headers = headers(in);
            if (status >= 200 || status == 101) {
                return new Reply(status, headers, body(method, status, headers, in));
            }
        }
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.\\d [1-5]\\d\\d( .*)?")) {
            throw new ProtocolException("no status line: " + line);
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Headers headers(InputStream in) throws IOException {
        List<Header> fields = new ArrayList<>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            if (colon < 1 || fields.size() == MOST_LINES) {
                throw new ProtocolException(colon < 1 ? "no header: " + line : "too many headers");
            }
            fields.add(new Header(line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
        }
        return new Headers(fields);
    }

    /// RFC 9112, 6.3: the first rule that fits.
    private static byte[] body(String method, int status, Headers headers, InputStream in) throws IOException {
        if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
            return new byte[0];
        }
        if (headers.contains("Transfer-Encoding")) {
            if (!headers.all("Transfer-Encoding").getLast().strip().equalsIgnoreCase("chunked")
                    || headers.all("Transfer-Encoding").size() > 1) {
                throw new ProtocolException("a transfer coding that this client does not know");
            }
            return chunked(in);
        }
        if (headers.contains("Content-Length")) {
            return exactly(length(headers.all("Content-Length")), in);
        }
        return in.readAllBytes();
    }

    /// One length, which may have been sent more than once.
    private static long length(List<String> values) throws IOException {
        var distinct = values.stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(String::strip)
                .distinct()
                .toList();
        if (distinct.size() != 1 || !distinct.getFirst().matches("[0-9]{1,18}")) {
            throw new ProtocolException("no length: " + values);
        }
        return Long.parseLong(distinct.getFirst());
    }

    /// Grows with what comes, not with what was announced.
    private static byte[] exactly(long count, InputStream in) throws IOException {
        if (count > Integer.MAX_VALUE - 8) {
            throw new ProtocolException("a body of " + count + " bytes does not fit into an array");
        }
        var bytes = in.readNBytes((int) count);
        if (bytes.length < count) {
            throw new EOFException("the end came after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /// RFC 9112, 7.1.
    private static byte[] chunked(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        for (var size = size(line(in)); size > 0; size = size(line(in))) {
            body.writeBytes(exactly(size, in));
            if (!line(in).isEmpty()) {
                throw new ProtocolException("a chunk that is longer than it says");
            }
        }
        headers(in);
        return body.toByteArray();
    }

    /// Hexadecimal, and perhaps extensions behind it.
    private static long size(String line) throws IOException {
        var digits = line.split(";", 2)[0].strip();
        if (!digits.matches("[0-9a-fA-F]{1,15}")) {
            throw new ProtocolException("no size of a chunk: " + line);
        }
        return Long.parseLong(digits, 16);
    }

    /// Up to CR LF, or LF alone, which a recipient may take (RFC 9112, 2.2).
    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the end came inside a line");
            }
            if (line.length() == LONGEST_LINE) {
                throw new ProtocolException("a line that is too long");
            }
            line.append((char) next);
        }
        var length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }
}
