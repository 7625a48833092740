package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

final class DuplexClient {
    private DuplexClient() {}

    static int run(InputStream user, OutputStream screen, SocketAddress server) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server);
            Thread.ofVirtual().start(() -> send(user, socket));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                screen.write((line + "\r\n").getBytes(UTF_8));
                screen.flush();
            }
            return 0;
        } catch (SocketException e) {
            return 1;
        }
    }

    private static void send(InputStream user, Socket socket) {
        var lines = new BufferedReader(new InputStreamReader(user, UTF_8));
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            // The reader sees it, too.
        }
    }
}
