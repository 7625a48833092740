package echo;

import java.io.IOException;
import java.net.ServerSocket;

final class EchoServer {
    private EchoServer() {}

    static void serve(ServerSocket listener) throws IOException {
        while (true) {
            try (var socket = listener.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            }
        }
    }
}
