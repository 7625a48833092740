package workbook.socketserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import workbook.testkit.Transcript;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Python;
import workbook.testkit.Seed;
import workbook.testkit.Witness;

/// The checklist of the chapter, rows 27 to 31.
class ForkingTest {
    @Test
    void a_child_has_the_connection_and_its_end_is_the_end() throws IOException {
        try (var scene = new ForkingScene().serving()) {
            var alice = scene.connect("alice");
            var pid = alice.pid();
            // What the parent does to its copy, it shall have done before the child speaks again.
            ForkingScene.within(ForkingScene.WHILE.multipliedBy(4), () -> scene.calls.contains("close_request"));
            alice.says("hello");
            var line = alice.line();
            scene.check()
                    .likelyIf(scene.hasShutDown(), ForkingScene.SHUT_DOWN)
                    .that("from the child", line)
                    .is("hello");
            scene.check()
                    .likely("the parent still has its own copy of the connection, and a connection ends when the last "
                            + "copy is closed")
                    .holds(alice.hearsEnd(), "the end of the connection after the child's last line",
                            "nothing, though the child has ended");
            // A child may answer before the parent has noted it.
            ForkingScene.soon(() -> !scene.started.isEmpty());
            scene.check().that("processes started", scene.pids()).is(List.of(pid));
        }
    }

    @Test
    void children_work_side_by_side() throws IOException {
        try (var scene = new ForkingScene().serving()) {
            scene.begins("alice");
            var bob = scene.connect("bob");
            var line = bob.line();
            scene.check()
                    .likelyIf(scene.started.size() == 1,
                            "the server waits for the end of each child before it takes the next request")
                    .holds(line.matches("\\d+"), "a child for bob while that of alice waits for her",
                            line.isEmpty() ? "the end of the connection" : line);
            bob.says("hello");
            scene.check().that("from the child of bob", bob.line()).is("hello");
        }
    }

    @Test
    void names_the_children_that_are_active() throws IOException {
        try (var scene = new ForkingScene().serving()) {
            scene.check().that("active", scene.server.activeChildren()).is(Set.of());
            scene.begins("alice");
            scene.begins("bob");
            ForkingScene.soon(() -> scene.server.activeChildren().equals(Set.copyOf(scene.pids())));
            scene.check().that("active", scene.server.activeChildren()).is(Set.copyOf(scene.pids()));
        }
    }

    /// max_children in Python: the loop itself waits.
    @Test
    void at_the_limit_the_next_one_waits() throws IOException {
        var two = new ForkingScene.Settings();
        two.maxChildren = 2;
        try (var scene = new ForkingScene(two).serving()) {
            scene.begins("alice");
            var bob = scene.begins("bob");
            var carol = scene.connect("carol");
            ForkingScene.soon(() -> Collections.frequency(scene.calls, "process_request") > 2);
            ForkingScene.within(ForkingScene.WHILE, () -> scene.starts() > 2);
            scene.check()
                    .likely("a child was started for carol at once: nothing holds back who asks for too many")
                    .holds(scene.starts() == 2, "2 children, for maxChildren is 2", scene.starts() + " children");
            bob.says("hello");
            var line = carol.line();
            scene.check()
                    .likelyIf(line.isEmpty(), "the request was shut, not kept waiting")
                    .likelyIf(line.equals(ForkingScene.NOTHING),
                            "the server waits for one certain child, or for all: alice's may go on for hours")
                    .holds(line.matches("\\d+"), "a child for carol as soon as that of bob has ended",
                            line.isEmpty() ? "the end of the connection" : line);
            scene.check().that("alive at most", scene.most()).is(2);
        }
    }

    @Test
    void forgets_in_each_round_what_has_ended() throws Exception {
        collects("serviceActions", server -> server.serviceActions());
    }

    @Test
    void forgets_what_has_ended_when_nobody_comes_in_time() throws Exception {
        collects("handleTimeout", server -> server.handleTimeout());
    }

    private interface Collecting {
        void by(ForkingTCPServer server) throws IOException;
    }

