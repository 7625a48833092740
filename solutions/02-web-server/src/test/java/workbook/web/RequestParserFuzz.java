package workbook.web;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a fuzzer demands of the request parser: whatever the bytes, it finds heads or refuses, and it finds the same
/// whether they come at once or in pieces.
///
/// `tools/fuzz/fuzz.sh` runs it with inputs that it invents, [FuzzCorpusTest] with those that are kept.
public final class RequestParserFuzz {
    private static final int LINE = 256;
    private static final int HEADERS = 512;

    private RequestParserFuzz() {}

    /// @param input the first byte says how long the pieces are, the others are what a client sends
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var bytes = Arrays.copyOfRange(input, 1, input.length);
        var whole = found(bytes, Math.max(1, bytes.length));
        var inPieces = found(bytes, 1 + (input[0] & 0xff) % 16);
        if (!whole.equals(inPieces)) {
            throw new AssertionError("at once " + whole + ", in pieces " + inPieces);
        }
    }

    /// The heads in their order, and at the end a refusal or how many bytes were taken without one.
    private static List<Object> found(byte[] bytes, int piece) {
        var found = new ArrayList<Object>();
        var parser = new RequestParser(LINE, HEADERS);
        try {
            for (var from = 0; from < bytes.length; from += piece) {
                var buffer = ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from));
                while (buffer.hasRemaining()) {
                    var before = buffer.remaining();
                    var head = parser.feed(buffer);
                    head.ifPresent(found::add);
                    if (head.isEmpty() && buffer.hasRemaining() || buffer.remaining() == before) {
                        throw new AssertionError("bytes are left and no head is complete");
                    }
                    head.ifPresent(RequestParserFuzz::check);
                }
            }
        } catch (RefusedRequest refused) {
            found.add(refused.status());
        }
        return found;
    }

    private static void check(RequestHead head) {
        var size = head.headers()
                .fields()
                .stream()
                .mapToInt(field -> field.name().length() + field.value().length())
                .sum();
        if (size > HEADERS || head.method().length() + head.target().length() > LINE) {
            throw new AssertionError("a head beyond the limits");
        }
        var texts = new ArrayList<>(List.of(head.method(), head.target(), head.version()));
        head.headers().fields().forEach(field -> texts.addAll(List.of(field.name(), field.value())));
        if (texts.stream().anyMatch(text -> text.contains("\n") || text.contains("\0"))) {
            throw new AssertionError("a line end or a NUL got through");
        }
        var names = new ArrayList<>(List.of(head.method(), head.target()));
        head.headers().fields().forEach(field -> names.add(field.name()));
        if (names.stream().anyMatch(name -> name.chars().anyMatch(c -> c <= ' ' || c == 127))) {
            throw new AssertionError("a blank or a control character outside of a value");
        }
        if (!List.of("HTTP/1.0", "HTTP/1.1").contains(head.version())) {
            throw new AssertionError("a version that nobody asked for");
        }
    }
}
