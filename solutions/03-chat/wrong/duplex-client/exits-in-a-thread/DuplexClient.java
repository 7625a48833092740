package workbook.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;

final class DuplexClient {
    private DuplexClient() {}

    static int run(InputStream user, OutputStream screen, SocketAddress server) throws IOException {
        var socket = new Socket();
        socket.connect(server);
        Thread.ofPlatform().start(() -> {
            try {
                var bytes = new byte[8192];
                for (var count = socket.getInputStream().read(bytes); count >= 0; count = socket.getInputStream()
                        .read(bytes)) {
                    screen.write(bytes, 0, count);
                    screen.flush();
                }
                System.exit(0);
            } catch (IOException e) {
                System.exit(1);
            }
        });
        user.transferTo(socket.getOutputStream());
        socket.shutdownOutput();
        return 0;
    }
}
