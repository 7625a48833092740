package workbook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import workbook.kit.Connection;

/// The other end of a conversation: it follows a script, on a thread of its own, and decides what arrives together.
///
///     try (var peer = ScriptedPeer.start()) {
///         peer.sends("Hel").pauses().sends("lo\r\n").closes();
///         Call.of(peer, () -> HelloSocket.greeting(peer.address())).returns("Hello");
///     }
///
/// Each method adds a step to the script and returns at once; the first step waits for the connection. The answer
/// connects to [#address()], or reads [#input()], or gets [#socket()]: the last two are connected by the peer
/// itself. [#connect] makes a peer that is the client.
///
/// **Groups stay apart.** After [#pauses()] the next group is sent only when the answer has read all of the last
/// and 50 ms have passed. That the answer has read is known from [#input()], or from the kernel's queues on Linux;
/// elsewhere the pause is longer instead.
///
/// Every wait ends before the test's limit does. A step that cannot be taken, because the answer has closed the
/// connection, ends the script and stands in the transcript; it fails no test by itself.
public final class ScriptedPeer implements AutoCloseable, Transcript.Partner {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration PAUSE_WITHOUT_EVIDENCE = Duration.ofMillis(200);
    private static final Duration UNTIL_LEFT_OPEN = Duration.ofSeconds(1);

    private final PeerLog log;
    private final LoopbackConnection connection;
    private final Script script = new Script();
    private final Received received;
    private final ReadEvidence evidence = new ReadEvidence();
    private final Thread thread;

    private Optional<ObservedInput> input = Optional.empty();
    private volatile boolean settled;
    private volatile boolean closed;

    private ScriptedPeer(PeerLog log, LoopbackConnection connection) {
        this.log = log;
        this.connection = connection;
        received = new Received(log);
        log.transcript().takesPart(this);
        thread = Thread.ofPlatform().daemon().name("testkit peer").unstarted(this::follow);
    }

    /// A peer that listens on a free port of 127.0.0.1 and serves the first connection.
    public static ScriptedPeer start() {
        return start(new Transcript(), "");
    }

    /// One of several peers of one test; its name stands before what it does.
    public static ScriptedPeer start(Transcript transcript, String name) {
        var log = new PeerLog(transcript, name);
        return started(new ScriptedPeer(log, LoopbackConnection.listening(log)));
    }

    /// A peer that is the client of a server which is already there.
    public static ScriptedPeer connect(InetSocketAddress server) {
        return connect(server, new Transcript(), "");
    }

    /// One of several clients of one test; its name stands before what it does.
    public static ScriptedPeer connect(InetSocketAddress server, Transcript transcript, String name) {
        var log = new PeerLog(transcript, name);
        return started(new ScriptedPeer(log, LoopbackConnection.to(server, log)));
    }

    private static ScriptedPeer started(ScriptedPeer peer) {
        peer.thread.start();
        return peer;
    }

    // The script. A step is told before it is taken, so that whoever sees its effect can read of it.

    /// Sends one group of bytes, by their values: `sends(0, 0, 0, 2, 'h', 'i')`.
    public ScriptedPeer sends(int... values) {
        return sends(Bytes.of(values));
    }

    /// Sends one group: the text in UTF-8.
    public ScriptedPeer sends(String text) {
        return sends(Bytes.of(text));
    }

    /// Sends one group.
    public ScriptedPeer sends(byte[] group) {
        return then(socket -> {
            log.sent(group, "");
            send(socket, group);
        });
    }

    /// Sends byte by byte, each when the answer has read the one before.
    public ScriptedPeer drips(String text) {
        return drips(Bytes.of(text));
    }

    /// Sends byte by byte, each when the answer has read the one before.
    public ScriptedPeer drips(byte[] bytes) {
        return then(socket -> {
            log.sent(bytes, " one byte at a time");
            for (var value : bytes) {
                send(socket, new byte[]{value});
                evidence.await(socket);
            }
        });
    }

    /// Sends byte by byte, one in each such time, whether or not the answer reads.
    public ScriptedPeer drips(String text, Duration gap) {
        return then(socket -> {
            var bytes = Bytes.of(text);
            log.sent(bytes, " one byte every " + gap.toMillis() + " ms");
            for (var value : bytes) {
                send(socket, new byte[]{value});
                Thread.sleep(gap);
            }
        });
    }

    /// Lets the answer read all that was sent, then 50 ms pass.
    public ScriptedPeer pauses() {
        return then(socket -> {
            var pause = evidence.await(socket) ? PAUSE : PAUSE_WITHOUT_EVIDENCE;
            Thread.sleep(pause);
            log.paused(PAUSE);
        });
    }

    /// Says nothing for so long, whether or not the answer reads.
    public ScriptedPeer staysSilent(Duration time) {
        return then(socket -> {
            log.did("said nothing for " + time.toMillis() + " ms");
            Thread.sleep(time);
        });
    }

