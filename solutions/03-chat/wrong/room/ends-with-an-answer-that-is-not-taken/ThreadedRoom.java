package workbook.chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import workbook.kit.Connection;

/// Takes a member for gone to whom an answer does not get.
final class ThreadedRoom implements Room {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final ServerSocket listener;
    private final RoomParts parts;
    private final ExecutorService conversations;
    private final Thread door;
    private final Set<Session> members = new LinkedHashSet<>();
    /// Apart from the members, because whoever stops the room must reach them while a slow member has the lock held.
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    private ThreadedRoom(ServerSocket listener, RoomParts parts) {
        this.listener = listener;
        this.parts = parts;
        conversations = Executors.newThreadPerTaskExecutor(parts.threads());
        door = Thread.ofPlatform().name("room").unstarted(this::accept);
    }

    static ThreadedRoom open(InetSocketAddress address, RoomParts parts) throws IOException {
        var room = new ThreadedRoom(new ServerSocket(address.getPort(), 0, address.getAddress()), parts);
        room.door.start();
        return room;
    }

    private void accept() {
        while (!stopping) {
            try {
                var connection = Connection.of(listener.accept());
                conversations.execute(() -> {
                    try {
                        converse(connection);
                    } catch (IOException e) {
                        // This member's own trouble, and it is gone.
                    }
                });
            } catch (IOException e) {
                // The listener was closed, or one caller has given up before its turn.
            }
        }
    }

    void converse(Connection connection) throws IOException {
        try (connection) {
            connections.add(connection);
            try (var outbox = parts.outboxes().to(connection)) {
                var member = new Session(outbox);
                if (joins(member)) {
                    try {
                        parts.watch().watch(connection, member, line -> hears(member, line));
                    } finally {
                        leaves(member);
                    }
                }
            }
        } finally {
            connections.remove(connection);
        }
    }

    private synchronized boolean joins(Session member) {
        // Asked after the connection has its place among those that are closed: so none slips through.
        if (stopping) {
            return false;
        }
        parts.talk().join(member);
        members.add(member);
        toAll(Lines.joined(member.name()));
        return true;
    }

    private synchronized void leaves(Session member) {
        if (members.remove(member)) {
            toAll(Lines.left(member.name()));
        }
        parts.talk().leave(member);
    }

    /// Asks and tells under one lock: or a name might be heard of before the line that says whose it now is.
    private synchronized boolean hears(Session sender, String line) {
        switch (parts.talk().handle(sender, Command.of(line))) {
            case Reply.ToAll(var text) -> toAll(text);
            case Reply.ToSender(var text) -> {
                return sender.outbox().offer(LineCodec.line(text));
            }
            case Reply.ToOne(var member, var text) -> member.outbox().offer(LineCodec.line(text));
            case Reply.Nothing() -> {
            }
            case Reply.Goodbye() -> {
                return false;
            }
        }
        return true;
    }

    private synchronized void toAll(String text) {
        var line = LineCodec.line(text);
        members.forEach(member -> member.outbox().offer(line));
    }

    @Override
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public synchronized int members() {
        return members.size();
    }

    @Override
    public void stop(Duration limit) throws IOException {
        stopping = true;
        listener.close();
        await(door, FOR_EVER);
        // On a thread of its own, because a member that takes nothing may hold it up for ever.
        var goodbye = Thread.ofVirtual().start(this::goodbye);
        await(goodbye, limit);
        connections.forEach(ThreadedRoom::closeQuietly);
        conversations.close();
        await(goodbye, FOR_EVER);
    }

    private static void await(Thread thread, Duration limit) {
        try {
            thread.join(limit);
        } catch (InterruptedException e) {
            // Then there is no time for goodbyes; what is to be closed is closed all the same.
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // As closed as it will be, and the others are waiting.
        }
    }

    private synchronized void goodbye() {
        toAll(Lines.CLOSING);
        members.forEach(member -> member.outbox().close());
        members.clear();
    }

    @Override
    public void close() throws IOException {
        stop(Duration.ZERO);
    }
}