    private static void collects(String when, Collecting collecting) throws Exception {
        try (var scene = new ForkingScene()) {
            var alice = scene.connect("alice");
            scene.server.handleRequestNoBlock();
            alice.pid();
            var bob = scene.connect("bob");
            scene.server.handleRequestNoBlock();
            bob.pid();
            alice.says("hello");
            scene.started.getFirst().waitFor();
            scene.transcript.test("waited until the child of alice had ended, and called " + when);
            collecting.by(scene.server);
            var left = Set.of(scene.pids().getLast());
            ForkingScene.within(ForkingScene.WHILE, () -> scene.server.activeChildren().equals(left));
            scene.check()
                    .likelyIf(scene.server.activeChildren().size() == 2, when + " collects nothing")
                    .likelyIf(scene.server.activeChildren().isEmpty(), "a child is forgotten that still runs")
                    .that("active", scene.server.activeChildren())
                    .is(left);
        }
    }

    @Test
    void closing_waits_for_the_children() throws Exception {
        try (var scene = new ForkingScene()) {
            var alice = scene.connect("alice");
            scene.server.handleRequestNoBlock();
            alice.pid();
            var isClosed = new AtomicBoolean();
            scene.transcript.test("closed the server");
            var closing = Thread.ofPlatform().daemon().name("testkit closing").start(() -> {
                close(scene);
                isClosed.set(true);
            });
            ForkingScene.within(ForkingScene.WHILE, isClosed::get);
            scene.check()
                    .likelyIf(!scene.started.getFirst().isAlive(), "the child was ended in the middle of its work")
                    .likely("closing waits for nobody, or looks once at who has ended")
                    .holds(!isClosed.get(), "closing comes back when the child of alice has ended",
                            "it came back before");
            alice.says("hello");
            closing.join(ForkingScene.PATIENCE.toMillis());
            scene.check().that("closed", isClosed.get()).is(true);
            scene.check()
                    .likely("what was waited for was not forgotten")
                    .that("active", scene.server.activeChildren())
                    .is(Set.of());
        }
    }

    @Test
    void closing_waits_for_nobody_if_it_shall_not() throws Exception {
        var settings = new ForkingScene.Settings();
        settings.blockOnClose = false;
        try (var scene = new ForkingScene(settings)) {
            var alice = scene.connect("alice");
            scene.server.handleRequestNoBlock();
            alice.pid();
            var closing = Thread.ofPlatform().daemon().name("testkit closing").start(() -> close(scene));
            closing.join(ForkingScene.PATIENCE.toMillis());
            var isClosed = !closing.isAlive();
            alice.says("hello");
            scene.check()
                    .likely("blockOnClose is not asked")
                    .holds(isClosed, "closing comes back at once, for blockOnClose is false",
                            "it waited for the child of alice");
            scene.check().that("from the child, after closing", alice.line()).is("hello");
        }
    }

    private static void close(ForkingScene scene) {
        try {
            scene.server.serverClose();
        } catch (IOException e) {
            scene.transcript.you("threw " + e);
        }
    }

    /// CPython's issue 1540386: waitpid(-1) took the application's children, too.
    @Test
    void leaves_processes_alone_that_it_did_not_start() throws Exception {
        var one = new ForkingScene.Settings();
        one.maxChildren = 1;
        var scene = new ForkingScene(one).serving();
        scene.transcript.test("started a process of its own");
        var own = new ProcessBuilder("sh", "-c", "read line; exit 7").start();
        try (scene) {
            var alice = scene.connect("alice");
            var line = alice.line();
            scene.check()
                    .likely("every child of this process was counted, and one of them is the application's")
                    .holds(line.matches("\\d+"), "a child for alice: the application's process is none of the server's",
                            line);
            alice.says("hello");
            var collecting = Thread.ofPlatform()
                    .daemon()
                    .name("testkit collecting")
                    .start(() -> scene.server.collectChildren(true));
            collecting.join(ForkingScene.PATIENCE.toMillis());
            scene.check()
                    .likely("every child of this process was waited for, and one of them is the application's")
                    .holds(!collecting.isAlive(), "collectChildren comes back when the child of alice has ended",
                            "it waits for a process that the server did not start");
            scene.check()
                    .holds(own.isAlive(), "the application's process goes on", "it has been ended");
            own.getOutputStream().close();
            scene.check().that("exit status of the application's process", own.waitFor()).is(7);
        } finally {
            own.destroyForcibly();
        }
    }

