package workbook.web.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A page with six images on port 8080, from one thread, or from one for each connection: `java OneAfterTheOther.java each`.
final class OneAfterTheOther {
    private OneAfterTheOther() {}

    public static void main(String[] args) throws IOException {
        var each = args.length == 1;
        // tag::loop[]
        try (var listening = new ServerSocket()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080));
            for (var number = 1;; number++) {
                var socket = listening.accept();
                var conversation = new Conversation(number, socket);
                if (each) {
                    Thread.ofVirtual().start(conversation);
                } else {
                    conversation.run();
                }
            }
        }
        // end::loop[]
    }

    private record Conversation(int number, Socket socket) implements Runnable {
        @Override
        public void run() {
            System.out.println("connection " + number + " begins");
            try (socket; var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.startsWith("GET ")) {
                        System.out.println("connection " + number + ": " + line);
                        answer(line.startsWith("GET / "));
                    }
                }
            } catch (IOException e) {
                System.out.println("connection " + number + ": " + e.getMessage());
            }
            System.out.println("connection " + number + " is over");
        }

        private void answer(boolean isPage) throws IOException {
            var image = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><circle r='9'/></svg>";
            var page = "<title>six</title><img src=1><img src=2><img src=3><img src=4><img src=5><img src=6>";
            var body = isPage ? page : image;
            var head = "HTTP/1.1 200 OK\r\nContent-Type: " + (isPage ? "text/html" : "image/svg+xml")
                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(US_ASCII));
        }
    }
}
