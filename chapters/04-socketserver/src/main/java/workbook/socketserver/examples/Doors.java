package workbook.socketserver.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// A server whose handler runs out of stack, and what its client hears of that.
final class Doors {
    private Doors() {}

    // tag::middle[]
    private static void serve(Socket request) throws IOException {
        if (!isWelcome(request)) {
            deny(request);
            return;
        }
        try {
            process(request);
        } catch (Exception e) {
            fail(request, e);
        }
    }

    private static void process(Socket request) throws IOException {
        handle(request);
        request.close();
    }
    // end::middle[]

    private static boolean isWelcome(Socket request) {
        return request.isConnected();
    }

    private static void deny(Socket request) throws IOException {
        request.close();
    }

    private static void fail(Socket request, Exception trouble) throws IOException {
        trouble.printStackTrace();
        request.close();
    }

    private static void handle(Socket request) throws IOException {
        handle(request);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
            Thread.ofPlatform().start(() -> loop(listening)).join();
            client.setSoTimeout(1000);
            System.out.println("the client has read " + (client.getInputStream().read() < 0 ? "the end" : "something"));
        } catch (SocketTimeoutException e) {
            System.out.println("the client has read nothing for a second, and waits");
        }
    }

    private static void loop(ServerSocket listening) {
        try {
            while (true) {
                serve(listening.accept());
            }
        } catch (IOException | Error e) {
            System.out.println("the loop has ended: " + e);
        }
    }
}
