package workbook.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// The body of a response: how long it is, if that is known before it is sent, and how to send it.
interface Content {
    /// In bytes; empty if nobody knows before it is sent.
    OptionalLong length();

    /// Writes all of it and leaves the stream open.
    void writeTo(OutputStream out) throws IOException;

    /// No body at all.
    static Content none() {
        return of(new byte[0]);
    }

    static Content of(byte[] bytes) {
        return ofLength(bytes.length, out -> out.write(bytes));
    }

    /// A text in UTF-8.
    static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Content of which the length is known.
    static Content ofLength(long length, Writer writer) {
        return new Content() {
            @Override
            public OptionalLong length() {
                return OptionalLong.of(length);
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                writer.writeTo(out);
            }
        };
    }

    /// Content that is made while it is sent.
    static Content streamed(Writer writer) {
        return new Content() {
            @Override
            public OptionalLong length() {
                return OptionalLong.empty();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                writer.writeTo(out);
            }
        };
    }

    /// What the answer to a `HEAD` has: the length of a body that is not sent (RFC 9110, 9.3.2).
    static Content omitted(long length) {
        return ofLength(length, out -> {});
    }

    /// Writes a body.
    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }
}
