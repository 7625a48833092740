package workbook.sockets.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A copying loop with a mistake in it, which the chapter asks about.
final class MistakenEnd {
    private MistakenEnd() {}

    static void save(InputStream in, OutputStream file) throws IOException {
        // tag::loop[]
        byte b = (byte) in.read();
        while (b != -1) {
            file.write(b);
            b = (byte) in.read();
        }
        // end::loop[]
    }
}
