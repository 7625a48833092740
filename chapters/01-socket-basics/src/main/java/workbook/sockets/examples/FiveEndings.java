package workbook.sockets.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;

/// Calls five addresses, each of which meets a caller in a way of its own.
final class FiveEndings {
    private FiveEndings() {}

    public static void main(String[] args) throws IOException {
        // tag::doors[]
        var here = InetAddress.getLoopbackAddress();
        try (var open = new ServerSocket(0, 50, here);
                var closed = new Socket(); // keeps its port and does not listen
                var full = new ServerSocket(0, 1, here);
                var first = new Socket(here, full.getLocalPort());
                var second = new Socket(here, full.getLocalPort())) {
            closed.bind(new InetSocketAddress(here, 0));
            call("open", open.getLocalSocketAddress());
            call("closed", closed.getLocalSocketAddress());
            call("full", full.getLocalSocketAddress());
            call("many", new InetSocketAddress("224.0.0.1", 80));
            call("name", InetSocketAddress.createUnresolved("localhost", 80));
        }
        // end::doors[]
    }

    // tag::call[]
    static void call(String what, SocketAddress address) {
        var started = System.nanoTime();
        try (var socket = new Socket()) {
            socket.connect(address, 500);
            System.out.println(what + ": connected");
        } catch (IOException e) {
            var millis = (System.nanoTime() - started) / 1_000_000;
            System.out.println(what + ": after " + millis + " ms " + e);
        }
    }
    // end::call[]
}
