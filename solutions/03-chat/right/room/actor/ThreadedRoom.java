package workbook.chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import workbook.kit.Connection;

/// One thread owns the members and sends every line; the others put into its queue what it is to do: choose it where
/// nobody who has spoken should wait until all have been told.
final class ThreadedRoom implements Room {
    private final ServerSocket listener;
    private final RoomParts parts;
    private final BlockingQueue<Runnable> errands = new LinkedBlockingQueue<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final List<Session> members = new ArrayList<>();
    private final Thread door;
    private final Thread host;
    private volatile int count;
    private volatile boolean stopping;
    private boolean isOver;

    private ThreadedRoom(ServerSocket listener, RoomParts parts) {
        this.listener = listener;
        this.parts = parts;
        door = Thread.ofPlatform().name("door").unstarted(this::accept);
        host = Thread.ofPlatform().name("host").unstarted(this::runErrands);
    }

    static ThreadedRoom open(InetSocketAddress address, RoomParts parts) throws IOException {
        var room = new ThreadedRoom(new ServerSocket(address.getPort(), 50, address.getAddress()), parts);
        room.host.start();
        room.door.start();
        return room;
    }

    private void accept() {
        while (!stopping) {
            try {
                var connection = Connection.of(listener.accept());
                var thread = parts.threads().newThread(() -> {
                    try {
                        converse(connection);
                    } catch (IOException e) {
                        // It is gone.
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                });
                threads.add(thread);
                thread.start();
            } catch (IOException e) {
                // Closed, or a caller who has given up.
            }
        }
    }

    private void runErrands() {
        try {
            while (!isOver) {
                errands.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void converse(Connection connection) throws IOException {
        connections.add(connection);
        try (connection; var outbox = parts.outboxes().to(connection)) {
            if (stopping) {
                return;
            }
            var member = new Session(outbox);
            parts.talk().join(member);
            try {
                errands.add(() -> {
                    members.add(member);
                    count = members.size();
                    toAll(Lines.joined(member.name()));
                });
                parts.watch().watch(connection, member, line -> hears(member, line));
            } finally {
                leaves(member);
            }
        } finally {
            connections.remove(connection);
        }
    }

    /// The host is waited for, so that nothing is sent to an outbox that is being closed.
    private void leaves(Session member) {
        var done = new CountDownLatch(1);
        errands.add(() -> {
            if (members.remove(member)) {
                count = members.size();
                toAll(Lines.left(member.name()));
            }
            done.countDown();
        });
        try {
            // Who comes when the host has gone waits in vain.
            while (host.isAlive() && !done.await(10, TimeUnit.MILLISECONDS)) {
                continue;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        parts.talk().leave(member);
    }

    private boolean hears(Session sender, String line) {
        var reply = parts.talk().handle(sender, Command.of(line));
        errands.add(() -> sends(sender, reply));
        return !(reply instanceof Reply.Goodbye);
    }

    private void sends(Session sender, Reply reply) {
        switch (reply) {
            case Reply.ToAll(var text) -> toAll(text);
            case Reply.ToSender(var text) -> sender.outbox().offer(LineCodec.line(text));
            case Reply.ToOne(var member, var text) -> member.outbox().offer(LineCodec.line(text));
            case Reply.Nothing() -> {
            }
            case Reply.Goodbye() -> {
            }
        }
    }

    private void toAll(String text) {
        for (var member : members) {
            member.outbox().offer(LineCodec.line(text));
        }
    }

    @Override
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public int members() {
        return count;
    }

    @Override
    public void stop(Duration limit) throws IOException {
        stopping = true;
        listener.close();
        errands.add(() -> {
            toAll(Lines.CLOSING);
            members.forEach(member -> member.outbox().close());
            members.clear();
            count = 0;
            isOver = true;
        });
        try {
            door.join();
            host.join(limit);
            connections.forEach(ThreadedRoom::closeQuietly);
            host.join();
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
