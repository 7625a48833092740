package workbook.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.NotRun;
import workbook.testkit.Python;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class GridTest {
    private static UnixStreamServer open(Path file) throws IOException {
        return new UnixStreamServer(UnixDomainSocketAddress.of(file), GridEcho.OfStream::new);
    }

    // A server whose address is a path

    @Test
    void answers_at_a_path() throws IOException {
        try (var folder = GridScene.Folder.make(); var scene = new GridScene(GridCell.UNIX, folder.file())) {
            Check.of(scene.transcript)
                    .likely("TCPServer's own serverBind does the binding")
                    .that("as its address", scene.server.serverAddress())
                    .is(UnixDomainSocketAddress.of(folder.file()));
            scene.hears(scene.says("ana\n"), "1 ana\n", "nobody has handled the request");
            scene.hears(scene.says("bo\n"), "2 bo\n", "nobody has handled the second request");
        }
    }

    @Test
    void deletes_its_file_when_it_is_closed() throws IOException {
        try (var folder = GridScene.Folder.make()) {
            var transcript = new Transcript();
            transcript.test("opened a UnixStreamServer, and closed it");
            try (var server = Call.of(transcript, () -> open(folder.file())).value()) {
                server.serverClose();
                Check.of(transcript)
                        .likelyIf(server.channel().isOpen(), "the channel is to be closed, too")
                        .likely("the kernel makes the file, and leaves it: whoever binds there next is told that the "
                                + "address is in use, by nobody")
                        .holds(!server.channel().isOpen() && Files.notExists(folder.file()),
                                "a closed channel, and no file", Files.exists(folder.file())
                                        ? "the file is there still"
                                        : "the file is gone, and the channel is open");
            }
        }
    }

    @Test
    void deletes_no_file_that_it_has_not_made() throws IOException {
        try (var folder = GridScene.Folder.make()) {
            var transcript = new Transcript();
            transcript
                    .test("opened a UnixStreamServer, closed it, opened another one there, and closed the first again");
            var first = Call.of(transcript, () -> open(folder.file())).value();
            first.serverClose();
            try (var _ = open(folder.file())) {
                first.serverClose();
                Check.of(transcript)
                        .likely("closing again does nothing: by now the path may be somebody else's")
                        .holds(Files.exists(folder.file()), "the other server's file", "it was deleted");
                transcript.test("made a third one for the same path that was never bound, and closed it");
                new UnixStreamServer(UnixDomainSocketAddress.of(folder.file()), GridEcho.OfStream::new, false)
                        .serverClose();
                Check.of(transcript)
                        .likely("a channel that was never bound has made no file: its local address is null")
                        .holds(Files.exists(folder.file()), "the other server's file", "it was deleted");
            }
        }
    }

    @Test
    void binds_where_a_dead_server_has_left_its_file() throws IOException {
        try (var folder = GridScene.Folder.make()) {
            try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                dead.bind(UnixDomainSocketAddress.of(folder.file()));
            }
            var transcript = new Transcript();
            transcript.test("bound a channel to a path and closed it, which leaves the file");
            try (var _ = Call.of(transcript, () -> open(folder.file()))
                    .whenThrew(BindException.class,
                            "a server that was killed cannot delete its file, and after that none "
                                    + "would ever start again until somebody deletes it by hand")
                    .value();
                    var client = new GridClient.OfStream(UnixDomainSocketAddress.of(folder.file()),
                            ThreadingWords.PATIENCE)) {
                client.says("ana\n");
            }
        }
    }

    @Test
    void leaves_a_server_alone_that_lives() throws IOException {
        try (var folder = GridScene.Folder.make(); var scene = new GridScene(GridCell.UNIX, folder.file())) {
            scene.transcript.test("opened another one at the same path");
            Call.of(scene.transcript, () -> {
                open(folder.file()).serverClose();
                return "a server";
            })
                    .whenReturned(_ -> true, "the file of a server that runs was deleted: it goes on listening, and no "
                            + "client will find it any more")
                    .throwsA(BindException.class);
            Check.of(scene.transcript)
                    .likely("the file of a server that runs was deleted: it goes on listening, and no client will find it "
                            + "any more")
                    .holds(Files.exists(folder.file()), "the first one's file", "it was deleted");
            scene.hears(scene.says("ana\n"), "1 ana\n", "the first server is to be left as it was");
        }
    }

    @Test
    void leaves_a_file_alone_that_is_no_socket() throws IOException {
        try (var folder = GridScene.Folder.make()) {
            Files.writeString(folder.file(), "a letter");
            var transcript = new Transcript();
            transcript.test("wrote a text to a file, and opened a UnixStreamServer at its path");
            Call.of(transcript, () -> {
                open(folder.file()).serverClose();
                return "a server";
            })
                    .whenReturned(_ -> true, "somebody's file was deleted. That a connection to it is refused says "
                            + "nothing: so it is with each file that is no socket")
                    .throwsA(BindException.class);
            Check.of(transcript)
                    .likely("somebody's file was deleted")
                    .that("as what the file contains", Files.exists(folder.file())
                            ? Files.readString(folder.file())
                            : "nothing: there is none")
                    .is("a letter");
        }
    }

    @Test
    void says_why_it_could_not_be_bound_in_every_cell() throws IOException {
        try (var taken = new UDPServer(ThreadingScene.anyPort(), GridEcho.OfDatagram::new)) {
            var transcript = new Transcript();
            transcript.test("opened a ThreadingUDPServer and a ForkingUDPServer on a port that is taken");
            Call.of(transcript, () -> {
                try (var free = new ThreadingUDPServer(ThreadingScene.anyPort(), GridEcho.OfDatagram::new)) {
                    return free.requestThreads();
                }
            }).value();
            Call.of(transcript, () -> new ThreadingUDPServer(taken.serverAddress(), GridEcho.OfDatagram::new))
                    .whenThrew(NullPointerException.class, "serverClose was called before the fields were there")
                    .throwsA(BindException.class);
            Call.of(transcript,
                    () -> new ForkingUDPServer(taken.serverAddress(), new HandlerClass<>(GridEcho.OfDatagram.class)))
                    .whenThrew(NullPointerException.class, "serverClose was called before the fields were there")
                    .throwsA(BindException.class);
        }
    }

    @Test
    void leaves_alone_whatever_is_no_dead_socket() throws IOException {
        for (var kind : List.of("an empty file", "an empty folder", "a link to a dead socket")) {
            try (var folder = GridScene.Folder.make()) {
                var file = folder.file();
                switch (kind) {
                    case "an empty file" -> Files.createFile(file);
                    case "an empty folder" -> Files.createDirectory(file);
                    default -> {
                        var target = folder.path().resolve("dead");
                        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                            dead.bind(UnixDomainSocketAddress.of(target));
                        }
                        Files.createSymbolicLink(file, target);
                    }
                }
                var transcript = new Transcript();
                transcript.test("put " + kind + " where a UnixStreamServer was to bind, and opened one");
                Call.of(transcript, () -> {
                    open(file).serverClose();
                    return "a server";
                })
                        .whenReturned(_ -> true, "it was deleted. Only a socket may be, and a connection is refused by "
                                + "whatever is none, too")
                        .throwsA(BindException.class);
                Check.of(transcript)
                        .likely("it was deleted: only a socket may be")
                        .holds(Files.exists(file, LinkOption.NOFOLLOW_LINKS), kind, "nothing is there any more");
            }
        }
    }

    @Test
    void leaves_a_server_alone_whose_queue_is_full() throws IOException {
        try (var folder = GridScene.Folder.make(); var busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            var address = UnixDomainSocketAddress.of(folder.file());
            busy.bind(address, 1);
            var waiting = new ArrayList<SocketChannel>();
            try {
                fill(address, waiting);
                var transcript = new Transcript();
                transcript.test("had a server listen that accepts nobody and whose queue is full, and opened a "
                        + "UnixStreamServer at its path");
                Call.of(transcript, () -> {
                    open(folder.file()).serverClose();
                    return "a server";
                })
                        .whenReturned(_ -> true, "the file of a server that runs was deleted: of all that connect may "
                                + "throw, only a ConnectException says that nobody listens")
                        .whenHung("a connect that may block waits for room in the queue")
                        .throwsA(BindException.class);
                Check.of(transcript)
                        .likely("of all that connect may throw, only a ConnectException says that nobody listens")
                        .holds(Files.exists(folder.file()), "the busy server's file", "it was deleted");
            } finally {
                for (var client : waiting) {
                    client.close();
                }
            }
        }
    }

    private static void fill(UnixDomainSocketAddress address, List<SocketChannel> waiting) throws IOException {
        while (true) {
            var client = SocketChannel.open(StandardProtocolFamily.UNIX);
            waiting.add(client);
            client.configureBlocking(false);
            try {
                client.connect(address);
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void leaves_a_file_alone_that_kept_it_from_binding() throws IOException {
        try (var folder = GridScene.Folder.make()) {
            Files.writeString(folder.file(), "a letter");
            var transcript = new Transcript();
            transcript.test("made a UnixStreamServer for the path of a text, called serverBind, which must throw, and "
                    + "closed it");
            try (var server = new UnixStreamServer(UnixDomainSocketAddress.of(folder.file()), GridEcho.OfStream::new,
                    false)) {
                Call.doing(transcript, server::serverBind).throwsA(BindException.class);
                Call.doing(transcript, server::serverClose).completes();
                Check.of(transcript)
                        .likely("a file is the server's own from the moment that bind has returned, and not before")
                        .holds(Files.exists(folder.file()), "the text", "it was deleted");
            }
        }
    }

    @Test
    void closes_its_channel_if_the_file_is_gone() throws IOException {
        try (var folder = GridScene.Folder.make(); var server = open(folder.file())) {
            var transcript = new Transcript();
            transcript.test("opened a UnixStreamServer, deleted its file, and closed it");
            Files.delete(folder.file());
            Call.doing(transcript, server::serverClose)
                    .whenThrew(IOException.class, "that somebody was quicker to delete the file is no trouble")
                    .completes();
            Check.of(transcript).holds(!server.channel().isOpen(), "a closed channel", "an open one");
        }
    }

    @Test
    void deletes_its_file_before_it_closes() throws IOException, InterruptedException {
        try (var folder = GridScene.Folder.make()) {
            var address = UnixDomainSocketAddress.of(folder.file());
            // Odd while a server is being closed.
            var phase = new AtomicInteger();
            var isOver = new AtomicBoolean();
            var refused = new AtomicInteger();
            var knocking = Thread.ofPlatform().daemon().start(() -> {
                while (!isOver.get()) {
                    var before = phase.get();
                    if (before % 2 == 1 && isRefused(address) && Files.exists(folder.file()) && phase.get() == before) {
                        refused.incrementAndGet();
                    }
                }
            });
            var transcript = new Transcript();
            transcript.test("opened a server and closed it, hundreds of times, while a client knocked");
            try {
                for (var i = 0; i < 500; i++) {
                    var server = Call.of(transcript, () -> open(folder.file())).value();
                    phase.incrementAndGet();
                    server.serverClose();
                    phase.incrementAndGet();
                }
            } finally {
                isOver.set(true);
                knocking.join();
            }
            Check.of(transcript)
                    .likely("it closes first, and deletes then: a successor that comes in between makes a file, and that "
                            + "one is deleted")
                    .that("as the number of clients that found a file at which nobody listened", refused.get())
                    .is(0);
        }
    }

    private static boolean isRefused(UnixDomainSocketAddress address) {
        try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.configureBlocking(false);
            client.connect(address);
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            // Nothing is there, or the queue is full.
        }
        return false;
    }

    // Who waits for whom

    /// A request that is handled until it is let go, in a server whose `blockOnClose` says this.
    private static final class Slow {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        void handle() throws InterruptedException {
            begun.countDown();
            open.await(1500, TimeUnit.MILLISECONDS);
        }
    }

    private static ThreadingUnixStreamServer unix(Path file, Slow slow, boolean blockOnClose) throws IOException {
        return new ThreadingUnixStreamServer(UnixDomainSocketAddress.of(file), GridEcho.OfStream::new) {
            @Override
            public boolean blockOnClose() {
                return blockOnClose;
            }

            @Override
            public void finishRequest(SocketChannel request, SocketAddress clientAddress) throws Exception {
                slow.handle();
            }

            @Override
            public void shutdownRequest(SocketChannel request) {}
        };
    }

    private static ThreadingUDPServer udp(Slow slow, boolean blockOnClose) throws IOException {
        return new ThreadingUDPServer(ThreadingScene.anyPort(), GridEcho.OfDatagram::new) {
            @Override
            public boolean blockOnClose() {
                return blockOnClose;
            }

            @Override
            public void finishRequest(Datagram request, SocketAddress clientAddress) throws Exception {
                slow.handle();
            }
        };
    }

    private static void closesAtOnce(BaseServer<?> server, Slow slow, Transcript transcript)
            throws IOException, InterruptedException {
        var name = server.getClass().getSuperclass().getSimpleName();
        transcript.test("had blockOnClose of a " + name + " say false, and closed it while a request was handled");
        try (server) {
            slow.begun.await(1, TimeUnit.SECONDS);
            var closing = new ThreadingWords.Closing(server::serverClose);
            Check.of(transcript)
                    .likely("blockOnClose is not asked: joinRequestThreads does, and RequestThreads.join does not")
                    .holds(closing.returnsIn(ThreadingWords.PATIENCE), "that serverClose returns", "it waits");
            Check.of(transcript)
                    .holds(!server.channel().isOpen(), "a closed channel", "an open one");
        } finally {
            slow.open.countDown();
        }
    }

    @Test
    void closes_while_requests_are_handled_if_it_shall_not_wait() throws Exception {
        try (var folder = GridScene.Folder.make()) {
            var slow = new Slow();
            var unix = unix(folder.file(), slow, false);
            unix.processRequest(null, null);
            closesAtOnce(unix, slow, new Transcript());
        }
        var slow = new Slow();
        var udp = udp(slow, false);
        udp.processRequest(null, null);
        closesAtOnce(udp, slow, new Transcript());
    }

    @Test
    void closes_the_door_before_it_waits() throws Exception {
        var slow = new Slow();
        try (var folder = GridScene.Folder.make(); var server = unix(folder.file(), slow, true)) {
            server.processRequest(null, null);
            slow.begun.await(1, TimeUnit.SECONDS);
            var transcript = new Transcript();
            transcript.test("closed a ThreadingUnixStreamServer while a request was handled");
            var closing = new ThreadingWords.Closing(server::serverClose);
            closing.stands();
            Check.of(transcript)
                    .likely("while it waits, clients still connect, and nobody will ever accept them; only datagrams "
                            + "need the server's own channel to the end")
                    .holds(!server.channel().isOpen(), "a closed channel while it waits", "an open one");
            slow.open.countDown();
            closing.returnsIn(ThreadingWords.PATIENCE);
        } finally {
            slow.open.countDown();
        }
    }

    // Children

    private interface Forking extends AutoCloseable {
        void starts() throws Exception;

        ForkingMixIn<?> mixIn();

        BaseServer<?> server();

        List<Process> children();

        @Override
        default void close() throws Exception {
            children().forEach(Process::destroyForcibly);
            server().channel().close();
        }
    }

    private static Process sleeping() throws IOException {
        return new ProcessBuilder("sleep", "60").start();
    }

    private static Forking forkingUnix(Path file, boolean blockOnClose) throws IOException {
        var children = new ArrayList<Process>();
        var server = new ForkingUnixStreamServer(UnixDomainSocketAddress.of(file),
                new HandlerClass<>(GridEcho.OfStream.class)) {
            @Override
            public Process startChild(SocketChannel request, SocketAddress clientAddress) throws IOException {
                children.add(sleeping());
                return children.getLast();
            }

            @Override
            public void closeRequest(SocketChannel request) {}

            @Override
            public boolean blockOnClose() {
                return blockOnClose;
            }
        };
        return new Both(() -> server.processRequest(null, null), server, server, children);
    }

    private static Forking forkingUdp(boolean blockOnClose) throws IOException {
        var children = new ArrayList<Process>();
        var server = new ForkingUDPServer(ThreadingScene.anyPort(), new HandlerClass<>(GridEcho.OfDatagram.class)) {
            @Override
            public Process startChild(Datagram request, SocketAddress clientAddress) throws IOException {
                children.add(sleeping());
                return children.getLast();
            }

            @Override
            public boolean blockOnClose() {
                return blockOnClose;
            }
        };
        return new Both(() -> server.processRequest(null, null), server, server, children);
    }

    private record Both(Call.Action start, ForkingMixIn<?> mixIn, BaseServer<?> server, List<Process> children)
            implements
                Forking {
        @Override
        public void starts() throws Exception {
            start.run();
        }
    }

    private static List<Forking> bothForking(GridScene.Folder folder, boolean blockOnClose) throws IOException {
        return List.of(forkingUnix(folder.file(), blockOnClose), forkingUdp(blockOnClose));
    }

    private static String name(Forking forking) {
        return forking.server().getClass().getSuperclass().getSimpleName();
    }

    @Test
    void forgets_children_in_each_round_and_when_nobody_comes() throws Exception {
        try (var folder = GridScene.Folder.make()) {
            for (var forking : bothForking(folder, true)) {
                try (forking) {
                    for (var when : List.of("serviceActions", "handleTimeout")) {
                        var transcript = new Transcript();
                        transcript.test("had a " + name(forking)
                                + " start two children, ended one of them, and called " + when);
                        forking.starts();
                        forking.starts();
                        forking.children().getFirst().destroyForcibly().waitFor();
                        Call.doing(transcript, () -> {
                            if (when.equals("serviceActions")) {
                                forking.server().serviceActions();
                            } else {
                                forking.server().handleTimeout();
                            }
                        })
                                .whenHung("the loop waits for the children, and serves nobody meanwhile")
                                .completes();
                        Check.of(transcript)
                                .likely(when + " does not collect the children that have ended")
                                .that("active", forking.mixIn().activeChildren())
                                .is(Set.of(forking.children().getLast().pid()));
                        forking.children().getLast().destroyForcibly().waitFor();
                        forking.server().serviceActions();
                        forking.mixIn().collectChildren(true);
                        forking.children().clear();
                    }
                }
            }
        }
    }

    @Test
    void waits_for_children_when_it_is_closed() throws Exception {
        try (var folder = GridScene.Folder.make()) {
            for (var forking : bothForking(folder, true)) {
                try (forking) {
                    var transcript = new Transcript();
                    transcript.test("closed a " + name(forking) + " while a child ran");
                    forking.starts();
                    var closing = new ThreadingWords.Closing(forking.server()::serverClose);
                    Check.of(transcript)
                            .likely("serverClose does not wait for the children")
                            .holds(!closing.returnsIn(ThreadingWords.WHILE), "that serverClose waits",
                                    "it returned");
                    Check.of(transcript)
                            .likely("while it waits, clients still come, and nobody will ever serve them")
                            .holds(!forking.server().channel().isOpen(), "a closed channel while it waits",
                                    "an open one");
                    forking.children().getFirst().destroyForcibly();
                    Check.of(transcript)
                            .holds(closing.returnsIn(ThreadingWords.PATIENCE), "that it returns when the child ends",
                                    "it waits still");
                }
            }
        }
    }

    @Test
    void waits_for_no_child_if_it_shall_not() throws Exception {
        try (var folder = GridScene.Folder.make()) {
            for (var forking : bothForking(folder, false)) {
                try (forking) {
                    var transcript = new Transcript();
                    transcript.test("had blockOnClose of a " + name(forking)
                            + " say false, and closed it while a child ran");
                    forking.starts();
                    Check.of(transcript)
                            .likely("blockOnClose is not asked")
                            .holds(new ThreadingWords.Closing(forking.server()::serverClose)
                                    .returnsIn(ThreadingWords.PATIENCE), "that serverClose returns", "it waits");
                }
            }
        }
    }

    @Test
    void counts_no_child_of_another_server() throws Exception {
        try (var folder = GridScene.Folder.make()) {
            for (var forking : bothForking(folder, true)) {
                try (forking;
                        var other = forking.server() instanceof UDPServer
                                ? forkingUdp(true)
                                : forkingUnix(folder.path().resolve("other"), true)) {
                    var transcript = new Transcript();
                    transcript.test("had one " + name(forking) + " start a child, and asked another");
                    forking.starts();
                    Check.of(transcript)
                            .likely("two servers share their Children: something is static")
                            .that("active", other.mixIn().activeChildren())
                            .is(Set.of());
                }
            }
        }
    }

    /// A class that is one of both, where `maxChildren` says 1, and what it has closed.
    private record Narrow(Forking forking, List<SocketChannel> closed) {
        static Narrow unix(Path file) throws IOException {
            var children = new CopyOnWriteArrayList<Process>();
            var closed = new CopyOnWriteArrayList<SocketChannel>();
            var server = new ForkingUnixStreamServer(UnixDomainSocketAddress.of(file),
                    new HandlerClass<>(GridEcho.OfStream.class)) {
                @Override
                public int maxChildren() {
                    return 1;
                }

                @Override
                public Process startChild(SocketChannel request, SocketAddress clientAddress) throws IOException {
                    children.add(sleeping());
                    return children.getLast();
                }

                @Override
                public void closeRequest(SocketChannel request) {
                    closed.add(request);
                    super.closeRequest(request);
                }
            };
            return new Narrow(
                    new Both(() -> server.processRequest(SocketChannel.open(StandardProtocolFamily.UNIX), null),
                            server, server, children),
                    closed);
        }

        static Narrow udp() throws IOException {
            var children = new CopyOnWriteArrayList<Process>();
            var server = new ForkingUDPServer(ThreadingScene.anyPort(), new HandlerClass<>(GridEcho.OfDatagram.class)) {
                @Override
                public int maxChildren() {
                    return 1;
                }

                @Override
                public Process startChild(Datagram request, SocketAddress clientAddress) throws IOException {
                    children.add(sleeping());
                    return children.getLast();
                }
            };
            return new Narrow(new Both(() -> server.processRequest(null, null), server, server, children), List.of());
        }
    }

    @Test
    void keeps_no_connection_and_starts_no_more_children_than_it_may() throws Exception {
        try (var folder = GridScene.Folder.make()) {
            for (var narrow : List.of(Narrow.unix(folder.file()), Narrow.udp())) {
                try (var forking = narrow.forking()) {
                    var transcript = new Transcript();
                    transcript.test("had a " + name(forking) + ", whose maxChildren says 1, start a child");
                    Call.doing(transcript, forking::starts).completes();
                    if (forking.server() instanceof UnixStreamServer) {
                        Check.of(transcript)
                                .likely("the child has the connection: a copy that the parent keeps is a descriptor for each "
                                        + "client, and keeps the connection open when the child has ended")
                                .holds(narrow.closed().stream().noneMatch(SocketChannel::isOpen)
                                        && !narrow.closed().isEmpty(), "the parent's copy closed", "it is open");
                    }
                    var second = new ThreadingWords.Closing(forking::starts);
                    Check.of(transcript)
                            .likely("nobody looks how many there may be: maxChildren")
                            .holds(!second.returnsIn(ThreadingWords.WHILE), "that it waits with the second one",
                                    "it did not");
                    forking.children().getFirst().destroyForcibly();
                    Check.of(transcript)
                            .holds(second.returnsIn(ThreadingWords.PATIENCE),
                                    "that the second one starts when the first "
                                            + "has ended",
                                    "it waits still");
                }
            }
        }
    }

    @Test
    void tells_trouble_and_shuts_each_request_down_in_a_thread() throws Exception {
        try (var folder = GridScene.Folder.make()) {
            var ends = new LinkedBlockingQueue<String>();
            try (var unix = new ThreadingUnixStreamServer(UnixDomainSocketAddress.of(folder.file()),
                    GridEcho.OfStream::new) {
                @Override
                public void finishRequest(SocketChannel request, SocketAddress clientAddress) throws Exception {
                    throw new IOException("gone");
                }

                @Override
                public void handleError(SocketChannel request, SocketAddress clientAddress, Exception trouble) {
                    ends.add("handleError");
                }

                @Override
                public void shutdownRequest(SocketChannel request) {
                    ends.add("shutdownRequest");
                }
            };
                    var udp = new ThreadingUDPServer(ThreadingScene.anyPort(), GridEcho.OfDatagram::new) {
                        @Override
                        public void finishRequest(Datagram request, SocketAddress clientAddress) throws Exception {
                            throw new IOException("gone");
                        }

                        @Override
                        public void handleError(Datagram request, SocketAddress clientAddress, Exception trouble) {
                            ends.add("handleError");
                        }

                        @Override
                        public void shutdownRequest(Datagram request) {
                            ends.add("shutdownRequest");
                        }
                    }) {
                for (var server : List.<ThreadingMixIn<?>>of(unix, udp)) {
                    var transcript = new Transcript();
                    transcript.test("had a request of a " + server.getClass().getSuperclass().getSimpleName()
                            + " end in an IOException");
                    Call.doing(transcript, () -> server.processRequest(null, null)).completes();
                    var heard = new ArrayList<String>();
                    for (var end = ends.poll(1, TimeUnit.SECONDS); end != null
                            && heard.size() < 2; end = heard.size() < 2 ? ends.poll(1, TimeUnit.SECONDS) : null) {
                        heard.add(end);
                    }
                    Check.of(transcript)
                            .likely("the thread does what processRequestThread does: trouble is told, and the request is shut "
                                    + "down, whatever happened")
                            .that("as what was called then", heard)
                            .is(List.of("handleError", "shutdownRequest"));
                }
            }
        }
    }

    @Test
    void leaves_a_pipe_alone() throws IOException, InterruptedException {
        try (var folder = GridScene.Folder.make()) {
            var transcript = new Transcript();
            transcript.test("made a pipe where a UnixStreamServer was to bind, and opened one");
            if (new ProcessBuilder("mkfifo", folder.file().toString()).start().waitFor() != 0) {
                throw new NotRun("no pipe can be made in " + folder.path(), "mkfifo " + folder.file());
            }
            Call.of(transcript, () -> {
                open(folder.file()).serverClose();
                return "a server";
            })
                    .whenReturned(_ -> true,
                            "it was deleted: a pipe is as other as a socket is, and a connection to it is "
                                    + "refused, too; the mode says what a file is")
                    .throwsA(BindException.class);
            Check.of(transcript)
                    .likely("it was deleted: only a socket may be")
                    .holds(Files.exists(folder.file()), "the pipe", "nothing is there any more");
        }
    }

    // One suite for all

    @Test
    void does_the_same_in_every_cell() throws IOException {
        for (var cell : List.of(GridCell.UNIX, GridCell.THREADING_UNIX, GridCell.THREADING_UDP, GridCell.TCP,
                GridCell.UDP, GridCell.THREADING_TCP)) {
            try (var folder = GridScene.Folder.make(); var scene = new GridScene(cell, folder.file())) {
                scene.hears(scene.says("ana\n"), "1 ana\n", "nobody has handled the request");
                scene.hears(scene.says("bo\n"), "2 bo\n", "nobody has handled the second request");
                scene.endsLoop();
                Call.doing(scene.transcript, scene.server::serverClose)
                        .whenHung("closing waits, and no request is left")
                        .completes();
                Check.of(scene.transcript)
                        .likely("whatever it is mixed with, serverClose closes the channel and deletes the file")
                        .holds(!scene.server.channel().isOpen() && Files.notExists(folder.file()),
                                "a closed channel, and no file", "one of them is left");
            }
        }
    }

    @Test
    void serves_a_quick_client_while_a_slow_one_is_served() throws IOException, InterruptedException {
        for (var cell : List.of(GridCell.THREADING_UNIX, GridCell.THREADING_UDP)) {
            try (var folder = GridScene.Folder.make(); var scene = new GridScene(cell, folder.file())) {
                var slow = scene.says("slow\n");
                GridEcho.isHeld();
                scene.hears(scene.says("quick\n"), "1 quick\n",
                        "the second request waits for the first: of two methods "
                                + "processRequest the class's is called, unless " + cell.type + " says otherwise");
                GridEcho.letGo();
                scene.hears(slow, "2 slow\n", "the first request is to be handled to its end");
            }
        }
    }

    @Test
    void answers_those_that_it_serves_before_it_is_closed() throws IOException, InterruptedException {
        for (var cell : List.of(GridCell.THREADING_UNIX, GridCell.THREADING_UDP)) {
            try (var folder = GridScene.Folder.make(); var scene = new GridScene(cell, folder.file())) {
                var slow = scene.says("slow\n");
                GridEcho.isHeld();
                scene.endsLoop();
                scene.transcript.test("ended the loop, called serverClose, and had slow go on");
                var closing = new ThreadingWords.Closing(scene.server::serverClose);
                Check.of(scene.transcript)
                        .likely("serverClose does not call joinRequestThreads")
                        .holds(!closing.returnsIn(ThreadingWords.WHILE), "that serverClose of the " + cell.type
                                + " waits for slow", "it returned");
                GridEcho.letGo();
                scene.hears(slow, "1 slow\n", "a datagram's request has no socket of its own: it answers through the "
                        + "server's, and that was closed already");
                Check.of(scene.transcript)
                        .likely("it waits for something that does not end")
                        .holds(closing.returnsIn(ThreadingWords.PATIENCE) && !scene.server.channel().isOpen(),
                                "that it returns then, with a closed channel", "it does not");
            }
        }
    }

    @Test
    void shares_nothing_with_the_processes_of_requests() throws IOException {
        var transcript = new Transcript();
        try (var folder = GridScene.Folder.make();
                var unix = new GridScene(GridCell.FORKING_UNIX, folder.file(), transcript);
                var udp = new GridScene(GridCell.FORKING_UDP, folder.file(), transcript)) {
            transcript.test("set the counter of this process to 41; what handles a connection is a shell, a datagram a "
                    + "JVM, whose counter begins with 0");
            GridEcho.begin(41);
            var shared = "the request was handled in the process of the server, or by nobody: is each method of "
                    + "ForkingMixIn that is meant called by name?";
            unix.hears(unix.says("ana\n"), "a shell: ana\n", shared);
            udp.hears(udp.says("bo\n"), "1 bo\n", shared);
            Check.of(transcript)
                    .likely(shared)
                    .that("in the counter of this process", GridEcho.handled())
                    .is(41);
            for (var scene : List.of(unix, udp)) {
                scene.endsLoop();
                scene.transcript.test("closed the " + scene.cell.type);
                Call.doing(transcript, scene.server::serverClose).whenHung("a child does not end").completes();
                Check.of(transcript)
                        .likely("serverClose does not collect the children, or does not wait for them")
                        .that("as the number of active children", scene.cell.active(scene.server))
                        .is(0);
            }
            Check.of(transcript)
                    .likely("whatever it is mixed with, serverClose closes the channel and deletes the file")
                    .holds(!unix.server.channel().isOpen() && !udp.server.channel().isOpen()
                            && Files.notExists(folder.file()), "closed channels, and no file", "one of them is left");
        }
    }

    // An outside judge

    @Test
    @Witness("python3")
    void answers_python_at_a_path() throws IOException {
        var client = """
                import socket, sys
                with socket.socket(socket.AF_UNIX) as client:
                    client.connect(sys.argv[1])
                    client.sendall(b"ana\\n")
                    print(client.makefile().read(), end="")
                    print(client.getpeername() == sys.argv[1], repr(client.getsockname()))
                """;
        try (var folder = GridScene.Folder.make();
                var scene = new GridScene(GridCell.THREADING_UNIX, folder.file());
                var python = Python.runs(client, scene.server.serverAddress().toString())) {
            Check.of(python.transcript())
                    .that("as Python's output", python.printed())
                    .is("1 ana\nTrue ''\n");
        }
    }
}
