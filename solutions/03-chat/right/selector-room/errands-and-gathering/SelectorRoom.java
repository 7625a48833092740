package workbook.chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Writes at the end of a round, all lines of a member in one call, and takes errands from other threads: choose it
/// where members talk a lot, and system calls count. Its loop is a virtual thread.
final class SelectorRoom implements Room {
    private static final Duration LONGEST = Duration.ofDays(10_000);

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final Talk talk;
    private final Duration idle;
    private final int bound;
    private final Policy policy;
    private final int port;
    private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
    private final Map<Session, Guest> members = new LinkedHashMap<>();
    private final Map<SelectionKey, Guest> guests = new HashMap<>();
    private final Set<Guest> changed = new HashSet<>();
    private Instant end = Instant.MAX;
    private boolean closing;
    private final Thread thread = Thread.ofVirtual().name("room").unstarted(this::loop);
    private volatile int count;

    private SelectorRoom(ServerSocketChannel listener, Talk talk, Duration idle, int bound, Policy policy)
            throws IOException {
        this.listener = listener;
        this.talk = talk;
        this.idle = idle.compareTo(LONGEST) < 0 ? idle : LONGEST;
        this.bound = bound;
        this.policy = policy;
        listener.configureBlocking(false);
        selector = Selector.open();
        listener.register(selector, SelectionKey.OP_ACCEPT);
        port = listener.socket().getLocalPort();
    }