    /// Closes the connection: the answer meets the end.
    public ScriptedPeer closes() {
        return then(socket -> {
            log.did("closed");
            socket.close();
        });
    }

    /// Closes the sending side only: the answer meets the end and can still send.
    public ScriptedPeer halfCloses() {
        return then(socket -> {
            log.did("closed its sending side");
            socket.shutdownOutput();
        });
    }

    /// Ends the connection with a reset (linger 0): the answer's reads and writes fail.
    public ScriptedPeer resets() {
        return then(socket -> {
            log.did("reset the connection");
            socket.setSoLinger(true, 0);
            socket.close();
        });
    }

    /// Reads exactly so many bytes of the answer's; [#received()] has them.
    public ScriptedPeer reads(int count) {
        return then(socket -> received.readUntil(bytes -> bytes.size() == count, socket.getInputStream()));
    }

    /// Reads until these bytes have come: `readsUntil("\r\n\r\n")`.
    public ScriptedPeer readsUntil(String last) {
        return then(socket -> received.readUntil(bytes -> bytes.toString(UTF_8).endsWith(last),
                socket.getInputStream()));
    }

    /// Reads until the answer closes its sending side or resets; [#ending()] says which.
    public ScriptedPeer readsToTheEnd() {
        return then(socket -> {
            try {
                script.waitsForTheEnd();
                received.readToTheEnd(socket.getInputStream());
            } catch (IOException e) {
                if (!closed) {
                    received.wasReset();
                }
            }
        });
    }

    private ScriptedPeer then(Script.Step step) {
        script.add(step);
        return this;
    }

    private void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        evidence.sent(bytes.length);
    }

    // What the test hands to the answer

    /// Where the peer listens.
    public InetSocketAddress address() {
        return connection.address();
    }

    /// The other end of the peer's connection, as a stream that the transcript observes.
    public synchronized ObservedInput input() {
        if (input.isEmpty()) {
            input = Optional.of(new ObservedInput(inputOf(socket()), transcript()));
            input.ifPresent(evidence::observe);
        }
        return input.orElseThrow();
    }

    /// The other end of the peer's connection; the peer closes it with itself.
    public Socket socket() {
        return connection.answersEnd();
    }

    /// [#socket()] as the kit's connection, which is what request handlers take.
    public Connection connection() throws IOException {
        return Connection.of(socket());
    }

    // What the test asks afterwards

    public Transcript transcript() {
        return log.transcript();
    }

    /// Whether the answer has connected so far.
    public boolean isConnected() {
        return connection.isOpen();
    }

    /// All that the script has read of the answer, when the script is done.
    public byte[] received() {
        script.await(Deadline.ofTest());
        return received.bytes();
    }

    /// How the answer ended its side, for a script whose last step is [#readsToTheEnd()]; waits up to a second.
    public Ending ending() {
        var ending = received.ending(UNTIL_LEFT_OPEN);
        if (ending == Ending.OPEN) {
            settled = true;
            log.answer("left the connection open");
        }
        return ending;
    }

    /// What the answer has left unread in [#input()], up to so many bytes, once the script is done.
    public byte[] unread(int most) {
        script.await(Deadline.in(Duration.ofSeconds(1)));
        try {
            var socket = socket();
            socket.setSoTimeout(500);
            return inputOf(socket).readNBytes(most);
        } catch (IOException e) {
            // Closed by the answer, or nothing there within the limit.
            return new byte[0];
        }
    }

    private static InputStream inputOf(Socket socket) {
        try {
            return socket.getInputStream();
        } catch (IOException e) {
            throw new IllegalStateException("the test's own connection is closed", e);
        }
    }

    /// Ends the peer whatever its script, with every socket that it opened.
    @Override
    public void close() {
        closed = true;
        evidence.close();
        thread.interrupt();
        connection.close();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // The peer's own thread

    private void follow() {
        try {
            var socket = connection.open();
            while (!closed) {
                script.takeNext(socket);
            }
        } catch (IOException e) {
            if (!closed) {
                log.did(whatBroke(e));
            }
        } catch (InterruptedException e) {
            // Closed by the test: the script ends where it is.
        } finally {
            script.giveUp();
        }
    }

    private static String whatBroke(IOException e) {
        return switch (e) {
            case ConnectException refused -> "was refused";
            case Received.EndedEarly early -> early.getMessage();
            case SocketException broken -> "found the connection closed";
            default -> "failed: " + e;
        };
    }

    // For reports

    @Override
    public void answerBegins() {
        evidence.answerEnded(false);
    }

    @Override
    public void answerEnded() {
        evidence.answerEnded(true);
    }

    @Override
    public void settle(Deadline deadline) {
        if (settled) {
            return;
        }
        if (connection.awaitAnswer(deadline)) {
            script.settle(deadline);
        } else {
            settled = true;
            log.did("waited for a connection");
            log.answer("never connected");
        }
    }
}