    @Test
    void a_child_that_crashes_harms_nobody() throws IOException {
        var settings = new ForkingScene.Settings();
        settings.script = "echo $$; read line; kill -9 $$";
        try (var scene = new ForkingScene(settings).serving()) {
            var alice = scene.begins("alice");
            alice.says("die");
            scene.check().that("end of the connection of alice", alice.hearsEnd()).is(true);
            ForkingScene.soon(() -> scene.server.activeChildren().isEmpty());
            scene.check()
                    .likely("only a child that exits with 0 is collected")
                    .that("active", scene.server.activeChildren())
                    .is(Set.of());
            scene.begins("bob");
            scene.check().that("errors handled", scene.troubles.size()).is(0);
        }
    }

    @Test
    void a_child_that_cannot_be_started_is_an_error_of_one_request() throws IOException {
        var settings = new ForkingScene.Settings();
        settings.shell = "/no/such/shell";
        try (var scene = new ForkingScene(settings).serving()) {
            scene.check().that("line for alice", scene.connect("alice").line()).is("");
            scene.check().that("errors handled", scene.troubles.size()).is(1);
            scene.check().that("active", scene.server.activeChildren()).is(Set.of());
            settings.shell = "sh";
            scene.begins("bob");
        }
    }

    @Test
    void an_answer_of_any_size_arrives() throws Exception {
        var settings = new ForkingScene.Settings();
        settings.script = "echo $$; exec head -c 1000000 /dev/zero";
        try (var scene = new ForkingScene(settings).serving()) {
            var alice = scene.begins("alice");
            var all = alice.socket.getInputStream().readAllBytes();
            scene.check().that("bytes after the first line", all.length).is(1_000_000);
        }
    }

    /// As many children as there are clients, each killed at a moment that chance chose.
    @Test
    void none_is_left_and_none_counted_twice_when_children_are_killed() throws Exception {
        var settings = new ForkingScene.Settings();
        settings.maxChildren = 4;
        var random = Seed.random();
        try (var scene = new ForkingScene(settings).serving()) {
            var clients = new ArrayList<ForkingScene.Client>();
            for (var i = 0; i < 10; i++) {
                clients.add(scene.connect("client " + i));
            }
            var killed = new ArrayList<Process>();
            while (killed.size() < clients.size()) {
                if (!ForkingScene.soon(() -> scene.started.size() > killed.size())) {
                    break;
                }
                var alive = new ArrayList<>(scene.started);
                alive.removeAll(killed);
                Collections.shuffle(alive, random);
                var victim = alive.getFirst();
                victim.destroyForcibly();
                killed.add(victim);
                var active = scene.server.activeChildren().size();
                scene.check().holds(active <= 4, "at most 4 active children", active + " of them");
            }
            scene.check()
                    .likely("a child that was killed still has its place among those that may run")
                    .that("children started", scene.started.size())
                    .is(clients.size());
            for (var client : clients) {
                while (!client.line().isEmpty()) {
                    // What its child said before it died.
                }
            }
            ForkingScene.soon(() -> scene.server.activeChildren().isEmpty());
            scene.check().that("active at the end", scene.server.activeChildren()).is(Set.of());
            scene.check().that("alive at most", scene.most() <= 4).is(true);
        }
    }

    /// A JVM for each request: the given program of a child.
    static final class Counter extends BaseRequestHandler<SocketChannel> {
        private static int count;

        Counter(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server) {
            super(request, clientAddress, server);
        }

        @Override
        protected void handle() throws IOException {
            count++;
            request.write(ByteBuffer.wrap((count + "\n").getBytes(UTF_8)));
            if (count > 1) {
                throw new IOException("this process has handled a request before");
            }
        }
    }

    /// Fails when it has said something.
    static final class Fails extends BaseRequestHandler<SocketChannel> {
        Fails(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server) {
            super(request, clientAddress, server);
        }

        @Override
        protected void handle() throws IOException {
            request.write(ByteBuffer.wrap("so far\n".getBytes(UTF_8)));
            throw new IOException("no further");
        }
    }

