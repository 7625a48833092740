package workbook.sockets.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Calls port 80 of an address without a time limit, and says when the system has had enough.
final class Patience {
    private Patience() {}

    public static void main(String[] args) {
        // tag::call[]
        var started = System.nanoTime();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(args[0], 80));
            System.out.println("connected");
        } catch (IOException e) {
            var seconds = (System.nanoTime() - started) / 1_000_000_000;
            System.out.println("after " + seconds + " s " + e);
        }
        // end::call[]
    }
}
