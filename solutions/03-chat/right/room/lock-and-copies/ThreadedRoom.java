package workbook.chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import workbook.kit.Connection;

/// A lock for the order of lines, and a list that may be read without it: choose it where the members are counted, or
/// a room is to be stopped, while somebody is being sent a line.
final class ThreadedRoom implements Room {
    private record Member(Session session, Connection connection) {}

    private final ServerSocketChannel door;
    private final RoomParts parts;
    private final ReentrantLock order = new ReentrantLock(true);
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    /// One party for the room, one for its door, one for each conversation.
    private final Phaser running = new Phaser(1);
    private volatile boolean closed;

    private ThreadedRoom(ServerSocketChannel door, RoomParts parts) {
        this.door = door;
        this.parts = parts;
    }

    static ThreadedRoom open(InetSocketAddress address, RoomParts parts) throws IOException {
        var room = new ThreadedRoom(ServerSocketChannel.open().bind(address), parts);
        room.running.register();
        Thread.ofVirtual().start(room::welcome);
        return room;
    }

    private void welcome() {
        while (door.isOpen()) {
            try {
                var connection = Connection.of(door.accept().socket());
                running.register();
                parts.threads().newThread(() -> talkWith(connection)).start();
            } catch (IOException e) {
                // The door was closed, or somebody did not get in.
            }
        }
        running.arriveAndDeregister();
    }

    private void talkWith(Connection connection) {
        try {
            converse(connection);
        } catch (IOException e) {
            // Gone.
        } finally {
            running.arriveAndDeregister();
        }
    }

    void converse(Connection connection) throws IOException {
        connections.add(connection);
        try {
            var outbox = parts.outboxes().to(connection);
            var member = new Member(new Session(outbox), connection);
            try {
                if (enters(member)) {
                    stay(member);
                }
            } finally {
                outbox.close();
            }
        } finally {
            connections.remove(connection);
            connection.close();
        }
    }

    private void stay(Member member) {
        try {
            parts.watch().watch(member.connection(), member.session(), line -> hear(member.session(), line));
        } finally {
            exit(member);
        }
    }

    private boolean enters(Member member) {
        order.lock();
        try {
            if (closed) {
                return false;
            }
            parts.talk().join(member.session());
            members.add(member);
            broadcast(Lines.joined(member.session().name()));
            return true;
        } finally {
            order.unlock();
        }
    }

    private void exit(Member member) {
        order.lock();
        try {
            if (members.remove(member) && !closed) {
                broadcast(Lines.left(member.session().name()));
            }
            parts.talk().leave(member.session());
        } finally {
            order.unlock();
        }
    }

    private boolean hear(Session sender, String line) {
        var reply = parts.talk().handle(sender, Command.of(line));
        order.lock();
        try {
            if (reply instanceof Reply.ToAll all) {
                broadcast(all.line());
            } else if (reply instanceof Reply.ToSender one) {
                sender.outbox().offer(LineCodec.line(one.line()));
            } else if (reply instanceof Reply.ToOne one) {
                one.member().outbox().offer(LineCodec.line(one.line()));
            }
        } finally {
            order.unlock();
        }
        return !reply.equals(new Reply.Goodbye());
    }

    private void broadcast(String text) {
        var line = LineCodec.line(text);
        for (var member : members) {
            member.session().outbox().offer(line);
        }
    }

    @Override
    public int port() {
        return door.socket().getLocalPort();
    }

    @Override
    public int members() {
        return members.size();
    }

    @Override
    public void stop(Duration limit) throws IOException {
        door.close();
        List<Thread> goodbyes = List.of();
        try {
            // Whoever sends just now may be stuck: then there are no goodbyes.
            if (order.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    closed = true;
                    goodbyes = members.stream().map(member -> Thread.ofVirtual().start(() -> {
                        member.session().outbox().offer(LineCodec.line(Lines.CLOSING));
                        member.session().outbox().close();
                    })).toList();
                    for (var goodbye : goodbyes) {
                        goodbye.join(limit);
                    }
                } finally {
                    order.unlock();
                }
            }
            closed = true;
            connections.forEach(ThreadedRoom::closeQuietly);
            for (var goodbye : goodbyes) {
                goodbye.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!running.isTerminated()) {
            running.awaitAdvance(running.arriveAndDeregister());
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // The others are waiting.
        }
    }

    @Override
    public void close() throws IOException {
        stop(Duration.ZERO);
    }
}