    static SelectorRoom open(InetSocketAddress address, Talk talk, Duration idle, int bound, Policy policy)
            throws IOException {
        if (bound < 1) {
            throw new IllegalArgumentException("a bound of " + bound);
        }
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("an idle time of " + idle);
        }
        var listener = ServerSocketChannel.open();
        try {
            listener.bind(address);
            var room = new SelectorRoom(listener, talk, idle, bound, policy);
            room.thread.start();
            return room;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    private void loop() {
        try {
            while (!(closing && (guests.isEmpty() || !Instant.now().isBefore(end)))) {
                round();
            }
            for (var guest : new ArrayList<>(guests.values())) {
                guest.hangUp();
            }
            settle();
            listener.close();
            selector.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void round() throws IOException {
        var began = Instant.now();
        var next = guests.values().stream().map(Guest::deadline).reduce(end, (a, b) -> a.isBefore(b) ? a : b);
        var wait = next.equals(Instant.MAX) ? 0 : Math.max(1, Duration.between(began, next).toMillis() + 1);
        selector.select(wait);
        for (var key : selector.selectedKeys()) {
            var guest = guests.get(key);
            if (guest != null) {
                guest.attempt(guest::serve);
            } else if (key.isValid()) {
                welcome();
            }
            settle();
        }
        selector.selectedKeys().clear();
        for (var errand = errands.poll(); errand != null; errand = errands.poll()) {
            errand.run();
        }
        for (var guest : new ArrayList<>(guests.values())) {
            if (!guest.deadline().isAfter(began)) {
                guest.late();
            }
        }
        settle();
    }

    private void welcome() throws IOException {
        SocketChannel channel;
        try {
            channel = listener.accept();
        } catch (IOException e) {
            return;
        }
        if (channel == null) {
            return;
        }
        channel.configureBlocking(false);
        var guest = new Guest(channel, channel.register(selector, SelectionKey.OP_READ));
        guests.put(guest.key, guest);
        guest.attempt(() -> {
            talk.join(guest.session);
            members.put(guest.session, guest);
            count = members.size();
            toAll(Lines.joined(guest.session.name()));
        });
    }

    /// Writes what is new, and takes out who has left, until nothing is new.
    private void settle() {
        while (!changed.isEmpty()) {
            var now = new ArrayList<>(changed);
            changed.clear();
            now.forEach(Guest::settle);
        }
    }

    private void toAll(String text) {
        var line = LineCodec.line(text);
        members.values().forEach(guest -> guest.offer(line));
    }

    private interface Attempt {
        void make() throws IOException;
    }

    private final class Guest implements Outbox {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final Session session = new Session(this);
        private final LineCodec codec = new LineCodec(Ears.LONGEST);
        private final ArrayList<ByteBuffer> lines = new ArrayList<>();
        private boolean done;
        private boolean asked;
        private Instant last = Instant.now();

        Guest(SocketChannel channel, SelectionKey key) {
            this.channel = channel;
            this.key = key;
        }

        Instant deadline() {
            return last.plus(done ? idle : idle.dividedBy(2));
        }

        void attempt(Attempt attempt) {
            try {
                attempt.make();
            } catch (IOException | RuntimeException | Error e) {
                hangUp();
            }
        }

        void late() {
            if (asked || done) {
                hangUp();
            } else {
                asked = true;
                last = Instant.now();
                offer(LineCodec.line(Lines.PING));
            }
        }

        void serve() throws IOException {
            if (!key.isValid()) {
                return;
            }
            if (key.isWritable()) {
                changed.add(this);
            }
            if (!done && key.isReadable()) {
                var bytes = ByteBuffer.allocate(1_024);
                if (channel.read(bytes) < 0) {
                    done();
                } else {
                    hear(bytes.flip());
                    asked = false;
                    last = Instant.now();
                }
            }
        }

        private void hear(ByteBuffer bytes) {
            try {
                ProtocolException tooLong = null;
                try {
                    codec.feed(bytes);
                } catch (ProtocolException e) {
                    tooLong = e;
                }
                for (var line = codec.next(); !done && line.isPresent(); line = codec.next()) {
                    answer(talk.handle(session, Command.of(line.get())));
                }
                if (tooLong != null) {
                    throw tooLong;
                }
            } catch (ProtocolException e) {
                offer(LineCodec.line(Lines.refused(Ears.REASON)));
                done();
            }
        }

        private void answer(Reply reply) {
            switch (reply) {
                case Reply.ToAll all -> toAll(all.line());
                case Reply.ToSender sender -> offer(LineCodec.line(sender.line()));
                case Reply.ToOne one -> one.member().outbox().offer(LineCodec.line(one.line()));
                case Reply.Goodbye _ -> done();
                case Reply.Nothing _ -> {
                }
            }
        }

        @Override
        public boolean offer(byte[] line) {
            if (done) {
                return false;
            }
            if (lines.size() >= bound) {
                attempt(this::write);
            }
            if (done || lines.size() >= bound) {
                if (policy == Policy.DISCONNECT) {
                    hangUp();
                }
                return false;
            }
            lines.add(ByteBuffer.wrap(line));
            changed.add(this);
            return true;
        }

        private void write() throws IOException {
            if (lines.isEmpty()) {
                return;
            }
            channel.write(lines.toArray(ByteBuffer[]::new));
            lines.removeIf(line -> !line.hasRemaining());
        }

        void settle() {
            attempt(() -> {
                while (!lines.isEmpty() && channel.isOpen()) {
                    var before = lines.size();
                    write();
                    if (lines.size() == before) {
                        break;
                    }
                }
            });
            if (done && members.remove(session) != null) {
                last = Instant.now();
                count = members.size();
                if (!closing) {
                    toAll(Lines.left(session.name()));
                }
                attempt(() -> talk.leave(session));
            }
            if (done && lines.isEmpty()) {
                hangUp();
            }
            if (key.isValid()) {
                key.interestOps((done ? 0 : SelectionKey.OP_READ) | (lines.isEmpty() ? 0 : SelectionKey.OP_WRITE));
            }
        }

        void done() {
            done = true;
            changed.add(this);
        }

        void hangUp() {
            if (guests.remove(key) != null) {
                lines.clear();
                done();
                try {
                    channel.close();
                } catch (IOException e) {
                    // Closed enough.
                }
            }
        }

        @Override
        public void close() {
            done();
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int members() {
        return count;
    }

    @Override
    public void stop(Duration limit) {
        var by = Instant.now().plus(limit);
        errands.add(() -> {
            end = by;
            if (!closing) {
                closing = true;
                try {
                    listener.close();
                } catch (IOException e) {
                    // Closed enough.
                }
                toAll(Lines.CLOSING);
                members.values().forEach(Guest::done);
            }
        });
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
