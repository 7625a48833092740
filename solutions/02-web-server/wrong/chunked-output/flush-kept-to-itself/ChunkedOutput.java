package workbook.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Sends a body whose length nobody knows before its end.
final class ChunkedOutput {
    private ChunkedOutput() {}

    static OutputStream chunked(OutputStream out) {
        return new Chunks(out);
    }

    static boolean send(OutputStream out, RequestHead request, Response response, boolean keep) throws IOException {
        if (request.isHttp10()) {
            out.write(ResponseWriter.head(response, Headers.of("Connection", "close")));
            response.content().writeTo(out);
            out.flush();
            return false;
        }
        var framing = ResponseWriter.connection(request, keep).with("Transfer-Encoding", "chunked");
        out.write(ResponseWriter.head(response, framing));
        // Not in a try-with-resources: it would end the body of a content that failed half-way.
        var chunks = chunked(out);
        response.content().writeTo(chunks);
        chunks.close();
        return keep;
    }

    private static final class Chunks extends OutputStream {
        private final OutputStream out;
        private boolean closed;

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[]{(byte) b});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (closed) {
                throw new IOException("the body has ended");
            }
            if (length == 0) {
                return;
            }
            // One write of the whole chunk: three small ones could leave as three segments.
            var chunk = new ByteArrayOutputStream(length + 12);
            chunk.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
            chunk.write(bytes, offset, length);
            chunk.writeBytes("\r\n".getBytes(US_ASCII));
            chunk.writeTo(out);
        }

        @Override
        public void flush() {
            // Every write is sent at once: nothing waits here.
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                out.write("0\r\n\r\n".getBytes(US_ASCII));
                out.flush();
            }
        }
    }
}
