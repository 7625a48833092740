package workbook.sockets;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Races the addresses, each attempt on a virtual thread of its own, 100 ms apart: choose it where one silent
/// address may not hold up the others (RFC 8305, section 5) and the code blocks.
final class ConnectByName {
    private ConnectByName() {}

    static Socket connect(Resolver resolver, String host, int port, Duration total) throws IOException {
        var addresses = new ArrayDeque<>(resolver.resolve(host));
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        var sockets = new ArrayList<Socket>();
        try {
            return race(addresses, port, System.nanoTime() + total.toNanos(), sockets);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            // Closing a socket ends its attempt, too. The winner is not in the list any more.
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private sealed interface End {
        record Connected(Socket socket) implements End {}

        record Failed(IOException failure) implements End {}
    }

    /// A new attempt begins when another has failed, or 100 ms after the last began: RFC 8305, section 5, has 250 ms.
    private static Socket race(ArrayDeque<InetAddress> untried, int port, long end, List<Socket> sockets)
            throws IOException, InterruptedException {
        var ends = new LinkedBlockingQueue<End>();
        var failure = new IOException("every address failed");
        var running = 0;
        while (running > 0 || !untried.isEmpty()) {
            if (!untried.isEmpty()) {
                start(new InetSocketAddress(untried.remove(), port), sockets, ends);
                running++;
            }
            var left = end - System.nanoTime();
            var wait = untried.isEmpty() ? left : Math.min(left, TimeUnit.MILLISECONDS.toNanos(100));
            switch (ends.poll(wait, TimeUnit.NANOSECONDS)) {
                case End.Connected(var socket) -> {
                    sockets.remove(socket);
                    return socket;
                }
                case End.Failed(var e) -> {
                    failure.addSuppressed(e);
                    running--;
                }
                case null -> {
                    if (end - System.nanoTime() <= 0) {
                        throw failure;
                    }
                }
            }
        }
        throw failure;
    }

    private static void start(InetSocketAddress endpoint, List<Socket> sockets, LinkedBlockingQueue<End> ends) {
        var socket = new Socket();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> {
            try {
                socket.connect(endpoint);
                ends.add(new End.Connected(socket));
            } catch (IOException e) {
                ends.add(new End.Failed(e));
            }
        });
    }
}
