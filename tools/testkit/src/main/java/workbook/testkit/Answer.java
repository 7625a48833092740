package workbook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A program under test that is a program on the wire: a server, a client.
///
///     try (var answer = Answer.start(Echo.class, "serve", List.of())) {
///         var peer = ScriptedPeer.connect(answer.address());
///
/// It runs on a thread of this JVM or, with `-Dworkbook.answer=process`, in a JVM of its own, and a test must not
/// notice the difference: it passes texts in, and talks to it by sockets. The method is static and takes
/// `String...`; if it returns an `int` that is its exit status. The test writes it, and calls the learner's classes
/// from it; it says where the answer listens with [#listensOn(int)], or prints it (`port 4242`, `:4242`).
///
/// A stub's `Todo` comes out of [#address()] and [#exit()] as it is. Every wait ends before the test's limit does.
public final class Answer implements AutoCloseable {
    /// `thread`, the default, or `process`.
    public static final String MODE = "workbook.answer";
    /// The class path of an answer's own JVM; this JVM's if it is not set.
    public static final String CLASS_PATH = "workbook.answer.classpath";

    /// The UNIX domain socket of somebody who starts answers, in place of this JVM: a grader, which keeps them apart.
    public static final String SOCKET = "workbook.answer.socket";

    private static final Pattern PORT = Pattern.compile("(?:port |:)(\\d{1,5})\\b");

    /// What the running program tells whoever started it.
    interface Handover {
        void listensOn(int port);

        void closes(AutoCloseable open);
    }

    /// What runs the program.
    interface Host {
        /// The port that was handed over.
        Optional<Integer> port();

        /// What was printed.
        Output output();

        /// Waits for its end; empty if there is none before the test's deadline.
        Optional<Integer> exit();

        boolean isRunning();

        /// Passes on what the program died of, if that is for the test to throw.
        void passOn();

        void end();
    }

    private static final InheritableThreadLocal<Handover> CURRENT = new InheritableThreadLocal<>();

    private final Host host;
    private final String name;

    private Answer(Host host, String name) {
        this.host = host;
        this.name = name;
    }

    /// Starts `main(String...)` of a class.
    public static Answer start(Class<?> program, String... arguments) {
        return start(program, "main", List.of(arguments));
    }

    /// Starts a static method that takes `String...`.
    public static Answer start(Class<?> program, String method, List<String> arguments) {
        var host = isProcess() ? process(program, method, arguments) : new AnswerThread(program, method, arguments);
        return new Answer(host, program.getSimpleName() + "." + method);
    }

    private static Host process(Class<?> program, String method, List<String> arguments) {
        return Optional.ofNullable(System.getProperty(SOCKET))
                .<Host>map(socket -> new AnswerElsewhere(socket, program, method, arguments))
                .orElseGet(() -> new AnswerProcess(program, method, arguments));
    }

    /// Whether answers run in JVMs of their own.
    public static boolean isProcess() {
        return System.getProperty(MODE, "thread").equals("process");
    }

    // What the program calls

    /// Said by the program: it listens on this port of 127.0.0.1.
    public static void listensOn(int port) {
        Optional.ofNullable(CURRENT.get()).ifPresent(handover -> handover.listensOn(port));
    }

    /// Said by the program: closing this ends it. A thread that waits in `accept()` notices nothing else.
    public static void closes(AutoCloseable open) {
        Optional.ofNullable(CURRENT.get()).ifPresent(handover -> handover.closes(open));
    }

    static void runsFor(Handover handover) {
        CURRENT.set(handover);
    }

    // What the test calls

    /// Where it listens; fails if it says nothing about that.
    public InetSocketAddress address() {
        Eventually.holds(() -> port().isPresent() || !host.isRunning(), Deadline.ofTest());
        var port = port();
        if (port.isEmpty()) {
            host.passOn();
            throw new ExerciseFailure(Report.empty()
                    .with(Report.THE_TEST, "started " + name)
                    .with(Report.YOU, host.isRunning() ? "did not say where you listen" : "ended")
                    .with(Report.EXPECTED, "a listening port")
                    .with(Report.BUT_WAS, "none; printed " + Bytes.show(out())));
        }
        return new InetSocketAddress("127.0.0.1", port.get());
    }

    /// The port that was handed over, or the first in what was printed.
    private Optional<Integer> port() {
        return host.port().or(() -> host.output().find(PORT).map(match -> Integer.valueOf(match.group(1))));
    }

    /// What it has printed to its standard output so far.
    public byte[] out() {
        return host.output().soFar();
    }

    public String text() {
        return new String(out(), UTF_8);
    }

    /// Waits until it has printed something.
    public Optional<MatchResult> awaitOut(Pattern pattern) {
        return host.output().await(pattern, Deadline.ofTest());
    }

    public boolean isRunning() {
        return host.isRunning();
    }

    /// Waits for its end; what it exits with, or 1 if it threw.
    public int exit() {
        var status = host.exit();
        host.passOn();
        return status.orElseThrow(() -> new Hung(Report.empty()
                .with(Report.THE_TEST, "started " + name + " and waited for its end")
                .with(Report.YOU, "had not come to an end")
                .with(Hung.LIMIT, Hung.limitOfTest()),
                Thread.currentThread().getStackTrace()));
    }

    /// Ends it as it stands: a process is killed; a thread is interrupted, and what it said that it [#closes] closed.
    public void kill() {
        host.end();
    }

    @Override
    public void close() {
        host.end();
    }
}
