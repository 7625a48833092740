package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;

/// Finds lines of text in bytes that come in pieces of any size.
final class LineCodec {
    private final int longest;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final Queue<byte[]> complete = new ArrayDeque<>();
    private boolean isTooLong;

    LineCodec(int longest) {
        this.longest = longest;
    }

    void feed(ByteBuffer bytes) throws ProtocolException {
        while (bytes.hasRemaining() && !isTooLong) {
            var next = bytes.get();
            if (next == '\n') {
                complete.add(withoutReturn(begun.toByteArray()));
                begun.reset();
            } else {
                begun.write(next);
                // One byte more than the longest line may be the CR of its end.
                isTooLong = begun.size() > (next == '\r' ? longest + 1 : longest);
            }
        }
        if (isTooLong) {
            complete.clear();
            throw new ProtocolException("a line is longer than " + longest + " bytes");
        }
    }

    private static byte[] withoutReturn(byte[] line) {
        var last = line.length - 1;
        return last >= 0 && line[last] == '\r' ? Arrays.copyOf(line, last) : line;
    }

    Optional<String> next() throws ProtocolException {
        var line = complete.poll();
        if (line == null) {
            return Optional.empty();
        }
        try {
            // Unlike new String(…), a decoder of one's own puts up with nothing.
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
            if (text.contains("\r")) {
                throw new ProtocolException("a line has a CR inside");
            }
            return Optional.of(text);
        } catch (CharacterCodingException e) {
            throw new ProtocolException("a line is not UTF-8");
        }
    }

    boolean partial() {
        return begun.size() > 0;
    }

    static byte[] line(String text) {
        if (text.contains("\r") || text.contains("\n")) {
            throw new IllegalArgumentException("a line end inside a line");
        }
        return (text + "\r\n").getBytes(UTF_8);
    }
}
