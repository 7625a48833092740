import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Many who come and go at random, while one who stays checks what is said of them.
final class ChatSoak {
    /// A member stays for 5 to 25 seconds: with a thousand of them, some 130 lines a second for everyone.
    private static final int SHORTEST_STAY = 5_000;
    private static final int LONGEST_STAY = 25_000;

    private final int members;
    private final int seconds;
    private final int seed;

    ChatSoak(int members, int seconds, int seed) {
        this.members = members;
        this.seconds = seconds;
        this.seed = seed;
    }

    void run(List<String> builds) throws Exception {
        for (var build : builds) {
            try (var server = ChatServers.start(build, "disconnect")) {
                soak(build, server);
            }
        }
    }

    private void soak(String build, ChatServers server) throws Exception {
        var isOver = new AtomicBoolean();
        var visits = new AtomicInteger();
        var present = new HashSet<String>();
        var faults = new ArrayList<String>();
        long descriptors;
        try (var witness = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            var lines = new BufferedReader(new InputStreamReader(witness.getInputStream(), StandardCharsets.UTF_8));
            var own = lines.readLine();
            var listening = Thread.ofPlatform().start(() -> listen(witness, lines, present, faults));
            descriptors = server.descriptors();
            try (var visitors = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var i = 0; i < members; i++) {
                    var random = new Random(seed * 1_000_003L + i);
                    visitors.execute(() -> visit(server.port(), random, isOver, visits));
                }
                Thread.sleep(seconds * 1_000L);
                isOver.set(true);
            }
            // Whoever has left is heard of; then nobody is there but the witness.
            for (var turn = 0; turn < 1_200 && server.descriptors() > descriptors; turn++) {
                Thread.sleep(50);
            }
            witness.getOutputStream().write("/who\r\n/quit\r\n".getBytes(StandardCharsets.US_ASCII));
            listening.join();
            System.out.printf("%nsoak, %s: %,d visits of %,d members in %d s, seed %d; faults %s; ghosts %s; descriptors %d"
                    + " before, %d after (%s)%n", build, visits.get(), members, seconds, seed, faults, present, descriptors,
                    server.descriptors(), own);
        }
    }

    private static void listen(Socket witness, BufferedReader lines, HashSet<String> present, List<String> faults) {
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var words = line.split(" ");
                if (line.equals("?")) {
                    witness.getOutputStream().write("/pong\r\n".getBytes(StandardCharsets.US_ASCII));
                } else if (line.startsWith("* ") && line.endsWith(" joined") && !present.add(words[1])) {
                    faults.add("joined twice: " + words[1]);
                } else if (line.startsWith("* ") && line.endsWith(" left") && !present.remove(words[1])) {
                    faults.add("left, but was not there: " + words[1]);
                } else if (line.startsWith("= ") && words.length > 2) {
                    faults.add("still there at the end: " + line);
                }
            }
        } catch (IOException e) {
            faults.add("the witness was sent away: " + e);
        }
    }

    private static void visit(int port, Random random, AtomicBoolean isOver, AtomicInteger visits) {
        while (!isOver.get()) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                visits.incrementAndGet();
                listen(socket, random.nextInt(SHORTEST_STAY, LONGEST_STAY), isOver);
                leave(socket, random);
            } catch (IOException e) {
                // Its time was up, or it was sent away; it comes again.
            }
        }
    }

    private static void listen(Socket socket, int millis, AtomicBoolean isOver) throws IOException {
        var end = System.nanoTime() + millis * 1_000_000L;
        var in = socket.getInputStream();
        var buffer = new byte[4_096];
        socket.setSoTimeout(500);
        while (System.nanoTime() < end && !isOver.get()) {
            try {
                if (in.read(buffer) < 0) {
                    return;
                }
            } catch (SocketTimeoutException e) {
                // Nobody has said anything for a while.
            }
        }
    }

    private static void leave(Socket socket, Random random) throws IOException {
        if (random.nextInt(10) == 0) {
            socket.getOutputStream().write(("hello " + random.nextInt() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        switch (random.nextInt(4)) {
            case 0 -> socket.setOption(StandardSocketOptions.SO_LINGER, 0); // a reset
            case 1 -> socket.getOutputStream().write("/quit\r\n".getBytes(StandardCharsets.US_ASCII));
            case 2 -> socket.shutdownOutput();
            default -> socket.getOutputStream().write("half a li".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
