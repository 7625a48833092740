package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class LineCodec {
    private final int longest;
    private final List<ByteBuffer> pieces = new ArrayList<>();
    private int begun;
    private int complete;

    LineCodec(int longest) {
        this.longest = longest;
    }

    void feed(ByteBuffer bytes) throws ProtocolException {
        pieces.add(bytes.duplicate());
        while (bytes.hasRemaining()) {
            var next = bytes.get();
            begun = next == '\n' ? 0 : begun + 1;
            complete += next == '\n' ? 1 : 0;
            if (begun > (next == '\r' ? longest + 1 : longest)) {
                throw new ProtocolException("too long");
            }
        }
    }

    Optional<String> next() throws ProtocolException {
        if (complete == 0) {
            return Optional.empty();
        }
        var line = new ByteArrayOutputStream();
        for (var piece : pieces) {
            while (piece.hasRemaining()) {
                var next = piece.get();
                if (next == '\n') {
                    complete--;
                    return Optional.of(text(line.toByteArray()));
                }
                line.write(next);
            }
        }
        return Optional.empty();
    }

    private static String text(byte[] line) throws ProtocolException {
        var length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("not UTF-8");
        }
    }

    boolean partial() {
        return begun > 0;
    }

    static byte[] line(String text) {
        if (text.contains("\r") || text.contains("\n")) {
            throw new IllegalArgumentException("a line end inside a line");
        }
        return (text + "\r\n").getBytes(UTF_8);
    }
}
