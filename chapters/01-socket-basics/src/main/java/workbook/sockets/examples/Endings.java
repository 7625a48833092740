package workbook.sockets.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// What reading and writing say after each of three endings: you are one end of a connection, the peer is the other.
final class Endings {
    private Endings() {}

    private interface Ending {
        void of(Socket peer) throws IOException;
    }

    public static void main(String[] args) throws IOException {
        // tag::endings[]
        show("closes", peer -> peer.close());
        show("resets", peer -> {
            peer.setSoLinger(true, 0);
            peer.close();
        });
        show("is silent", peer -> {});
        // end::endings[]
    }

    private static void show(String title, Ending ending) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, here);
                var you = new Socket(here, listening.getLocalPort());
                var peer = listening.accept()) {
            // tag::you[]
            ending.of(peer);
            System.out.println("the peer " + title);
            var in = you.getInputStream();
            System.out.println("  available()    " + in.available());
            you.setSoTimeout(200);
            System.out.println("  read()         " + result(() -> in.read()));
            System.out.println("  write(1)       " + result(() -> write(you)));
            System.out.println("  write(1)       " + result(() -> write(you)));
            System.out.println("  isConnected()  " + you.isConnected());
            // end::you[]
        }
    }

    private interface Step {
        Object take() throws IOException;
    }

    private static String result(Step step) {
        try {
            return step.take().toString();
        } catch (IOException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private static String write(Socket socket) throws IOException {
        socket.getOutputStream().write(1);
        return "fine";
    }
}
