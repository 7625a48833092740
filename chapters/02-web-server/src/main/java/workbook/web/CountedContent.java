package workbook.web;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/// Content that counts its bytes while they are written, for the log.
final class CountedContent implements Content {
    private final Content inner;
    private long bytes;

    CountedContent(Content inner) {
        this.inner = inner;
    }

    /// How many have been written.
    long bytes() {
        return bytes;
    }

    @Override
    public OptionalLong length() {
        return inner.length();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        inner.writeTo(new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
                bytes++;
            }

            @Override
            public void write(byte[] array, int offset, int length) throws IOException {
                out.write(array, offset, length);
                bytes += length;
            }
        });
    }
}
