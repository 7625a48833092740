package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// The client's side of a chunked body: keeps what was sent, and reads it as strictly as RFC 9112, 7.1 is written.
final class ChunkedWire extends OutputStream {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final int leavesAfter;
    boolean closed;
    boolean left;
    int writesAfterLeaving;

    ChunkedWire() {
        this(Integer.MAX_VALUE);
    }

    /// @param leavesAfter so many bytes, from then on every write fails
    ChunkedWire(int leavesAfter) {
        this.leavesAfter = leavesAfter;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (left) {
            writesAfterLeaving++;
        }
        if (sent.size() + length > leavesAfter) {
            left = true;
            throw new IOException("Broken pipe");
        }
        sent.write(bytes, offset, length);
    }

    @Override
    public void close() {
        closed = true;
    }

    byte[] bytes() {
        return sent.toByteArray();
    }

    /// What has arrived behind the head.
    byte[] body() {
        var text = sent.toString(ISO_8859_1);
        return text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
    }

    String head() {
        var text = sent.toString(ISO_8859_1);
        return text.substring(0, Math.max(0, text.indexOf("\r\n\r\n")));
    }

    /// @param said what the chunks held
    /// @param ended whether the last chunk came
    /// @param wrong what no client would understand, or nothing
    /// @param rest how many bytes follow the end
    record Reading(byte[] said, boolean ended, String wrong, int rest) {}

    static Reading read(byte[] wire) {
        var said = new ByteArrayOutputStream();
        var text = new String(wire, ISO_8859_1);
        var at = 0;
        while (at < text.length()) {
            var end = text.indexOf("\r\n", at);
            if (end < 0) {
                return new Reading(said.toByteArray(), false, "no CR LF behind the length at byte " + at, 0);
            }
            var size = text.substring(at, end).replaceFirst("[ \t]*;.*", "");
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                return new Reading(said.toByteArray(), false,
                        "no hexadecimal length at byte " + at + " but \""
                                + (size.length() > 20 ? size.substring(0, 20) + "…" : size)
                                + "\"",
                        0);
            }
            var length = Long.parseLong(size, 16);
            at = end + 2;
            if (length == 0) {
                return text.startsWith("\r\n", at)
                        ? new Reading(said.toByteArray(), true, "", text.length() - at - 2)
                        : new Reading(said.toByteArray(), false, "the last chunk without its empty line", 0);
            }
            if (at + length + 2 > text.length()) {
                return new Reading(said.toByteArray(), false, "a chunk of " + length + " bytes with only "
                        + (text.length() - at) + " behind its length", 0);
            }
            said.writeBytes(Arrays.copyOfRange(wire, at, at + (int) length));
            at += (int) length;
            if (!text.startsWith("\r\n", at)) {
                return new Reading(said.toByteArray(), false, "no CR LF behind a chunk of " + length, 0);
            }
            at += 2;
        }
        return new Reading(said.toByteArray(), false, "", 0);
    }
}
