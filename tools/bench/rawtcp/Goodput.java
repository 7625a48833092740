package workbook.rawtcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import workbook.kit.network.PrivateNetwork;

/// How many bytes a second the reference's TCP carries: to itself, with every packet made and read, and to the kernel.
public final class Goodput {
    private static final Settings SETTINGS = new Settings(1460, 65_535, 1 << 18, Duration.ofMillis(200), 15,
            Duration.ofMillis(1));

    private Goodput() {}

    /// @param words memory or kernel, megabytes, and of how many packets in 1,000 are lost
    public static void main(String... words) throws Exception {
        var bytes = Long.parseLong(words[1]) << 20;
        var loss = Integer.parseInt(words[2]) / 1000.0;
        // The first run is for the compiler.
        for (var round = 0; round < 3; round++) {
            var began = System.nanoTime();
            var taken = words[0].equals("memory") ? memory(bytes, loss) : kernel(bytes, loss);
            var seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf("%s, %.1f %% lost: %d MB in %.2f s, %.2f Gbit/s%n", words[0], loss * 100, taken >> 20, seconds,
                    taken * 8 / seconds / 1e9);
        }
    }

    /// Two connections in one thread; a clock that stands still unless nothing else is left to do.
    private static long memory(long bytes, double loss) throws Exception {
        var random = new Random(1);
        var there = new Ends(PrivateNetwork.nobody(), 1, PrivateNetwork.here(), 2);
        var back = new Ends(PrivateNetwork.here(), 2, PrivateNetwork.nobody(), 1);
        var sender = new TcpConnection(there, 1, SETTINGS);
        var receiver = new TcpConnection(back, 2, SETTINGS);
        Queue<byte[]> toReceiver = new ArrayDeque<>();
        Queue<byte[]> toSender = new ArrayDeque<>();
        var chunk = new byte[1 << 16];
        var now = Instant.EPOCH;
        var written = 0L;
        var taken = 0L;
        carry(sender.open(now), toReceiver, loss, random);
        while (taken < bytes) {
            if (written < bytes && sender.state() == State.ESTABLISHED) {
                written += sender.write(chunk, 0, (int) Math.min(chunk.length, bytes - written));
                carry(sender.flush(now), toReceiver, loss, random);
            }
            var isQuiet = toReceiver.isEmpty() && toSender.isEmpty();
            for (var packet = toReceiver.poll(); packet != null; packet = toReceiver.poll()) {
                carry(receiver.on(Packets.segment(packet, true).orElseThrow(), now), toSender, loss, random);
                taken += receiver.read(1 << 20).length;
            }
            carry(receiver.flush(now), toSender, loss, random);
            for (var packet = toSender.poll(); packet != null; packet = toSender.poll()) {
                carry(sender.on(Packets.segment(packet, true).orElseThrow(), now), toReceiver, loss, random);
            }
            if (isQuiet && toReceiver.isEmpty()) {
                now = sender.alarm().or(receiver::alarm).orElseThrow();
                carry(sender.tick(now), toReceiver, loss, random);
                carry(receiver.tick(now), toSender, loss, random);
            }
        }
        return taken;
    }

    private static void carry(List<Segment> segments, Queue<byte[]> to, double loss, Random random) {
        for (var segment : segments) {
            if (random.nextDouble() >= loss) {
                to.add(Packets.of(segment));
            }
        }
    }

    private static long kernel(long bytes, double loss) throws Exception {
        PrivateNetwork.enter();
        var random = new Random(1);
        var faults = new BadLink.Faults(loss, 0, 0, Duration.ZERO, Duration.ZERO);
        var wire = Wire.toKernel(PrivateNetwork.nobody());
        try (var stack = new Stack(loss == 0 ? wire : new BadWire(wire, faults, random), PrivateNetwork.nobody(),
                Settings.DEFAULT, random); var channel = SocketChannel.open()) {
            stack.listen(80, connection -> {
                try (connection) {
                    var chunk = new byte[1 << 16];
                    for (var written = 0L; written < bytes; written += chunk.length) {
                        connection.out().write(chunk);
                    }
                } catch (java.io.IOException e) {
                    e.printStackTrace();
                }
            });
            channel.connect(new InetSocketAddress(InetAddress.getByName("10.77.0.2"), 80));
            var taken = 0L;
            var buffer = ByteBuffer.allocateDirect(1 << 20);
            for (var count = channel.read(buffer); count >= 0; count = channel.read(buffer)) {
                taken += count;
                buffer.clear();
            }
            return taken;
        }
    }
}
