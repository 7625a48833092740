package workbook.chat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import workbook.kit.Carried;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.kit.Terminal;

/// Opens a room, and keeps it open until the program is stopped.
final class Hosting {
    /// Lines that may wait for one member.
    static final int BOUND = 1_000;
    private static final Duration IDLE = Duration.ofMinutes(1);
    static final Duration GOODBYE = Duration.ofSeconds(2);

    private final Terminal io;
    private final Options options;
    private final String host;
    private final String build;

    Hosting(Terminal io, Options options) throws GivenUp {
        this.io = io;
        this.options = options;
        host = options.value("--host").orElse(InetAddress.getLoopbackAddress().getHostAddress());
        build = options.word("--build", "virtual", List.of("virtual", "threads", "selector"));
    }

    /// @throws GivenUp if nobody can be let in
    void run() throws GivenUp, InterruptedException {
        var ended = new CountDownLatch(1);
        var room = open();
        var browsers = letBrowsersIn(room);
        // Ctrl-C ends the JVM, and this is its last word.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(room, browsers, ended), "stop"));
        var address = Addresses.toListenAt(host, room.port());
        io.out().println("a room at " + Addresses.text(address) + "; ./workbook run chat --join " + Addresses.text(address)
                + " --name NAME joins it, Ctrl-C closes it");
        browsers.ifPresent(open -> io.out().println("browsers get in at http://"
                + Addresses.text(new InetSocketAddress(address.getAddress(), open.port())) + "/"));
        if (!address.getAddress().isLoopbackAddress()) {
            io.out().println("Everybody who reaches this address can join, and whoever is on the way can read along: there"
                    + " are no passwords, and nothing is encrypted.");
        }
        ended.await();
    }

    Room open() throws GivenUp {
        var port = options.number("--port", Main.PORT, 0, Options.HIGHEST_PORT);
        var address = Addresses.toListenAt(host, port);
        var slow = options.word("--slow", "disconnect", List.of("drop", "disconnect")).equals("drop")
                ? Policy.DROP
                : Policy.DISCONNECT;
        var talk = new Register(new NamesAndCommands(), io.out());
        try {
            return build.equals("selector")
                    ? SelectorRoom.open(address, talk, IDLE, BOUND, slow)
                    : ThreadedRoom.open(address, parts(talk, slow, threads()));
        } catch (IOException e) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "Port " + port + " of " + host + " cannot be had (" + e.getMessage()
                    + "); --port 0 takes one that is free.");
        }
    }

    /// What a room with threads is made of.
    static RoomParts parts(Talk talk, Policy slow, ThreadFactory threads) {
        return new RoomParts(talk, new Departures(IDLE),
                to -> new TimedOutbox(new BoundedOutbox(to, BOUND, slow), to, GOODBYE), threads);
    }

    /// If that was asked for.
    Optional<Browsers> letBrowsersIn(Room room) throws GivenUp {
        if (!options.has("--web")) {
            return Optional.empty();
        }
        var port = options.number("--web", 0, 0, Options.HIGHEST_PORT);
        try {
            return Optional.of(Browsers.open(Addresses.toListenAt(host, port), Addresses.toListenAt(host, room.port())));
        } catch (IOException e) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD, "Port " + port + " of " + host + " cannot be had for browsers ("
                    + e.getMessage() + "); --web 0 takes one that is free.");
        }
    }

    private ThreadFactory threads() {
        return build.equals("threads")
                ? Thread.ofPlatform().name("member ", 1).factory()
                : Thread.ofVirtual().name("member ", 1).factory();
    }

    private void stop(Room room, Optional<Browsers> browsers, CountDownLatch ended) {
        try {
            room.stop(GOODBYE);
            if (browsers.isPresent()) {
                browsers.get().close();
            }
            io.out().println();
            io.out().println("closed");
            io.out().println(Carried.inThisRun().line(carriedBy()));
        } catch (IOException e) {
            io.err().println("The room could not be closed: " + e.getMessage() + ".");
        } finally {
            ended.countDown();
        }
    }

    private String[] carriedBy() {
        var room = build.equals("selector")
                ? Stream.of("line-codec", "names-and-commands", "selector-room")
                : Stream.of("line-codec", "room", "names-and-commands", "slow-consumer", "departures");
        var gateway = options.has("--web") ? Stream.of("websocket-gateway") : Stream.<String>empty();
        return Stream.concat(room, gateway).toArray(String[]::new);
    }
}
