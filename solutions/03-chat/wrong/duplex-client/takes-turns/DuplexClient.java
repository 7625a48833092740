package workbook.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;

final class DuplexClient {
    private DuplexClient() {}

    static int run(InputStream user, OutputStream screen, SocketAddress server) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server);
            var bytes = new byte[8192];
            while (true) {
                var typed = user.read(bytes);
                if (typed >= 0) {
                    socket.getOutputStream().write(bytes, 0, typed);
                } else {
                    socket.shutdownOutput();
                }
                var said = socket.getInputStream().read(bytes);
                if (said < 0) {
                    return 0;
                }
                screen.write(bytes, 0, said);
                screen.flush();
            }
        }
    }
}
