import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Members of a room who listen, on one thread, and one among them who talks.
final class Members implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final int SMALLEST = 4_096;
    private static final long PATIENCE = 60_000_000_000L;
    /// Nearly as long as a line may be.
    private static final String LONG = "words ".repeat(150);

    private final int port;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final List<Member> members = new ArrayList<>();
    private final List<SocketChannel> frozen = new ArrayList<>();

    /// One who listens.
    private static final class Member {
        private final SocketChannel channel;
        private final StringBuilder heard = new StringBuilder();
        /// Whether it has heard anything yet.
        private boolean isIn;
        /// Lines that the talker has said.
        private long said;
        /// Of these, lines that were not the next.
        private long misplaced;
        private final List<Long> nanos = new ArrayList<>();

        private Member(SocketChannel channel) {
            this.channel = channel;
        }
    }

    Members(int port) throws IOException {
        this.port = port;
    }

    /// So many come, and hear of each other.
    void come(int count) throws IOException {
        for (var i = 0; i < count; i++) {
            var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            var member = new Member(channel);
            channel.register(selector, SelectionKey.OP_READ, member);
            members.add(member);
            listen(0);
        }
        listenUntil(() -> members.stream().allMatch(member -> member.isIn));
        say(-1);
        listenUntil(() -> members.stream().allMatch(member -> member.said > 0));
        members.forEach(member -> {
            member.said = 0;
            member.nanos.clear();
        });
    }

    /// One more, who does not read before it is thawed.
    void freeze() throws IOException {
        var channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALLEST);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        frozen.add(channel);
    }

    /// One talks as quickly as the slowest listens.
    ///
    /// @param window lines that may be under way
    /// @return lines that reached a member, each second
    double talk(int window, double seconds) throws IOException {
        var start = System.nanoTime();
        var end = start + (long) (seconds * 1e9);
        var sent = 0L;
        while (System.nanoTime() < end) {
            var slowest = members.stream().mapToLong(member -> member.said).min().orElse(0);
            while (sent - slowest < window) {
                say(sent);
                sent++;
            }
            listen(1);
        }
        var heard = members.stream().mapToLong(member -> member.said).sum();
        var took = System.nanoTime() - start;
        var all = sent;
        listenUntil(() -> members.stream().allMatch(member -> member.said >= all));
        return heard / (took / 1e9);
    }

    /// One says a line every so often.
    ///
    /// @return the milliseconds that each line took to each member, sorted
    double[] talkSlowly(int lines, long pauseNanos) throws IOException {
        members.forEach(member -> {
            member.said = 0;
            member.nanos.clear();
        });
        var next = System.nanoTime();
        for (var i = 0; i < lines; i++) {
            while (System.nanoTime() < next) {
                listen(1);
            }
            say(i);
            next += pauseNanos;
        }
        listenUntil(() -> members.stream().allMatch(member -> member.said >= lines));
        return members.stream().flatMap(member -> member.nanos.stream()).mapToDouble(nanos -> nanos / 1e6).sorted().toArray();
    }

    /// One says so many long lines, as quickly as the slowest listens, and each member hears each.
    ///
    /// @return how many were lost, came twice or overtook another, all members taken together
    long talkAll(int lines, int window) throws IOException {
        members.forEach(member -> {
            member.said = 0;
            member.misplaced = 0;
        });
        for (var sent = 0L; sent < lines; sent++) {
            if (sent % 1_000 == 0) {
                // Whoever reads nothing can still speak, or is let go for being silent.
                for (var each : frozen) {
                    each.write(ByteBuffer.wrap("/pong\r\n".getBytes(StandardCharsets.US_ASCII)));
                }
            }
            say(sent, LONG);
            while (sent + 1 - members.stream().mapToLong(member -> member.said).min().orElse(0) >= window) {
                listen(1);
            }
        }
        listenUntil(() -> members.stream().allMatch(member -> member.said >= lines));
        members.forEach(member -> member.nanos.clear());
        return members.stream().mapToLong(member -> member.misplaced).sum();
    }

    /// What those read who had not read before.
    record Thawed(long lines, long misplaced) {}

    /// Has the frozen read all that there is for them, as far as nothing more comes for a second.
    Thawed thaw() throws IOException {
        var lines = 0L;
        var misplaced = 0L;
        for (var channel : frozen) {
            var socket = channel.socket();
            socket.setSoTimeout(1_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var last = -1L;
            try {
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                    var at = line.indexOf("> #");
                    if (at > 0) {
                        var number = Long.parseLong(line.substring(at + 3).split(" ")[1]);
                        lines++;
                        misplaced += number <= last ? 1 : 0;
                        last = number;
                    }
                }
            } catch (SocketTimeoutException e) {
                // That was all.
            }
        }
        return new Thawed(lines, misplaced);
    }

    private void say(long number) throws IOException {
        say(number, "some words as people say them");
    }

    private void say(long number, String words) throws IOException {
        var line = ByteBuffer.wrap(("#" + System.nanoTime() + " " + number + " " + words + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        var talker = members.getFirst().channel;
        while (line.hasRemaining()) {
            if (talker.write(line) == 0) {
                listen(1);
            }
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void listenUntil(Condition condition) throws IOException {
        var end = System.nanoTime() + PATIENCE;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException("not all lines came within a minute: the fewest at a member "
                        + members.stream().mapToLong(member -> member.said).min().orElse(0));
            }
            listen(1);
        }
    }

    private void listen(long millis) throws IOException {
        if (millis == 0) {
            selector.selectNow();
        } else {
            selector.select(millis);
        }
        for (var key : selector.selectedKeys()) {
            hear((Member) key.attachment());
        }
        selector.selectedKeys().clear();
    }

    private void hear(Member member) throws IOException {
        buffer.clear();
        if (member.channel.read(buffer) < 0) {
            throw new IOException("a member was sent away");
        }
        var now = System.nanoTime();
        buffer.flip();
        while (buffer.hasRemaining()) {
            var character = (char) buffer.get();
            if (character != '\n') {
                member.heard.append(character);
                continue;
            }
            member.isIn = true;
            var at = member.heard.indexOf("> #");
            if (at > 0) {
                var blank = member.heard.indexOf(" ", at + 3);
                var number = Long.parseLong(member.heard, blank + 1, member.heard.indexOf(" ", blank + 1), 10);
                member.misplaced += number == member.said ? 0 : 1;
                member.said++;
                member.nanos.add(now - Long.parseLong(member.heard, at + 3, blank, 10));
            } else if (member.heard.charAt(0) == '?') {
                member.channel.write(ByteBuffer.wrap("/pong\r\n".getBytes(StandardCharsets.US_ASCII)));
            }
            member.heard.setLength(0);
        }
    }

    /// @param sorted     milliseconds
    /// @param percentile from 0 to 100
    static double percentile(double[] sorted, double percentile) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * percentile / 100))];
    }

    static double median(double... values) {
        return percentile(Arrays.stream(values).sorted().toArray(), 50);
    }

    @Override
    public void close() throws IOException {
        for (var member : members) {
            member.channel.close();
        }
        for (var each : frozen) {
            each.close();
        }
        selector.close();
    }
}