    @Test
    void what_a_child_changes_stays_in_the_child() throws IOException {
        var settings = new ForkingScene.Settings();
        settings.handler = Optional.of(new HandlerClass<>(Counter.class));
        try (var scene = new ForkingScene(settings).serving()) {
            var alice = scene.connect("alice");
            var bob = scene.connect("bob");
            var counted = List.of(patient(alice), patient(bob));
            scene.check()
                    .likely("both requests were handled in one process")
                    .that("counted by the handlers", counted)
                    .is(List.of("1", "1"));
            scene.check().that("counted in this process", Counter.count).is(0);
        }
    }

    @Test
    void a_handler_that_fails_ends_its_process_with_1() throws Exception {
        var settings = new ForkingScene.Settings();
        settings.handler = Optional.of(new HandlerClass<>(Fails.class));
        try (var scene = new ForkingScene(settings).serving()) {
            var alice = scene.connect("alice");
            scene.check().that("from the handler", patient(alice)).is("so far");
            scene.check().that("end of the connection", alice.hearsEnd()).is(true);
            ForkingScene.soon(() -> !scene.started.isEmpty());
            scene.check().that("exit status of the child", scene.started.getFirst().waitFor()).is(1);
            scene.check().that("errors handled in the parent", scene.troubles.size()).is(0);
        }
    }

    /// A JVM takes its time.
    private static String patient(ForkingScene.Client client) throws IOException {
        client.socket.setSoTimeout(4000);
        return client.line();
    }

    // The mix-in, without a socket

    /// A mix-in without sockets: its children sleep, and its requests are words.
    private static final class Words implements ForkingMixIn<String>, AutoCloseable {
        final Transcript transcript = new Transcript();
        final List<Process> started = new CopyOnWriteArrayList<>();
        final List<String> closed = new CopyOnWriteArrayList<>();
        private final Children children = new Children();
        int max = 10;
        boolean fails;

        @Override
        public Children children() {
            return children;
        }

        @Override
        public int maxChildren() {
            return max;
        }

        @Override
        public Process startChild(String request, SocketAddress clientAddress) throws IOException {
            if (fails) {
                throw new IOException("no process can be had");
            }
            started.add(new ProcessBuilder("sleep", "60").start());
            return started.getLast();
        }

        @Override
        public void closeRequest(String request) {
            closed.add(request);
        }

        /// A server has this one, too, and nobody here calls it.
        public void shutdownRequest(String request) {
            closed.add(request + ", shut down");
        }

        void takes(String request) {
            transcript.test("called processRequest for " + request);
            Call.doing(transcript, () -> processRequest(request, null)).completes();
        }

        Check check() {
            return Check.of(transcript);
        }

        void ends(Process child) throws InterruptedException {
            child.destroyForcibly().waitFor();
        }

