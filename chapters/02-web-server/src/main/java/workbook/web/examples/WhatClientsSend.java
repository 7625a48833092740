package workbook.web.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Shows what a client of the web sends before it hears anything.
public final class WhatClientsSend {
    private WhatClientsSend() {}

    /// Waits for one client at port 8080 of this machine.
    public static void main(String[] arguments) throws IOException {
        // tag::listen[]
        try (var listener = new ServerSocket(8080, 1, InetAddress.getLoopbackAddress());
                var client = listener.accept()) {
            var bytes = new byte[4096];
            var count = client.getInputStream().read(bytes);
            var text = new String(bytes, 0, Math.max(0, count), ISO_8859_1);
            System.out.print(text.replace("\r\n", "\\r\\n\n"));
        }
        // end::listen[]
    }
}
