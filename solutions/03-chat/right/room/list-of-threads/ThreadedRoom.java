package workbook.chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import workbook.kit.Connection;

/// Keeps its threads and connections in plain collections under a second lock: choose it where you want to see every
/// step, without an executor or a concurrent set.
final class ThreadedRoom implements Room {
    private final ServerSocket listener;
    private final RoomParts parts;
    private final Map<Session, Outbox> members = new HashMap<>();
    private final Object house = new Object();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private boolean stopped;

    private ThreadedRoom(ServerSocket listener, RoomParts parts) {
        this.listener = listener;
        this.parts = parts;
    }

    static ThreadedRoom open(InetSocketAddress address, RoomParts parts) throws IOException {
        var listener = new ServerSocket();
        try {
            listener.bind(address);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        var room = new ThreadedRoom(listener, parts);
        var thread = new Thread(room::accept, "listener");
        synchronized (room.house) {
            room.threads.add(thread);
        }
        thread.start();
        return room;
    }

    private void accept() {
        while (true) {
            try {
                var connection = Connection.of(listener.accept());
                var thread = parts.threads().newThread(() -> {
                    try {
                        converse(connection);
                    } catch (IOException e) {
                        System.err.println("a member was lost: " + e);
                    }
                });
                synchronized (house) {
                    threads.removeIf(each -> each.getState() == Thread.State.TERMINATED);
                    threads.add(thread);
                }
                thread.start();
            } catch (SocketException e) {
                if (listener.isClosed()) {
                    return;
                }
            } catch (IOException e) {
                // The next one may have more luck.
            }
        }
    }

    void converse(Connection connection) throws IOException {
        synchronized (house) {
            if (stopped) {
                connection.close();
                return;
            }
            connections.add(connection);
        }
        try (connection; var outbox = parts.outboxes().to(connection)) {
            var member = new Session(outbox);
            parts.talk().join(member);
            try {
                synchronized (members) {
                    members.put(member, outbox);
                    toAll(Lines.joined(member.name()));
                }
                parts.watch().watch(connection, member, line -> isStaying(member, parts.talk().handle(member,
                        Command.of(line))));
            } finally {
                synchronized (members) {
                    var was = members.remove(member);
                    if (was != null) {
                        toAll(Lines.left(member.name()));
                    }
                }
                parts.talk().leave(member);
            }
        } finally {
            synchronized (house) {
                connections.remove(connection);
            }
        }
    }

    private boolean isStaying(Session sender, Reply reply) {
        switch (reply) {
            case Reply.ToAll all -> toAll(all.line());
            case Reply.ToSender one -> send(sender, one.line());
            case Reply.ToOne one -> send(one.member(), one.line());
            case Reply.Goodbye _ -> {
                return false;
            }
            case Reply.Nothing _ -> {
            }
        }
        return true;
    }

    private void toAll(String text) {
        synchronized (members) {
            for (var outbox : members.values()) {
                outbox.offer(LineCodec.line(text));
            }
        }
    }

    private void send(Session member, String text) {
        member.outbox().offer(LineCodec.line(text));
    }

    @Override
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public int members() {
        synchronized (members) {
            return members.size();
        }
    }

    @Override
    public void stop(Duration limit) throws IOException {
        listener.close();
        List<Connection> open;
        List<Thread> running;
        synchronized (house) {
            stopped = true;
            open = List.copyOf(connections);
            running = List.copyOf(threads);
        }
        var goodbye = new Thread(() -> {
            synchronized (members) {
                toAll(Lines.CLOSING);
                for (var outbox : members.values()) {
                    outbox.close();
                }
                members.clear();
            }
        });
        goodbye.start();
        try {
            goodbye.join(limit);
            for (var connection : open) {
                try {
                    connection.close();
                } catch (IOException e) {
                    System.err.println("a connection did not close: " + e);
                }
            }
            goodbye.join();
            for (var thread : running) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        stop(Duration.ZERO);
    }
}
