package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the body of a request (RFC 9112, 6).
final class RequestBodies {
    static final int LIMIT = 8_192;

    private RequestBodies() {}

    static InputStream body(RequestHead head, InputStream rest, OutputStream out) throws IOException {
        var headers = head.headers();
        if (!headers.contains("Transfer-Encoding")) {
            var length = length(headers);
            if (length > 0) {
                goOn(head, out);
            }
            return new Part(rest, length);
        }
        if (headers.contains("Content-Length") || head.isHttp10()) {
            throw new RefusedRequest(400, "the length of the body can be read in two ways");
        }
        if (!String.join(",", headers.all("Transfer-Encoding")).equalsIgnoreCase("chunked")) {
            throw new RefusedRequest(501, "the only transfer coding is chunked");
        }
        goOn(head, out);
        return new Chunks(rest);
    }

    private static long length(Headers headers) throws RefusedRequest {
        var values = headers.all("Content-Length");
        if (values.isEmpty()) {
            return 0;
        }
        if (values.size() > 1) {
            throw new RefusedRequest(400, "more than one Content-Length");
        }
        return number(values.getFirst(), 10).orElseThrow(() -> new RefusedRequest(400, "no usable Content-Length"));
    }

    /// Digits and nothing else: `Long.parseLong` takes a sign, too.
    private static Optional<Long> number(String digits, int radix) {
        if (!digits.matches(radix == 10 ? "[0-9]+" : "[0-9a-fA-F]+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(digits, radix));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    private static void goOn(RequestHead head, OutputStream out) throws IOException {
        if (!head.isHttp10() && head.headers().lists("Expect", "100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
            out.flush();
        }
    }

    /// The next so many bytes of a stream.
    private static final class Part extends InputStream {
        private final InputStream in;
        private long left;

        Part(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            var count = in.read(bytes, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the stream ended inside a body");
            }
            left -= count;
            return count;
        }
    }

    /// What the chunks of a stream hold (RFC 9112, 7.1).
    private static final class Chunks extends InputStream {
        /// As many digits as the largest size needs.
        private static final int DIGITS = 16;
        private static final Pattern SIZE_LINE = Pattern.compile("([0-9a-fA-F]+)[ \\t]*(?:;[^\\r]*)?");

        private final InputStream in;
        private Part chunk;
        private int extras;
        private boolean ended;
        private Optional<IOException> broken = Optional.empty();

        Chunks(InputStream in) {
            this.in = in;
            this.chunk = new Part(in, 0);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (broken.isPresent()) {
                // Whoever went on would take the middle of something for its beginning.
                throw broken.get();
            }
            try {
                return length == 0 ? 0 : readSome(bytes, offset, length);
            } catch (IOException e) {
                broken = Optional.of(e);
                throw e;
            }
        }

        private int readSome(byte[] bytes, int offset, int length) throws IOException {
            if (!ended && chunk.left == 0) {
                begin();
            }
            if (ended) {
                return -1;
            }
            var count = chunk.read(bytes, offset, length);
            if (chunk.left == 0) {
                expect('\r');
                expect('\n');
            }
            return count;
        }

        private void expect(int expected) throws IOException {
            var next = in.read();
            if (next < 0) {
                throw new EOFException("the stream ended inside a body");
            }
            if (next != expected) {
                throw new RefusedRequest(400, "a chunk is longer than it says");
            }
        }

        private void begin() throws IOException {
            extras = 0;
            chunk = new Part(in, size());
            if (chunk.left == 0) {
                while (!line(0).isEmpty()) {
                    // Trailers are for nobody here.
                }
                ended = true;
            }
        }

        /// The size of the next chunk; blanks may stand between it and an extension.
        private long size() throws IOException {
            var matcher = SIZE_LINE.matcher(line(DIGITS));
            if (!matcher.matches()) {
                throw new RefusedRequest(400, "no chunk size");
            }
            return number(matcher.group(1), 16).orElseThrow(() -> new RefusedRequest(400, "no usable chunk size"));
        }

        /// A line without its end, and before there is one no more of it than may be.
        ///
        /// @param digits how many digits at its beginning are no extra
        private String line(int digits) throws IOException {
            var line = new ByteArrayOutputStream();
            var free = 0;
            for (var next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the stream ended inside a body");
                }
                line.write(next);
                free += free < digits && free == line.size() - 1 && HexFormat.isHexDigit(next) ? 1 : 0;
                // One byte more may still be the CR.
                if (extras + line.size() - free > LIMIT + 1) {
                    throw new RefusedRequest(400, "a chunked body has too much besides its data");
                }
            }
            var text = line.toString(ISO_8859_1);
            if (!text.endsWith("\r")) {
                throw new RefusedRequest(400, "a line does not end in CR LF");
            }
            extras += text.length() - 1 - free;
            return text.substring(0, text.length() - 1);
        }
    }
}
