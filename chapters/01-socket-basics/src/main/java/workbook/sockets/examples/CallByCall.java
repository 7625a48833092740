package workbook.sockets.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// A conversation of Python's `socket` module, held in Java.
final class CallByCall {
    private CallByCall() {}

    public static void main(String[] arguments) throws IOException {
        // tag::calls[]
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 50, here);
                var s = new Socket()) {
            s.connect(listening.getLocalSocketAddress());
            try (var c = listening.accept()) {
                var address = c.getRemoteSocketAddress();
                System.out.println("the caller accepted is s: "
                        + address.equals(s.getLocalSocketAddress()));
                s.setSoTimeout(100);
                var buffer = new byte[4096];
                try {
                    s.getInputStream().read(buffer);
                } catch (SocketTimeoutException e) {
                    System.out.println("timed out");
                }
                c.getOutputStream().write("hello".getBytes(US_ASCII));
                System.out.println("read " + s.getInputStream().read(buffer));
            }
            System.out.println("read " + s.getInputStream().read(new byte[4096]));
            s.close();
            System.out.println("the peer's port, after close: "
                    + (s.getPort() == listening.getLocalPort()));
        }
        // end::calls[]
    }
}
