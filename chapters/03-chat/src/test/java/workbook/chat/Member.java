package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import workbook.testkit.Bytes;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

/// A member as a test plays one: a plain socket, at which lines are said and heard.
final class Member implements AutoCloseable {
    /// How long it waits for a line that should come.
    static final Duration PATIENCE = Duration.ofSeconds(1);

    static final String NOTHING = "nothing more for a second";
    static final String END = "the end of the connection";
    static final String RESET = "a reset of the connection";

    final String name;
    private final Transcript transcript;
    private final Socket socket;
    private final byte[] arrived = new byte[65_536];
    private int from;
    private int to;
    private volatile boolean awake;

    /// @param name that the room will give it, or that the report calls it by
    Member(String name, InetSocketAddress room, Transcript transcript) throws IOException {
        this(name, room, transcript, new Socket());
    }

    /// @param socket not connected yet; it may have an address already
    Member(String name, InetSocketAddress room, Transcript transcript, Socket socket) throws IOException {
        this.name = name;
        this.transcript = transcript;
        this.socket = socket;
        socket.connect(room, (int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        TestSide.has(socket);
        transcript.test("let " + name + " connect");
    }

    void says(String line) throws IOException {
        transcript.test("let " + name + " say " + Bytes.show(Bytes.of(line)));
        send(line);
    }

    /// Without a word in the transcript.
    void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
    }

    /// From now on it says `/pong` without being asked, so often that nobody takes it for silent.
    Member staysAwake(Duration idle) {
        awake = true;
        Thread.ofPlatform().daemon().name("testkit " + name + " stays awake").start(() -> {
            while (awake) {
                try {
                    send("/pong");
                } catch (IOException e) {
                    return;
                }
                LockSupport.parkNanos(idle.toNanos() / 10);
            }
        });
        return this;
    }

    /// The next line with its end, or [#NOTHING], [#END], [#RESET].
    String next() {
        var line = nextOfAll();
        while (awake && line.equals(Lines.PING + "\r\n")) {
            // A busy machine may have kept it from saying so in time; the next time it was not too late.
            line = nextOfAll();
        }
        return line;
    }

    private String nextOfAll() {
        var line = new ByteArrayOutputStream();
        try {
            var deadline = Deadline.in(PATIENCE);
            while (!takes(line)) {
                socket.setSoTimeout(Math.min(deadline.millis(), Deadline.ofTest().millis()));
                to = socket.getInputStream().read(arrived);
                from = 0;
                if (to < 0) {
                    to = 0;
                    return line.size() == 0 ? END : line.toString(UTF_8);
                }
            }
            return line.toString(UTF_8);
        } catch (SocketTimeoutException e) {
            return line.size() == 0 ? NOTHING : line.toString(UTF_8);
        } catch (IOException e) {
            return RESET;
        }
    }

    /// Takes what has arrived, up to a line's end.
    private boolean takes(ByteArrayOutputStream line) {
        var start = from;
        while (from < to) {
            if (arrived[from++] == '\n') {
                line.write(arrived, start, from - start);
                return true;
            }
        }
        line.write(arrived, start, to - start);
        return false;
    }

    void hears(String... lines) {
        for (var line : lines) {
            hears(line, Check.of(transcript), next());
        }
    }

    /// @param likely if the line does not come
    void hearsOr(String likely, String line) {
        hears(line, Check.of(transcript).likely(likely), next());
    }

    /// Compares what was heard, with what the check suspects.
    void hears(String line, Check check, String heard) {
        if (heard.equals(line + "\r\n")) {
            return;
        }
        if (isLine(heard)) {
            check.that("at " + name, heard).is(line + "\r\n");
        } else {
            check.holds(false, Bytes.show(Bytes.of(line + "\r\n")) + " at " + name, heard);
        }
    }

    static boolean isLine(String heard) {
        return !List.of(NOTHING, END, RESET).contains(heard);
    }

    /// Bytes that may be no line.
    void sends(byte[] bytes) throws IOException {
        transcript.test("let " + name + " send " + Bytes.show(bytes));
        socket.getOutputStream().write(bytes);
    }

    int port() {
        return socket.getLocalPort();
    }

    void halfCloses() throws IOException {
        transcript.test("let " + name + " end its output");
        socket.shutdownOutput();
    }

    void resets() throws IOException {
        transcript.test("let " + name + " reset its connection");
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() {
        awake = false;
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is all it has to be.
        }
    }
}
