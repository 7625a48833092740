package workbook.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

final class DuplexClient {
    private DuplexClient() {}

    static int run(InputStream user, OutputStream screen, SocketAddress server) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server);
            var broken = new AtomicBoolean();
            var sender = new Thread(() -> send(user, socket, broken));
            sender.setDaemon(true);
            sender.start();
            var in = socket.getInputStream();
            var bytes = new byte[8192];
            int count;
            while ((count = read(in, bytes)) >= 0) {
                screen.write(bytes, 0, count);
                screen.flush();
            }
            synchronized (broken) {
                return count == -1 && !broken.get() ? 0 : 1;
            }
        }
    }

    private static int read(InputStream in, byte[] bytes) {
        try {
            return in.read(bytes);
        } catch (IOException e) {
            return -2;
        }
    }

    private static void send(InputStream user, Socket socket, AtomicBoolean broken) {
        try {
            var out = socket.getOutputStream();
            var bytes = new byte[8192];
            int count;
            while ((count = Math.max(-1, read(user, bytes))) >= 0) {
                synchronized (broken) {
                    try {
                        out.write(bytes, 0, count);
                    } catch (IOException e) {
                        broken.set(true);
                        return;
                    }
                }
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            // The reader meets the reset.
        }
    }
}
