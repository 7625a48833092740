package workbook.sockets;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import workbook.testkit.NotRun;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

/// Endpoints of this machine that meet a caller as a test wants it; the report tells which are there.
///
/// A port of 0 stands for any that is free. Several addresses of the machine may share a port.
final class Doors implements AutoCloseable {
    private static final String ON_LINUX = "run the workbook on Linux, in a virtual machine for example";
    private static final int QUEUE = 1;
    private static final long PROBE_MILLIS = 20;

    /// Once is enough for a system.
    private static volatile boolean silenceIsProved;

    private final Transcript transcript = new Transcript();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    Transcript transcript() {
        return transcript;
    }

    /// Somebody listens.
    ServerSocket accepts(String host, int port) {
        var listener = listener(host, port, 50);
        transcript.test("listened on " + text(listener.getLocalSocketAddress()));
        return listener;
    }

    /// The port is kept, by a socket that does not listen, so that nobody else can come to listen on it.
    InetSocketAddress refuses(String host, int port) {
        var address = refusing(host, port);
        transcript.test("kept " + text(address) + " closed");
        return address;
    }

    /// The same for several addresses.
    void refuse(int port, String... hosts) {
        for (var host : hosts) {
            refusing(host, port);
        }
        transcript.test("kept port " + port + " of " + String.join(", ", hosts) + " closed");
    }

    private InetSocketAddress refusing(String host, int port) {
        try {
            var holder = keep(new Socket());
            // A connection of an earlier test may rest on the port in TIME-WAIT.
            holder.setReuseAddress(true);
            holder.bind(new InetSocketAddress(host, port));
            TestSide.has(holder);
            return (InetSocketAddress) holder.getLocalSocketAddress();
        } catch (IOException e) {
            throw failed(host, port, e);
        }
    }

    /// Somebody listens and does not accept, and the queue is full: Linux lets the next caller wait (listen(2)).
    InetSocketAddress keepsSilent(String host, int port) {
        var address = silent(host, port);
        transcript.test("let " + text(address) + " keep silent");
        return address;
    }

    /// The same for several addresses; what comes back is their port.
    int keepSilent(String... hosts) {
        var port = 0;
        for (var host : hosts) {
            port = silent(host, port).getPort();
        }
        transcript.test("let " + hosts[0] + " and " + (hosts.length - 1) + " others keep silent on port " + port);
        return port;
    }

    private InetSocketAddress silent(String host, int port) {
        var listener = listener(host, port, QUEUE);
        var address = (InetSocketAddress) listener.getLocalSocketAddress();
        try {
            // The kernel holds one more than it was asked for.
            for (var i = 0; i < QUEUE + 1; i++) {
                var waiting = keep(new Socket());
                waiting.connect(address, 1000);
                TestSide.has(waiting);
            }
            if (!silenceIsProved && answers(address)) {
                throw new NotRun("a full queue is answered on this system, where Linux keeps silent", ON_LINUX);
            }
        } catch (IOException e) {
            throw new NotRun("a queue of 1 holds less than two connections on this system", ON_LINUX);
        }
        silenceIsProved = true;
        return address;
    }

    /// Whether a caller hears anything soon.
    private static boolean answers(SocketAddress address) throws IOException {
        try (var selector = Selector.open(); var caller = SocketChannel.open()) {
            caller.configureBlocking(false);
            caller.register(selector, SelectionKey.OP_CONNECT);
            var isConnected = caller.connect(address);
            TestSide.has(caller);
            return isConnected || selector.select(PROBE_MILLIS) > 0;
        }
    }

    private ServerSocket listener(String host, int port, int backlog) {
        try {
            var listener = keep(new ServerSocket());
            listener.bind(new InetSocketAddress(host, port), backlog);
            TestSide.has(listener);
            return listener;
        } catch (IOException e) {
            throw failed(host, port, e);
        }
    }

    /// Ends the test as not run where there is no ::1.
    static void needIpv6() {
        try (var doors = new Doors()) {
            doors.refusing("::1", 0);
        }
    }

    /// Where there is no IPv6, the socket itself may be what cannot be made.
    private static RuntimeException failed(String host, int port, IOException e) {
        if (host.contains(":")) {
            return new NotRun("this machine has no IPv6 on its loopback",
                    "sudo sysctl -w net.ipv6.conf.lo.disable_ipv6=0");
        }
        return e instanceof BindException && (port == 0 || !isThere(host))
                ? new NotRun("this machine does not have the address " + host, ON_LINUX)
                : new IllegalStateException("the test's own endpoints failed", e);
    }

    private static boolean isThere(String host) {
        try (var any = new ServerSocket()) {
            any.bind(new InetSocketAddress(host, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// `127.0.0.1:4000`, `[::1]:4000`.
    static String text(SocketAddress address) {
        var endpoint = (InetSocketAddress) address;
        var host = endpoint.getAddress().getHostAddress();
        return (host.contains(":") ? "[::1]" : host) + ":" + endpoint.getPort();
    }

    /// Closed with the doors.
    synchronized <T extends AutoCloseable> T keep(T opened) {
        open.push(opened);
        return opened;
    }

    /// A second time does nothing.
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                // Closed is all that it has to be.
            }
        }
    }
}
