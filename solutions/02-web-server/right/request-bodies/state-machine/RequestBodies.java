package workbook.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// One stream for every kind of body, which looks at each byte of the framing as it comes and keeps no line: choose it
/// where the same steps must one day run without a thread that waits.
final class RequestBodies extends InputStream {
    static final int LIMIT = 8_192;

    private enum State { DATA, SIZE, EXTENSION, SIZE_LF, DATA_CR, DATA_LF, TRAILER, TRAILER_LF, END, BROKEN }

    private final InputStream rest;
    private final boolean chunked;
    private State state;
    private long left;
    private int digits;
    private int extras;
    private int trailer;

    private RequestBodies(InputStream rest, boolean chunked, long left) {
        this.rest = rest;
        this.chunked = chunked;
        this.left = left;
        this.state = chunked ? State.SIZE : left == 0 ? State.END : State.DATA;
    }

    static InputStream body(RequestHead head, InputStream rest, OutputStream out) throws IOException {
        var codings = head.headers().all("Transfer-Encoding");
        var lengths = head.headers().all("Content-Length");
        if (!codings.isEmpty() && (!lengths.isEmpty() || head.isHttp10()) || lengths.size() > 1) {
            throw new RefusedRequest(400, "more than one length");
        }
        if (!codings.isEmpty() && (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked"))) {
            throw new RefusedRequest(400, "an unknown coding");
        }
        var body = new RequestBodies(rest, !codings.isEmpty(), lengths.isEmpty() ? 0 : length(lengths.getFirst()));
        if (body.state != State.END && !head.isHttp10() && head.headers().lists("Expect", "100-continue")) {
            out.write("HTTP/1.1 100 \r\n\r\n".getBytes(US_ASCII));
        }
        return body;
    }

    private static long length(String text) throws RefusedRequest {
        var length = text.isEmpty() ? -1L : 0L;
        for (var c : text.toCharArray()) {
            if (c < '0' || c > '9' || length < 0 || length > (Long.MAX_VALUE - (c - '0')) / 10) {
                throw new RefusedRequest(400, "no length");
            }
            length = 10 * length + c - '0';
        }
        if (length < 0) {
            throw new RefusedRequest(400, "no length");
        }
        return length;
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
        while (state != State.DATA) {
            if (state == State.END) {
                return -1;
            }
            step(rest.read());
        }
        var count = rest.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("inside a body");
        }
        left -= count;
        if (left == 0) {
            state = chunked ? State.DATA_CR : State.END;
        }
        return count;
    }

    private void step(int next) throws IOException {
        if (next < 0) {
            throw new EOFException("inside a body");
        }
        switch (state) {
            case SIZE -> size(next);
            case EXTENSION -> extension(next);
            case SIZE_LF -> {
                expect(next, '\n');
                state = left == 0 ? State.TRAILER : State.DATA;
                trailer = 0;
            }
            case DATA_CR -> {
                expect(next, '\r');
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                expect(next, '\n');
                state = State.SIZE;
                digits = 0;
            }
            case TRAILER -> trailer(next);
            case TRAILER_LF -> {
                expect(next, '\n');
                state = trailer == 0 ? State.END : State.TRAILER;
                trailer = 0;
            }
            default -> throw broken();
        }
    }

    private void size(int next) throws RefusedRequest {
        var digit = next < 128 ? Character.digit(next, 16) : -1;
        if (digit >= 0) {
            if (left > Long.MAX_VALUE >> 4) {
                throw broken();
            }
            left = left << 4 | digit;
            digits++;
            if (digits > 16) {
                extra();
            }
            return;
        }
        if (digits == 0) {
            throw broken();
        }
        state = switch (next) {
            case '\r' -> State.SIZE_LF;
            case ';', ' ', '\t' -> State.EXTENSION;
            default -> throw broken();
        };
        blank = next != ';' && next != '\r';
    }

    private boolean blank;

    private void extension(int next) throws RefusedRequest {
        extra();
        if (next == '\r') {
            state = State.SIZE_LF;
        } else if (next == '\n' || blank && next != ';' && next != ' ' && next != '\t') {
            throw broken();
        } else if (next == ';') {
            blank = false;
        }
    }

    private void trailer(int next) throws RefusedRequest {
        if (next == '\r') {
            state = State.TRAILER_LF;
        } else {
            extra();
            trailer++;
        }
    }

    private void extra() throws RefusedRequest {
        extras++;
        if (extras > LIMIT) {
            throw broken();
        }
    }

    private void expect(int next, int expected) throws RefusedRequest {
        if (next != expected) {
            throw broken();
        }
    }

    private RefusedRequest broken() {
        state = State.BROKEN;
        return new RefusedRequest(400, "no chunk");
    }
}
