package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;

final class LineCodec {
    private final int longest;
    private String kept = "";

    LineCodec(int longest) {
        this.longest = longest;
    }

    void feed(ByteBuffer bytes) throws ProtocolException {
        kept += UTF_8.decode(bytes);
        if (kept.length() - kept.lastIndexOf('\n') - 1 > longest) {
            throw new ProtocolException("too long");
        }
    }

    Optional<String> next() {
        var end = kept.indexOf('\n');
        if (end < 0) {
            return Optional.empty();
        }
        var line = kept.substring(0, end);
        kept = kept.substring(end + 1);
        return Optional.of(line.endsWith("\r") ? line.substring(0, end - 1) : line);
    }

    boolean partial() {
        return !kept.isEmpty() && !kept.endsWith("\n");
    }

    static byte[] line(String text) {
        if (text.contains("\r") || text.contains("\n")) {
            throw new IllegalArgumentException("a line end inside a line");
        }
        return (text + "\r\n").getBytes(UTF_8);
    }
}
