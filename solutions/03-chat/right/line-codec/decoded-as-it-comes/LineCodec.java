package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decodes each byte when it comes, with a decoder that remembers a character's first bytes: choose it where half a
/// line must be shown, as in a terminal.
final class LineCodec {
    private final int longest;
    private final CharsetDecoder decoder = UTF_8.newDecoder();
    private final ByteBuffer undecoded = ByteBuffer.allocate(4);
    private final CharBuffer decoded = CharBuffer.allocate(4);
    private final StringBuilder line = new StringBuilder();
    private final List<Optional<String>> lines = new ArrayList<>();
    private int length;
    private boolean isBad;

    LineCodec(int longest) {
        this.longest = longest;
    }

    void feed(ByteBuffer bytes) throws ProtocolException {
        while (length <= longest + 1 && bytes.hasRemaining()) {
            var next = bytes.get();
            if (next == '\n') {
                end();
            } else {
                length++;
                if (length == longest + 1 && next != '\r') {
                    length++;
                }
                decode(next);
            }
        }
        if (length > longest + 1) {
            throw new ProtocolException("a line goes on for more than " + longest + " bytes");
        }
    }

    private void decode(byte next) {
        if (isBad) {
            return;
        }
        undecoded.put(next).flip();
        isBad = decoder.decode(undecoded, decoded, false).isError();
        undecoded.compact();
        line.append(decoded.flip());
        decoded.clear();
    }

    private void end() {
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        var isWhole = !isBad && undecoded.position() == 0 && line.indexOf("\r") < 0;
        lines.add(isWhole ? Optional.of(line.toString()) : Optional.empty());
        line.setLength(0);
        undecoded.clear();
        decoder.reset();
        isBad = false;
        length = 0;
    }

    Optional<String> next() throws ProtocolException {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        var next = lines.removeFirst();
        if (next.isEmpty()) {
            throw new ProtocolException("a line that is no text");
        }
        return next;
    }

    boolean partial() {
        return length > 0;
    }

    static byte[] line(String text) {
        if (!text.matches("[^\\r\\n]*")) {
            throw new IllegalArgumentException("more than a line");
        }
        return (text + "\r\n").getBytes(UTF_8);
    }
}
