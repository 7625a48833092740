package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import workbook.kit.Connection;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

/// A member without a room: what it says the answer hears, what it is offered the test looks at.
///
/// What it does at a question it has done when that was offered: so it is never too late, however busy the machine.
final class Watched implements AutoCloseable {
    final Transcript transcript = new Transcript();
    final TimedConnection connection;
    private final Socket member;
    private final List<String> said = new ArrayList<>();
    private final List<byte[]> offered = new ArrayList<>();
    private final Map<String, Runnable> deeds = new HashMap<>();
    private IntConsumer atQuestion = question -> {};
    private boolean takes = true;
    private volatile boolean isOutboxClosed;

    Watched() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            member = new Socket(listener.getInetAddress(), listener.getLocalPort());
            connection = new TimedConnection(Connection.of(listener.accept()));
        }
        member.setTcpNoDelay(true);
        TestSide.has(member);
        transcript.test("connected");
    }

    /// Its conversation, from here to its end.
    Call<Departure> watchedBy(Watch watch) {
        return watchedBy(watch, connection);
    }

    /// @param other which is read instead of its own
    Call<Departure> watchedBy(Watch watch, Connection other) {
        return Call.of(transcript, () -> watch.watch(other, new Session(new Recording()), this::hear));
    }

    void sends(String text) {
        transcript.test("sent " + Bytes.show(Bytes.of(text)));
        quietly(() -> member.getOutputStream().write(text.getBytes(UTF_8)));
    }

    void halfCloses() {
        transcript.test("ended its output");
        quietly(member::shutdownOutput);
    }

    void resets() {
        transcript.test("reset the connection");
        quietly(() -> {
            member.setSoLinger(true, 0);
            member.close();
        });
    }

    /// This side closes its connection.
    void isKicked() {
        transcript.test("closed the connection on your side");
        quietly(connection::close);
    }

    /// Its outbox is full.
    void takesNothing() {
        transcript.test("had the outbox take nothing");
        takes = false;
    }

    /// What happens while this line is heard.
    void at(String line, Runnable deed) {
        deeds.put(line, deed);
    }

    /// What happens while it is asked, for the first time, for the second and so on.
    void atQuestion(IntConsumer deed) {
        atQuestion = deed;
    }

    void hasSaid(String... lines) {
        Check.of(transcript)
                .likelyIf(said.size() > lines.length, "more was passed on than was said in whole lines")
                .that("as the lines passed on", List.copyOf(said))
                .is(List.of(lines));
    }

    void wasOffered(String... lines) {
        var all = String.join("", offered.stream().map(line -> new String(line, UTF_8)).toList());
        Check.of(transcript).that("as what its outbox was offered", all).is(String.join("", lines));
    }

    /// Whoever has had it watched may still want to send it something.
    void isLeftOpen() {
        var isOpen = true;
        try {
            connection.in();
        } catch (IOException e) {
            isOpen = false;
        }
        Check.of(transcript)
                .likely("a watch listens; the connection and the outbox belong to the room, which may have something to "
                        + "send there, and closes both when it is done")
                .holds(isOpen, "an open connection when watch has returned", "a closed one")
                .holds(!isOutboxClosed, "an open outbox when watch has returned", "a closed one");
    }

    /// All that has come from the connection, up to its end.
    byte[] received() throws IOException {
        return member.getInputStream().readAllBytes();
    }

    private boolean hear(String line) {
        synchronized (said) {
            said.add(line);
        }
        deeds.getOrDefault(line, () -> {}).run();
        return !line.equals("/quit");
    }

    private final class Recording implements Outbox {
        private int questions;

        @Override
        public synchronized boolean offer(byte[] line) {
            offered.add(line.clone());
            if (new String(line, UTF_8).startsWith(Lines.PING)) {
                transcript.test("was asked");
                questions++;
                atQuestion.accept(questions);
            }
            return takes;
        }

        @Override
        public void close() {
            isOutboxClosed = true;
        }
    }

    private interface Deed {
        void run() throws IOException;
    }

    private static void quietly(Deed deed) {
        try {
            deed.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
        member.close();
    }
}
