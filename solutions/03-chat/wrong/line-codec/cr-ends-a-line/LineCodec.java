package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

final class LineCodec {
    private final int longest;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final Queue<String> complete = new ArrayDeque<>();

    LineCodec(int longest) {
        this.longest = longest;
    }

    void feed(ByteBuffer bytes) throws ProtocolException {
        while (bytes.hasRemaining()) {
            var next = bytes.get();
            if (next == '\n' || next == '\r') {
                if (next == '\r' && bytes.hasRemaining() && bytes.get(bytes.position()) == '\n') {
                    bytes.get();
                }
                complete.add(begun.toString(UTF_8));
                begun.reset();
            } else {
                begun.write(next);
            }
            if (begun.size() > longest) {
                throw new ProtocolException("too long");
            }
        }
    }

    Optional<String> next() {
        return Optional.ofNullable(complete.poll());
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
