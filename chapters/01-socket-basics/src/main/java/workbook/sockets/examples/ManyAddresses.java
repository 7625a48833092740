package workbook.sockets.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/// Shows the addresses of a host, and whether `new Socket` gets through to a port of it.
final class ManyAddresses {
    private ManyAddresses() {}

    public static void main(String[] args) throws IOException {
        var host = args[0];
        var port = Integer.parseInt(args[1]);
        // tag::list[]
        for (var address : InetAddress.getAllByName(host)) {
            System.out.println(address);
        }
        try (var socket = new Socket(host, port)) {
            System.out.println("connected to " + socket.getInetAddress());
        }
        // end::list[]
    }
}
