package workbook.chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a browser asks for: the head of an HTTP request, as much of it as a handshake needs (RFC 9112, 2 to 5).
///
/// @param method  such as GET
/// @param target  such as /
/// @param fields  by their names in lower case; of several with one name, the values joined by commas (RFC 9110, 5.3)
record HttpHead(String method, String target, Map<String, String> fields) {
    private static final int LONGEST = 8192;

    HttpHead {
        fields = Map.copyOf(fields);
    }

    /// Reads up to the empty line, and not a byte more.
    ///
    /// @throws ProtocolException if it is no request of HTTP/1.1, or longer than 8 KiB
    static HttpHead read(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var line = 0;
        for (var next = in.read();; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the request ended inside its head");
            }
            bytes.write(next);
            if (next == '\n' && line == 0) {
                return of(bytes.toString(ISO_8859_1));
            }
            if (bytes.size() == LONGEST) {
                throw new ProtocolException("a head of more than " + LONGEST + " bytes");
            }
            // The bytes of this line, its CR not counted.
            line = next == '\n' ? 0 : line + (next == '\r' ? 0 : 1);
        }
    }

    private static HttpHead of(String head) throws ProtocolException {
        var lines = head.split("\r?\n");
        var request = lines.length == 0 ? new String[0] : lines[0].split(" ");
        if (request.length != 3 || !request[2].equals("HTTP/1.1")) {
            throw new ProtocolException("no request of HTTP/1.1");
        }
        var fields = new HashMap<String, String>();
        for (var line : Arrays.asList(lines).subList(1, lines.length)) {
            var colon = line.indexOf(':');
            if (!line.substring(0, Math.max(0, colon)).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw new ProtocolException("no field: " + line);
            }
            fields.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        return new HttpHead(request[0], request[1], fields);
    }

    /// The value of a field, without blanks around it.
    ///
    /// @param name in any case
    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
    }

    /// Whether a word is in a field that has a list of them, such as `Connection: keep-alive, Upgrade`.
    ///
    /// @param word in any case
    boolean lists(String name, String word) {
        return field(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(item -> item.strip().equalsIgnoreCase(word));
    }

    /// Whether it asks to go on with WebSocket instead of HTTP.
    boolean asksForWebSocket() {
        return lists("Connection", "Upgrade") && lists("Upgrade", "websocket");
    }

    /// Sends the head of a response, in one write.
    ///
    /// @param status code and reason, such as `403 Forbidden`; what is no 101 says that it has no body and is the last
    /// @param fields such as `Upgrade: websocket`
    static void answer(OutputStream out, String status, String... fields) throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
        for (var field : fields) {
            head.append(field).append("\r\n");
        }
        if (!status.startsWith("101 ")) {
            head.append("Content-Length: 0\r\nConnection: close\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(US_ASCII));
        out.flush();
    }
}
