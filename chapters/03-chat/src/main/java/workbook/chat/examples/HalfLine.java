package workbook.chat.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// What `readLine` makes of a line whose end never came.
final class HalfLine {
    private HalfLine() {}

    public static void main(String[] args) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, here);
                var sender = new Socket(here, listening.getLocalPort());
                var receiver = listening.accept()) {
            // tag::half[]
            sender.getOutputStream().write("pay bob 5\r\npay bob 50".getBytes(UTF_8));
            sender.close();

            var text = new InputStreamReader(receiver.getInputStream(), UTF_8);
            var lines = new BufferedReader(text);
            System.out.println(lines.readLine());
            System.out.println(lines.readLine());
            System.out.println(lines.readLine());
            // end::half[]
        }
    }
}
