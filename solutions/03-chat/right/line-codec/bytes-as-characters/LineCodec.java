package workbook.chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// Keeps bytes as characters of ISO-8859-1, which has one for each, so that a string's own methods find the ends:
/// choose it where few lines come, and short code counts.
final class LineCodec {
    private final int longest;
    private final Queue<String> lines = new ArrayDeque<>();
    private String begun = "";

    LineCodec(int longest) {
        this.longest = longest;
    }

    void feed(ByteBuffer bytes) throws ProtocolException {
        for (var part : (begun + ISO_8859_1.decode(bytes)).splitWithDelimiters("\n", -1)) {
            if (part.equals("\n")) {
                lines.add(begun.endsWith("\r") ? begun.substring(0, begun.length() - 1) : begun);
                begun = "";
                continue;
            }
            begun = part;
            if (begun.length() > (begun.endsWith("\r") ? longest + 1 : longest)) {
                throw new ProtocolException("a line of " + begun.length() + " bytes or more");
            }
        }
    }

    Optional<String> next() throws ProtocolException {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        var bytes = lines.remove().getBytes(ISO_8859_1);
        var text = new String(bytes, UTF_8);
        if (!java.util.Arrays.equals(bytes, text.getBytes(UTF_8)) || text.indexOf('\r') >= 0) {
            throw new ProtocolException("what came is not what UTF-8 makes of it");
        }
        return Optional.of(text);
    }

    boolean partial() {
        return !begun.isEmpty();
    }

    static byte[] line(String text) {
        if (text.contains("\r") || text.contains("\n")) {
            throw new IllegalArgumentException("a line end inside a line");
        }
        return (text + "\r\n").getBytes(UTF_8);
    }
}
