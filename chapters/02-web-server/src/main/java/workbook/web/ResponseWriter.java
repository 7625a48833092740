package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// Sends responses.
final class ResponseWriter {
    /// Up to this many bytes, head and body leave in one write.
    private static final int ONE_WRITE = 16_384;

    /// RFC 9110, 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, two digits for the day.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(204, "No Content"),
            Map.entry(206, "Partial Content"),
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(304, "Not Modified"),
            Map.entry(400, "Bad Request"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(411, "Length Required"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(417, "Expectation Failed"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(505, "HTTP Version Not Supported"));

    private ResponseWriter() {}

    /// Sends a response to a request; the body of one to a `HEAD` is left out.
    ///
    /// @param keep whether the connection shall go on after it; the response says so
    /// @return whether it may go on: not if the end of the connection is what ends the body
    static boolean write(OutputStream out, RequestHead request, Response response, boolean keep) throws IOException {
        var isStreamed = response.content().length().isEmpty();
        if (isWithoutBody(request, response)) {
            out.write(head(response, framing(request, response, keep)));
            AccessLog.answered(request, response.status(), 0);
            return keep;
        }
        if (isStreamed) {
            var counted = new CountedContent(response.content());
            var goesOn = ChunkedOutput.send(out, request, new Response(response.status(), response.headers(), counted), keep);
            AccessLog.answered(request, response.status(), counted.bytes());
            return goesOn;
        }
        var length = response.content().length().getAsLong();
        var head = head(response, framing(request, response, keep));
        if (length <= ONE_WRITE) {
            var whole = new ByteArrayOutputStream(head.length + (int) length);
            whole.write(head);
            response.content().writeTo(whole);
            whole.writeTo(out);
        } else {
            out.write(head);
            response.content().writeTo(out);
        }
        AccessLog.answered(request, response.status(), length);
        return keep;
    }

    private static boolean isWithoutBody(RequestHead request, Response response) {
        return request.method().equals("HEAD") || response.status() == 204 || response.status() == 304;
    }

    /// What the head says besides the response's own headers. A 204 must not have a length, and a 304 need not
    /// (RFC 9110, 8.6 and 15.4.5).
    private static Headers framing(RequestHead request, Response response, boolean keep) {
        var framing = connection(request, keep);
        var length = response.content().length();
        return length.isEmpty() || response.status() == 204 || response.status() == 304
                ? framing
                : framing.with("Content-Length", Long.toString(length.getAsLong()));
    }

    /// Tells a client why its request is not accepted; the connection must end after it.
    static void refuse(OutputStream out, RefusedRequest refused) throws IOException {
        var response = Response.text(refused.status(), refused.getMessage() + "\n");
        var length = response.content().length().getAsLong();
        var whole = new ByteArrayOutputStream();
        whole.write(head(response, Headers.of("Connection", "close", "Content-Length", Long.toString(length))));
        response.content().writeTo(whole);
        whole.writeTo(out);
        AccessLog.refused(refused.status(), length);
    }

    /// The header that says whether the connection goes on, where one is needed: 1.1 goes on unless told, 1.0 does not
    /// (RFC 9112, 9.3).
    static Headers connection(RequestHead request, boolean keep) {
        if (!keep) {
            return Headers.of("Connection", "close");
        }
        return request.isHttp10() ? Headers.of("Connection", "keep-alive") : Headers.NONE;
    }

    /// Status line and headers, up to and with the empty line (RFC 9112, 4).
    ///
    /// @param framing headers besides the response's own
    static byte[] head(Response response, Headers framing) {
        var head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(response.status()).append(' ').append(reason(response.status())).append("\r\n");
        append(head, "Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
        response.headers().fields().stream()
                .filter(field -> !framing.contains(field.name()))
                .forEach(field -> append(head, field.name(), field.value()));
        framing.fields().forEach(field -> append(head, field.name(), field.value()));
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    private static void append(StringBuilder head, String name, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line end in the value of " + name);
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static String reason(int status) {
        return REASONS.getOrDefault(status, "");
    }
}
