package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Optional;

/// Keeps all bytes in one array and looks for the next line only when asked for it: choose it where lines are many and
/// short, and an object for each is too much.
final class LineCodec {
    private final int longest;
    private byte[] kept = new byte[0];
    private int begin;
    private int end;
    private int lineBegin;
    private boolean spoilt;

    LineCodec(int longest) {
        this.longest = longest;
    }

    void feed(ByteBuffer bytes) throws ProtocolException {
        makeRoom(bytes.remaining());
        while (bytes.hasRemaining() && !spoilt) {
            var next = bytes.get();
            kept[end++] = next;
            if (next == '\n') {
                lineBegin = end;
            } else {
                var length = end - lineBegin;
                spoilt = length > longest + 1 || length == longest + 1 && next != '\r';
            }
        }
        if (spoilt) {
            throw new ProtocolException("a line of more than " + longest + " bytes");
        }
    }

    private void makeRoom(int count) {
        if (end + count > kept.length) {
            var grown = Math.max(end - begin + count, kept.length);
            kept = Arrays.copyOf(Arrays.copyOfRange(kept, begin, end), grown);
            end -= begin;
            lineBegin -= begin;
            begin = 0;
        }
    }

    Optional<String> next() throws ProtocolException {
        for (var i = begin; i < lineBegin; i++) {
            if (kept[i] == '\n') {
                var first = begin;
                begin = i + 1;
                return Optional.of(text(first, i > first && kept[i - 1] == '\r' ? i - 1 : i));
            }
        }
        return Optional.empty();
    }

    private String text(int from, int to) throws ProtocolException {
        for (var i = from; i < to; i++) {
            if (kept[i] == '\r') {
                throw new ProtocolException("CR at " + (i - from));
            }
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(kept, from, to - from)).toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("no UTF-8");
        }
    }

    boolean partial() {
        return lineBegin < end;
    }

    static byte[] line(String text) {
        if (text.chars().anyMatch(c -> c == '\r' || c == '\n')) {
            throw new IllegalArgumentException(text);
        }
        return text.concat("\r\n").getBytes(UTF_8);
    }
}
