package workbook.rawtcp;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/// Two connections with a bad link between them, in a time that passes only when there is nothing else to do.
final class Link {
    private static final int MOST_STEPS = 200_000;
    private static final Ends BACK = new Ends(Talk.ENDS.remote(), Talk.ENDS.remotePort(), Talk.ENDS.local(),
            Talk.ENDS.localPort());

    /// One side: what it wants to say, and what it has heard.
    static final class Side {
        final TcpConnection tcp;
        final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private final byte[] says;
        private final int readsAtATime;
        private final BadLink out;
        private int written;

        Side(TcpConnection tcp, byte[] says, int readsAtATime, BadLink out) {
            this.tcp = tcp;
            this.says = says;
            this.readsAtATime = readsAtATime;
            this.out = out;
        }

        /// As a program would: writes what it can, reads what there is, and ends when it has said everything.
        private void uses(Instant now) {
            if (tcp.state() == State.LISTEN || tcp.state() == State.SYN_SENT || tcp.state() == State.SYN_RECEIVED) {
                return;
            }
            if (written < says.length) {
                written += tcp.write(says, written, says.length - written);
                if (written == says.length) {
                    tcp.shutdownOutput();
                }
            }
            heard.writeBytes(tcp.read(readsAtATime));
            send(tcp.flush(now), now);
        }

        private void send(List<Segment> segments, Instant now) {
            segments.forEach(segment -> out.send(Packets.of(segment), now));
        }

        boolean hasHeard(Side other) {
            return Arrays.equals(heard.toByteArray(), other.says);
        }

        boolean isDone() {
            return tcp.state() == State.CLOSED;
        }
    }

    final Side client;
    final Side server;
    private Instant now = Instant.EPOCH;
    private int steps;

    Link(BadLink.Faults faults, Random random, Settings settings, byte[] clientSays, byte[] serverSays,
            int readsAtATime) {
        this(faults, random, settings, clientSays, serverSays, readsAtATime, random::nextInt);
    }

    /// @param beginnings the numbers of the client's SYN, and of the server's
    Link(BadLink.Faults faults, Random random, Settings settings, byte[] clientSays, byte[] serverSays,
            int readsAtATime, IntSupplier beginnings) {
        client = new Side(new TcpConnection(Talk.ENDS, beginnings.getAsInt(), settings), clientSays, readsAtATime,
                new BadLink(faults, random));
        server = new Side(new TcpConnection(BACK, beginnings.getAsInt(), settings), serverSays, readsAtATime,
                new BadLink(faults, random));
    }

    /// Until both have closed, or nothing will ever happen any more.
    ///
    /// @return whether both have closed
    boolean runs() {
        client.send(client.tcp.open(now), now);
        while (!(client.isDone() && server.isDone()) && steps++ < MOST_STEPS) {
            client.uses(now);
            server.uses(now);
            var next = next();
            if (next.isEmpty()) {
                return false;
            }
            now = next.get().isBefore(now) ? now : next.get();
            carry(client, server);
            carry(server, client);
            tick(client);
            tick(server);
        }
        return client.isDone() && server.isDone();
    }

    private Optional<Instant> next() {
        var readers = Stream.of(client, server)
                .filter(side -> side.tcp.readable() > 0 && side.tcp.state() != State.LISTEN)
                .map(side -> now.plusMillis(5));
        return Stream
                .concat(readers, Stream.of(client.out.next(), server.out.next(), client.tcp.alarm(), server.tcp.alarm())
                        .flatMap(Optional::stream))
                .min(Instant::compareTo);
    }

    private void carry(Side from, Side to) {
        for (var packet : from.out.arrived(now)) {
            var segment = Packets.segment(packet, true);
            if (segment.isPresent() && Ends.ofReceived(segment.get()).equals(to == client ? Talk.ENDS : BACK)) {
                to.send(to.tcp.on(segment.get(), now), now);
            }
        }
    }

    private void tick(Side side) {
        if (side.tcp.alarm().filter(at -> !now.isBefore(at)).isPresent()) {
            side.send(side.tcp.tick(now), now);
        }
    }

    /// What keeps it from coming to its end, as far as it can be seen from here.
    String likely() {
        if (isOfToday()) {
            return "a time of today: is it from a clock of your own? The time is the one that is handed in, and begins in 1970 "
                    + "here";
        }
        if (client.tcp.isReset() || server.tcp.isReset()) {
            return "somebody has taken the other side for gone, or believed a reset, while it was there all the time: what the "
                    + "other one sends has to be answered, and what has arrived has to count";
        }
        if (steps >= MOST_STEPS) {
            return "alarms go off and segments come, and nobody gets any further: look at what is sent last, again and again, "
                    + "and at what is said to it";
        }
        return client.isDone() || server.isDone()
                ? "one side is over, and the other waits for something that nobody will send it any more"
                : "nothing is under way, nobody has an alarm, and both wait for the other: for ever";
    }

    /// Whether somebody has brought a time of their own into it.
    boolean isOfToday() {
        return gone().toDays() > 20 * 365;
    }

    Duration gone() {
        return Duration.between(Instant.EPOCH, now);
    }

    /// How it stands, in words.
    String state() {
        return "after " + gone().toMillis() + " ms the client is in " + client.tcp.state() + (client.tcp.isReset()
                ? ", reset,"
                : "")
                + " and has heard " + client.heard.size() + " of " + server.says.length + " bytes; the server is in "
                + server.tcp.state() + (server.tcp.isReset() ? ", reset," : "") + " and has heard "
                + server.heard.size()
                + " of " + client.says.length;
    }
}
