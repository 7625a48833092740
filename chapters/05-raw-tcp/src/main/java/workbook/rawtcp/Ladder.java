package workbook.rawtcp;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Prints what passes over a wire, a line for each segment, its numbers counted from the connection's first ones.
final class Ladder implements Wire {
    private static final int WHOLE = 24;

    private final Wire wire;
    private final PrintStream out;
    private final Numbers numbers = new Numbers();
    private long began;
    private long count;

    Ladder(Wire wire, PrintStream out) {
        this.wire = wire;
        this.out = out;
    }

    /// How many segments have passed.
    synchronized long count() {
        return count;
    }

    @Override
    public void send(byte[] packet) throws IOException {
        shows(packet, "◀──");
        wire.send(packet);
    }

    @Override
    public Optional<byte[]> receive() throws IOException {
        var packet = wire.receive();
        packet.ifPresent(bytes -> shows(bytes, "──▶"));
        return packet;
    }

    private synchronized void shows(byte[] packet, String arrow) {
        Packets.segment(packet, false).ifPresent(segment -> {
            var now = System.nanoTime();
            began = count == 0 ? now : began;
            count++;
            if (count <= WHOLE) {
                out.println(line(segment, arrow, now));
            } else if (count == WHOLE + 1) {
                out.println("            …");
            }
        });
    }

    /// The time since the first one, the direction, and what it says.
    private String line(Segment segment, String arrow, long now) {
        return String.format(Locale.ROOT, "%8.1f ms %s %s", (now - began) / 1e6, arrow, numbers.inColumns(segment));
    }

    @Override
    public void await(Duration limit) throws IOException {
        wire.await(limit);
    }

    @Override
    public void wake() throws IOException {
        wire.wake();
    }

    @Override
    public boolean isChecked() {
        return wire.isChecked();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
