package workbook.rawtcp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import workbook.kit.Carried;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.kit.Terminal;
import workbook.kit.network.PrivateNetwork;

/// Asks port after port of the private network's own machine, by the reader's [SynProbe], whether somebody listens.
final class Probe {
    static final String USUAL_PORTS = "1-1024,8080";
    static final int USUAL_WAIT = 200;
    static final int LONGEST_WAIT = 10_000;
    /// Where somebody listens, so that there is something to find.
    static final List<Integer> LISTENING = List.of(7, 80, 8080);
    /// Where somebody listens, and lets nobody in: its queue is full.
    static final int FULL = 443;
    /// Of so many ports, those that are closed are shown, too.
    private static final int FEW = 16;
    private static final int FIRST_OF_OURS = 49_152;

    private final Terminal io;
    private final Inet4Address host;
    private final List<Integer> ports;
    private final Duration wait;
    private final Random random = new Random();
    private final Map<PortState, Integer> counts = new EnumMap<>(PortState.class);

    Probe(Terminal io, Inet4Address host, List<Integer> ports, Options options) throws GivenUp {
        this.io = io;
        this.host = host;
        this.ports = ports;
        wait = Duration.ofMillis(options.number("--wait", USUAL_WAIT, 1, LONGEST_WAIT));
    }

    void run() throws GivenUp, IOException {
        Inside.enter();
        io.out().println(ports.size() + (ports.size() == 1 ? " port" : " ports") + " of " + host.getHostAddress()
                + ", in a network of the program's own.");
        io.out().println();
        var open = new ArrayList<AutoCloseable>();
        try {
            if (!host.equals(PrivateNetwork.nobody())) {
                listen(open);
            }
            probe();
        } finally {
            close(open);
        }
    }

    private void listen(List<AutoCloseable> open) throws IOException {
        for (var port : LISTENING) {
            open.add(new ServerSocket(port, 1, host));
        }
        open.add(new ServerSocket(FULL, 1, host));
        // A queue of 1 holds two connections: listen(2) counts one less than fits.
        for (var client = 0; client < 2; client++) {
            var socket = new Socket();
            open.add(socket);
            socket.connect(new InetSocketAddress(host, FULL), LONGEST_WAIT);
        }
    }

    private void probe() throws IOException {
        var began = System.nanoTime();
        try (var wire = new RawWire(PrivateNetwork.nobody())) {
            for (var port : ports) {
                var ends = new Ends(PrivateNetwork.nobody(), FIRST_OF_OURS + port % (1 << 14), host, port);
                var state = SynProbe.probe(wire, ends, random.nextInt(), wait);
                counts.merge(state, 1, Integer::sum);
                if (state != PortState.CLOSED || ports.size() <= FEW) {
                    io.out().println(String.format(Locale.ROOT, "%5d  %s", port, words(state)));
                }
            }
        }
        io.out().println();
        io.out().println(counts.entrySet().stream().map(each -> each.getValue() + " " + words(each.getKey()))
                .collect(Collectors.joining(", "))
                + String.format(Locale.ROOT, ", in %.1f s", (System.nanoTime() - began) / 1e9));
        io.out().println(Carried.inThisRun().line("tcp-header", "internet-checksum", "ip-header", "handshake",
                "syn-probe"));
    }

    private static String words(PortState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void close(List<AutoCloseable> open) throws IOException {
        for (var each : open.reversed()) {
            try {
                each.close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("no socket closes like this", e);
            }
        }
    }
}