        @Override
        public void close() {
            started.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void closes_its_copy_at_once() throws IOException {
        try (var words = new Words()) {
            words.takes("ana");
            words.check()
                    .likely("this process keeps a descriptor for each client whose child lives")
                    .that("as the requests closed when processRequest has returned", words.closed)
                    .is(List.of("ana"));
        }
    }

    @Test
    void leaves_a_request_to_the_caller_if_no_child_can_be_started() throws IOException {
        try (var words = new Words()) {
            words.fails = true;
            words.transcript.test("called processRequest, where startChild throws an IOException");
            Call.doing(words.transcript, () -> words.processRequest("ana", null)).throwsA(IOException.class);
            words.check()
                    .likely("what throws has not taken over: the caller tells of the trouble, and shuts the request down")
                    .that("as the requests closed", words.closed)
                    .is(List.of());
        }
    }

    @Test
    void waits_no_longer_when_it_is_interrupted() throws Exception {
        try (var words = new Words()) {
            words.takes("ana");
            var isStill = new CompletableFuture<Boolean>();
            var closing = new ThreadingWords.Closing(() -> {
                words.collectChildren(true);
                isStill.complete(Thread.currentThread().isInterrupted());
            });
            closing.stands();
            words.transcript.test("called collectChildren(true), and interrupted who waits");
            closing.interrupt();
            words.check()
                    .likely("an interrupt is somebody's wish that the waiting end; join() of a CompletableFuture does not "
                            + "notice it")
                    .holds(closing.returnsIn(ThreadingWords.PATIENCE), "that it returns", "it waits still");
            words.check()
                    .likely("who catches an InterruptedException has cleared the mark, unless it is set anew")
                    .holds(isStill.getNow(false), "that the thread is interrupted still", "nobody can see it any more");
            words.check()
                    .likely("a child is forgotten that still runs")
                    .that("active", words.activeChildren())
                    .is(Set.of(words.started.getFirst().pid()));
        }
    }

    @Test
    void names_the_children_while_somebody_waits() throws Exception {
        for (var what : List.of("collectChildren(true)", "processRequest at the limit")) {
            try (var words = new Words()) {
                words.max = 1;
                words.takes("ana");
                words.transcript.test("had a thread wait in " + what + ", and asked for the active children");
                var waiting = new ThreadingWords.Closing(() -> {
                    if (what.startsWith("collect")) {
                        words.collectChildren(true);
                    } else {
                        words.processRequest("bo", null);
                    }
                });
                waiting.stands();
                var first = words.started.getFirst();
                var asking = new ThreadingWords.Closing(() -> words.check()
                        .that("active", words.activeChildren())
                        .is(Set.of(first.pid())));
                var isAnswered = asking.returnsIn(ThreadingWords.PATIENCE);
                words.check()
                        .likely("whoever waits for a child has the lock meanwhile that whoever asks wants")
                        .holds(isAnswered, "the active children, for any thread may ask", "it waits");
                words.ends(first);
                waiting.returnsIn(ThreadingWords.PATIENCE);
            }
        }
    }

    @Test
    void names_them_as_they_were() throws Exception {
        try (var words = new Words()) {
            words.takes("ana");
            var then = words.activeChildren();
            var pid = words.started.getFirst().pid();
            words.ends(words.started.getFirst());
            words.collectChildren(false);
            words.transcript
                    .test("asked for the active children, ended the one, collected it, and looked at the answer");
            words.check()
                    .likely("the set is a view of what changes: a snapshot is a copy")
                    .that("in the set that was given before", then)
                    .is(Set.of(pid));
        }
    }

    @Test
    void holds_on_to_no_child_that_has_ended() throws Exception {
        var children = new Children();
        var ended = new ArrayList<WeakReference<Process>>();
        for (var i = 0; i < 5; i++) {
            var child = new ProcessBuilder("true").start();
            children.add(child);
            child.waitFor();
            ended.add(new WeakReference<>(child));
        }
        children.collect(true);
        // Whoever tidies up when the next one comes may do so.
        var last = new ProcessBuilder("true").start();
        children.add(last);
        var transcript = new Transcript();
        transcript.test("added five children that ended, collected them, and added one more");
        var isFree = ForkingScene.soon(() -> {
            System.gc();
            return ended.stream().allMatch(each -> each.get() == null);
        });
        Check.of(transcript)
                .likely("active() names those that live, and the list has all that there ever were")
                .holds(isFree, "that nothing holds on to a child that has been collected", "something does");
        last.waitFor();
    }

    @Test
    void starts_the_next_when_the_oldest_has_ended() throws Exception {
        try (var words = new Words()) {
            words.max = 2;
            words.takes("ana");
            words.takes("bo");
            var waiting = new ThreadingWords.Closing(() -> words.processRequest("cy", null));
            waiting.stands();
            words.transcript.test("called processRequest for cy, where maxChildren is 2, and ended the child of ana");
            words.ends(words.started.getFirst());
            words.check()
                    .likely("it waits for all, or for another one: some child is enough")
                    .holds(waiting.returnsIn(ThreadingWords.PATIENCE), "that processRequest returns then",
                            "it waits still");
        }
    }

    @Test
    void sleeps_at_the_limit() throws Exception {
        try (var words = new Words()) {
            words.max = 1;
            words.takes("ana");
            var thread = new CompletableFuture<Long>();
            var waiting = new ThreadingWords.Closing(() -> {
                thread.complete(Thread.currentThread().threadId());
                words.processRequest("bo", null);
            });
            var beans = ManagementFactory.getThreadMXBean();
            var id = thread.get();
            waiting.returnsIn(ForkingScene.WHILE);
            var before = beans.getThreadCpuTime(id);
            waiting.returnsIn(ForkingScene.WHILE.multipliedBy(2));
            var used = (beans.getThreadCpuTime(id) - before) / 1_000_000;
            words.transcript
                    .test("called processRequest at the limit, and looked for " + 2 * ForkingScene.WHILE.toMillis()
                            + " ms what it used of a processor");
            words.check()
                    .likely("a loop asks again and again whether a child has ended: onExit() can be waited for")
                    .holds(used < 30, "next to nothing", used + " ms of a processor's time");
            words.ends(words.started.getFirst());
            waiting.returnsIn(ThreadingWords.PATIENCE);
        }
    }

    @Test
    void counts_no_child_of_another_server() throws IOException {
        try (var one = new Words(); var other = new Words()) {
            one.takes("ana");
            one.check()
                    .likely("two servers share what remembers their children: something is static")
                    .that("as the active children of another server", other.activeChildren())
                    .is(Set.of());
        }
    }

    @Test
    void closes_the_listener_and_then_waits() throws Exception {
        try (var scene = new ForkingScene()) {
            var alice = scene.connect("alice");
            scene.server.handleRequestNoBlock();
            alice.pid();
            scene.transcript.test("closed the server");
            var closing = new ThreadingWords.Closing(scene.server::serverClose);
            closing.stands();
            scene.check()
                    .likely("while it waits, clients still connect, and nobody will ever accept them")
                    .holds(!scene.server.channel().isOpen(), "a closed channel while it waits", "an open one");
            alice.says("hello");
            closing.returnsIn(ForkingScene.PATIENCE);
        }
    }

    @Test
    void forgets_what_has_ended_when_it_is_closed_without_waiting() throws Exception {
        var settings = new ForkingScene.Settings();
        settings.blockOnClose = false;
        try (var scene = new ForkingScene(settings)) {
            var alice = scene.connect("alice");
            scene.server.handleRequestNoBlock();
            alice.pid();
            alice.says("hello");
            scene.started.getFirst().waitFor();
            scene.transcript
                    .test("waited until the child had ended, and closed the server, whose blockOnClose says false");
            scene.server.serverClose();
            ForkingScene.within(ForkingScene.WHILE, () -> scene.server.activeChildren().isEmpty());
            scene.check()
                    .likely("whatever has ended is collected when the server is closed, also if nobody is waited for")
                    .that("active", scene.server.activeChildren())
                    .is(Set.of());
        }
    }

    private static final String STEPS = """
            import socket, socketserver
            steps = []
            class Handler(socketserver.BaseRequestHandler):
                def handle(self):
                    self.request.sendall(b"1\\n")
            class Server(socketserver.ForkingTCPServer):
                def get_request(self):
                    steps.append("get_request")
                    return super().get_request()
                def verify_request(self, request, address):
                    steps.append("verify_request")
                    return True
                def finish_request(self, request, address):
                    steps.append("finish_request")
                    super().finish_request(request, address)
                def shutdown_request(self, request):
                    steps.append("shutdown_request")
                    super().shutdown_request(request)
                def close_request(self, request):
                    steps.append("close_request")
                    super().close_request(request)
            server = Server(("127.0.0.1", 0), Handler)
            with socket.create_connection(server.server_address) as client:
                server.handle_request()
                while client.recv(10):
                    pass
            server.server_close()
            print(*steps)
            print(len(server.active_children or ()), server.max_children, server.timeout)
            """;

    /// What happens in the parent; the rest does in the child.
    @Test
    @Witness("python3")
    void takes_the_steps_of_python_in_the_parent() throws IOException {
        try (var scene = new ForkingScene(); var plain = ForkingScene.plain(); var python = Python.runs(STEPS)) {
            var alice = scene.connect("alice");
            scene.server.handleRequest();
            alice.pid();
            alice.says("hello");
            while (!alice.line().isEmpty()) {
                // Until the child's end.
            }
            scene.server.serverClose();
            scene.check()
                    .that("taken by ForkingTCPServer, and by Python's",
                            String.join(" ", scene.calls) + "\n" + scene.server.activeChildren().size() + " "
                                    + plain.maxChildren() + " "
                                    + plain.timeout().orElseThrow().toSeconds() + "\n")
                    .is(new String(python.printed(), UTF_8));
        }
    }
}
