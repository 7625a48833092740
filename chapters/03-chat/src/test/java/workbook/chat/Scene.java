package workbook.chat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.Transcript;

/// A room, and those in it whom a test plays.
final class Scene<R extends Room> implements AutoCloseable {
    static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    final Transcript transcript = new Transcript();
    final R room;
    private final InetSocketAddress address;
    private final List<Member> all = new ArrayList<>();
    private final List<Member> present = new ArrayList<>();
    private int guests;

    Scene(Callable<R> opening) {
        room = Call.of(transcript, opening).whenReturnedNull("null was returned for a room").value();
        try {
            var port = Call.of(transcript, room::port).value();
            address = new InetSocketAddress(ANY_PORT.getAddress(), port);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /// Somebody who connects, and of whom nothing is expected.
    Member connects(String name) throws IOException {
        return connects(name, new Socket());
    }

    private Member connects(String name, Socket socket) throws IOException {
        try {
            var member = new Member(name, address, transcript, socket);
            all.add(member);
            return member;
        } catch (IOException e) {
            Check.of(transcript)
                    .likely("nobody listens on the port that port() names")
                    .holds(false, "that " + name + " can connect", e.toString());
            throw e;
        }
    }

    /// The next guest, who connects, and of whom everyone hears.
    Member joins() throws IOException {
        return joins(new Socket());
    }

    /// @param socket not connected yet; it may have an address already
    Member joins(Socket socket) throws IOException {
        var newcomer = joins(connects(nextGuest(), socket));
        present.add(newcomer);
        return newcomer;
    }

    /// The next guest, of whom everyone hears, and who from then on hears nothing by itself.
    ///
    /// @param receiveBuffer how much may arrive there before it is read
    Member joinsAndReadsNothing(int receiveBuffer) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        var newcomer = joins(connects(nextGuest(), socket));
        transcript.test("had " + newcomer.name + " read nothing any more");
        return newcomer;
    }

    private Member joins(Member newcomer) {
        var line = Lines.joined(newcomer.name);
        var heard = newcomer.next();
        newcomer.hears(line, Check.of(transcript)
                .likelyIf(heard.equals(Member.NOTHING) && !present.isEmpty(),
                        "whoever comes second is not taken while the first is there (the thread that accepts holds the "
                                + "conversation itself), or is not told that it has joined")
                .likelyIf(heard.equals(Member.NOTHING),
                        "the newcomer is not told that it has joined: it is no member yet when everyone is told")
                .likelyIf(!Member.isLine(heard), "its conversation was over before it began"), heard);
        hear(line);
        return newcomer;
    }

    /// The name of whoever comes next.
    String nextGuest() {
        guests++;
        return "guest" + guests;
    }

    /// Those who have joined, and of whom the test has not said that they have left.
    List<Member> present() {
        return List.copyOf(present);
    }

    /// Everyone who is present hears this.
    void hear(String line) {
        for (var member : present) {
            var heard = member.next();
            member.hears(line, Check.of(transcript)
                    .likelyIf(heard.equals(Member.END), "this member's thread has died of an exception, while it or "
                            + "another one went through the members")
                    .likely("not everyone was told"), heard);
        }
    }

    /// It is gone: the others hear of it, once, and go on talking.
    void hasLeft(Member leaver) throws IOException {
        hasLeft(leaver, "nobody has told the others: what has to be done at a member's end is not done in this case");
    }

    /// @param likely if nothing is heard of it
    void hasLeft(Member leaver, String likely) throws IOException {
        present.remove(leaver);
        for (var member : present) {
            member.hearsOr(likely, Lines.left(leaver.name));
        }
        var other = present.getFirst();
        other.says("who is left?");
        for (var member : present) {
            var heard = member.next();
            member.hears(Lines.said(other.name, "who is left?"), Check.of(transcript)
                    .likelyIf(heard.equals(Lines.left(leaver.name) + "\r\n"),
                            "it is said twice that a member has left: leaving is done in two places, and both were come by")
                    .likelyIf(heard.startsWith("<" + leaver.name + ">"),
                            "whoever has left is still heard: what came in "
                                    + "one piece with its last line, behind that, is said by nobody")
                    .likely("what was done when a member left has broken the room for the others"), heard);
        }
    }

    /// So many members are counted, soon.
    void counts(int members, String likely) {
        Eventually.holds(() -> room.members() == members, Deadline.in(Member.PATIENCE));
        Check.of(transcript).likely(likely).that("as members()", room.members()).is(members);
    }

    /// Ends everything, whatever the answer thinks of it.
    @Override
    public void close() {
        all.forEach(Member::close);
        var closing = Thread.ofPlatform().daemon().name("testkit closes the room").start(() -> {
            try {
                room.close();
            } catch (IOException | RuntimeException | Error e) {
                // Not written yet, or as wrong as the test has found.
            }
        });
        try {
            closing.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

}
