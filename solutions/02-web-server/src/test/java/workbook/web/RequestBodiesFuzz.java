package workbook.web;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/// What a fuzzer demands of the decoder of chunked bodies: whatever the bytes, it ends, it never makes more of them than
/// came, and what it makes does not depend on the pieces in which they come.
public final class RequestBodiesFuzz {
    private static final RequestHead CHUNKED = new RequestHead("POST", "/", "HTTP/1.1",
            Headers.of("Host", "h", "Transfer-Encoding", "chunked"));

    private RequestBodiesFuzz() {}

    /// @param input the first byte says how long the pieces are, the others are what follows the head
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

    /// How it ended, the body, and how many bytes were left after it.
    private static List<Object> found(byte[] bytes, int piece) {
        var rest = new ByteArrayInputStream(bytes);
        try (var body = RequestBodies.body(CHUNKED, new Pieces(rest, piece), OutputStream.nullOutputStream())) {
            var decoded = body.readAllBytes();
            if (decoded.length > bytes.length || body.read() != -1) {
                throw new AssertionError(decoded.length + " bytes of body in " + bytes.length);
            }
            return List.of("ended", Arrays.hashCode(decoded), rest.available());
        } catch (RefusedRequest refused) {
            return List.of("refused", refused.status());
        } catch (EOFException e) {
            return List.of("cut short");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A stream whose reads return at most so many bytes.
    private static final class Pieces extends FilterInputStream {
        private final int longest;

        Pieces(InputStream in, int longest) {
            super(in);
            this.longest = longest;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, Math.min(length, longest));
        }
    }
}
