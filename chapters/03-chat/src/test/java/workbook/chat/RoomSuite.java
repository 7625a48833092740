package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Netcat;
import workbook.testkit.Python;
import workbook.testkit.Witness;

/// What every room does, however it is built: seen from its port.
abstract class RoomSuite {
    /// A room on [Scene#ANY_PORT] in which nobody is too slow, and nobody silent for too long.
    abstract Room open(Talk talk) throws IOException;

    private Scene<Room> scene(Talk talk) {
        return new Scene<>(() -> open(talk));
    }

    @Test
    void tells_everyone_and_the_newcomer_who_has_joined() throws IOException {
        try (var scene = scene(new Guests())) {
            scene.joins();
            scene.joins();
            scene.joins();
        }
    }

    @Test
    void sends_a_line_to_everyone_the_sender_too() throws IOException {
        try (var scene = scene(new Guests())) {
            var one = scene.joins();
            var two = scene.joins();
            one.says("Здравствуйте, 套接字 🙂");
            one.hearsOr("the sender is left out: then everyone sees another conversation, and nobody can tell where in "
                    + "it their own line came", "<guest1> Здравствуйте, 套接字 🙂");
            two.hears("<guest1> Здравствуйте, 套接字 🙂");
            two.says("//hello");
            scene.hear("<guest2> /hello");
        }
    }

    @Test
    void answers_the_sender_alone() throws IOException {
        try (var scene = scene(new Guests())) {
            var one = scene.joins();
            var two = scene.joins();
            one.says("/dance");
            one.hears("! this room knows no commands but /quit");
            one.says("sorry");
            one.hears("<guest1> sorry");
            two.hearsOr("an answer to one was sent to all: Reply.ToSender is for the sender", "<guest1> sorry");
        }
    }

    @Test
    void takes_a_private_line_to_the_one_that_is_meant() throws IOException {
        try (var scene = scene(new Whispers())) {
            var one = scene.joins();
            var two = scene.joins();
            var three = scene.joins();
            three.says("psst");
            one.hearsOr("Reply.ToOne names the member that is meant", "[guest3] psst");
            three.says("/pong");
            for (var member : List.of(two, three)) {
                member.says("/dance");
                member.hearsOr("a line for one was sent to others, too, or a Reply.Nothing made a line",
                        "! this room knows no commands but /quit");
            }
        }
    }

    /// Whatever is said goes to whoever came first.
    private static final class Whispers implements Talk {
        private final Guests guests = new Guests();
        private final List<Session> members = new CopyOnWriteArrayList<>();

        @Override
        public void join(Session newcomer) {
            guests.join(newcomer);
            members.add(newcomer);
        }

        @Override
        public Reply handle(Session sender, Command command) {
            return command instanceof Command.Say say
                    ? new Reply.ToOne(members.getFirst(), Lines.whispered(sender.name(), say.text()))
                    : guests.handle(sender, command);
        }

        @Override
        public void leave(Session member) {
            members.remove(member);
        }
    }

    @Test
    void lets_a_member_go_that_ends_its_output() throws IOException {
        try (var scene = scene(new Guests())) {
            scene.joins();
            var leaver = scene.joins();
            scene.joins();
            leaver.halfCloses();
            var heard = leaver.next();
            Check.of(scene.transcript)
                    .likelyIf(heard.equals(Member.NOTHING),
                            "the leaver's connection is never closed: it stays in the state CLOSE_WAIT, and its descriptor "
                                    + "is gone for good, for every member that ever leaves")
                    .likelyIf(Member.isLine(heard), "the leaver is still told things: it is no member any more")
                    .holds(heard.equals(Member.END), Member.END + " at " + leaver.name, heard);
            scene.hasLeft(leaver);
        }
    }

    @Test
    void lets_a_member_go_that_says_quit() throws IOException {
        try (var scene = scene(new Guests())) {
            scene.joins();
            scene.joins();
            var leaver = scene.joins();
            leaver.says("/quit");
            var heard = leaver.next();
            Check.of(scene.transcript)
                    .likely("after a Reply.Goodbye there is nothing more to wait for: its connection is to be closed")
                    .holds(heard.equals(Member.END), Member.END + " at " + leaver.name, heard);
            scene.hasLeft(leaver);
        }
    }

    @Test
    void lets_a_member_go_whose_connection_is_reset() throws IOException {
        try (var scene = scene(new Guests())) {
            var leaver = scene.joins();
            scene.joins();
            scene.joins();
            leaver.resets();
            scene.hasLeft(leaver);
        }
    }

    @Test
    void counts_its_members() throws IOException {
        try (var scene = scene(new Guests())) {
            scene.counts(0, "nobody has come yet");
            scene.joins();
            var leaver = scene.joins();
            scene.joins();
            scene.counts(3, "members() is not the size of what the lines are sent to");
            leaver.halfCloses();
            scene.hasLeft(leaver);
            scene.counts(2, "whoever leaves is never taken out: every line is still sent to all that ever came");
        }
    }

    @Test
    void has_everyone_hear_the_same_in_the_same_order() throws IOException, InterruptedException {
        var lines = 50;
        try (var scene = scene(new Guests())) {
            var members = List.of(scene.joins(), scene.joins(), scene.joins(), scene.joins());
            scene.transcript.test("let each of " + members.size() + " say " + lines + " lines, all at once");
            var speakers = new ArrayList<Thread>();
            for (var member : members) {
                speakers.add(Thread.ofPlatform().daemon().name("testkit speaker").start(() -> speak(member, lines)));
            }
            var asHeard = members.stream().map(member -> hear(member, lines * members.size())).toList();
            for (var speaker : speakers) {
                speaker.join(Member.PATIENCE);
            }
            for (var i = 0; i < lines * members.size(); i++) {
                for (var member = 1; member < members.size(); member++) {
                    Check.of(scene.transcript)
                            .likely("a line is on its way to some while another one overtakes it: from the first member "
                                    + "to the last nobody else may send, or join, or leave")
                            .that("as line " + (i + 1) + " at " + members.get(member).name + ", as at guest1",
                                    asHeard.get(member).get(i))
                            .is(asHeard.getFirst().get(i));
                }
            }
            for (var member : members) {
                var own = asHeard.getFirst().stream().filter(line -> line.startsWith("<" + member.name)).toList();
                Check.of(scene.transcript)
                        .likely("a line was lost, or came twice, or overtook one of the same member")
                        .that("of " + member.name + ", as guest1 has heard it", String.join("", own))
                        .is(String.join("", said(member, lines)));
            }
        }
    }

    private static List<String> said(Member member, int lines) {
        var said = new ArrayList<String>();
        for (var i = 1; i <= lines; i++) {
            said.add(Lines.said(member.name, "line " + i) + "\r\n");
        }
        return said;
    }

    private static void speak(Member member, int lines) {
        try {
            for (var i = 1; i <= lines; i++) {
                member.send("line " + i);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> hear(Member member, int lines) {
        var heard = new ArrayList<String>();
        while (heard.size() < lines) {
            // After a line that does not come there is no use in waiting for the rest.
            heard.add(heard.isEmpty() || Member.isLine(heard.getLast()) ? member.next() : heard.getLast());
        }
        return heard;
    }

    @Test
    void says_goodbye_when_it_stops() throws IOException {
        try (var scene = scene(new Guests())) {
            var members = List.of(scene.joins(), scene.joins(), scene.joins());
            var port = scene.room.port();
            Call.doing(scene.transcript, () -> scene.room.stop(Duration.ofSeconds(1)))
                    .whenHung("it waits for what does not end by itself: a read of a member who says nothing ends when "
                            + "its connection is closed, an accept when the listener is")
                    .completes();
            for (var member : members) {
                member.hearsOr("the connection ended without a goodbye, or nobody said it to this one", Lines.CLOSING);
            }
            for (var member : members) {
                var heard = member.next();
                Check.of(scene.transcript)
                        .likelyIf(heard.equals(Member.NOTHING), "the connections of the members were not closed")
                        .likelyIf(Member.isLine(heard), "after the goodbye everybody is told of everybody's leaving")
                        .holds(heard.equals(Member.END), Member.END + " at " + member.name, heard);
            }
            scene.counts(0, "the members of a room that has stopped are gone");
            Check.of(scene.transcript)
                    .likely("the listener was not closed")
                    .holds(!answers(InetAddress.getLoopbackAddress(), port), "that port " + port + " refuses callers",
                            "that it takes them");
        }
    }

    private static boolean answers(InetAddress address, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 500);
            return true;
        } catch (SocketException | SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void listens_at_its_address_only() throws IOException {
        try (var scene = scene(new Guests())) {
            scene.joins();
            scene.transcript.test("connected to 127.0.0.2, which is this machine, too, and not the room's address");
            var isTaken = answers(InetAddress.ofLiteral("127.0.0.2"), scene.room.port());
            Check.of(scene.transcript)
                    .likely("the room listens at every address of the machine, for it was told the port alone: one that was "
                            + "meant for this machine is open to the network")
                    .holds(!isTaken, "that 127.0.0.2 refuses callers, or does not answer", "that it takes them");
        }
    }

    @Test
    void hears_nothing_of_a_member_that_has_said_quit() throws IOException {
        try (var scene = scene(new Guests())) {
            scene.joins();
            scene.joins();
            var leaver = scene.joins();
            leaver.sends("/quit\r\none more thing\r\n".getBytes(UTF_8));
            scene.hasLeft(leaver, "a line that came in one piece with /quit, behind it, was said: whoever has left is "
                    + "heard no more");
        }
    }

    @Test
    void has_a_member_leave_the_talk_once_and_last() throws IOException {
        var talk = new Forgetful();
        try (var scene = scene(talk)) {
            scene.joins();
            var leaver = scene.joins();
            scene.joins();
            leaver.says("/quit");
            scene.hasLeft(leaver, "it had left the talk when the others were told: from then on its name is free, and "
                    + "another member's, perhaps");
            Call.doing(scene.transcript, () -> scene.room.stop(Duration.ofSeconds(1))).completes();
            Check.of(scene.transcript)
                    .likely("each member leaves the talk once: a second time would set a name free that may be another's by "
                            + "then, and none at all would keep it for ever")
                    .that("as those who have left the talk when stop returned", talk.left.stream().sorted().toList())
                    .is(List.of("guest1", "guest2", "guest3"));
        }
    }

    /// Guests of whose names nothing is left when they leave.
    private static final class Forgetful implements Talk {
        private final Guests guests = new Guests();
        private final List<String> left = new CopyOnWriteArrayList<>();

        @Override
        public void join(Session newcomer) {
            guests.join(newcomer);
        }

        @Override
        public Reply handle(Session sender, Command command) {
            return guests.handle(sender, command);
        }

        @Override
        public void leave(Session member) {
            left.add(member.name());
            guests.leave(member);
            member.name("nobody");
        }
    }

    @Test
    void takes_nobody_in_whom_the_talk_does_not_take() throws IOException {
        var talk = new Picky();
        try (var scene = scene(talk)) {
            var one = scene.joins();
            scene.transcript.test("had the talk throw an IllegalStateException when the next one joins");
            talk.isPicky = true;
            var nobody = scene.connects("the second caller");
            var heard = nobody.next();
            Check.of(scene.transcript)
                    .likely("whoever has no place in the talk is no member, and its connection is to be closed")
                    .holds(heard.equals(Member.END) || heard.equals(Member.RESET), Member.END, heard);
            one.says("alone");
            one.hearsOr("somebody who never joined has left", "<guest1> alone");
            scene.counts(1, "whoever the talk did not take is counted");
            Check.of(scene.transcript)
                    .likely("only who has joined the talk leaves it")
                    .that("as those who have left the talk", List.copyOf(talk.left))
                    .is(List.of());
        }
    }

    /// Guests, of whom the later ones are not let in.
    private static final class Picky implements Talk {
        private final Guests guests = new Guests();
        private final List<String> left = new CopyOnWriteArrayList<>();
        private volatile boolean isPicky;

        @Override
        public void join(Session newcomer) {
            if (isPicky) {
                // So that no stack of the test's own stands in what was printed.
                Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
                throw new IllegalStateException("made by the test");
            }
            guests.join(newcomer);
        }

        @Override
        public Reply handle(Session sender, Command command) {
            return guests.handle(sender, command);
        }

        @Override
        public void leave(Session member) {
            left.add(member.name());
            guests.leave(member);
        }
    }

    // Outside judges

    @Test
    @Witness("nc")
    void has_nc_as_a_member() throws IOException {
        try (var scene = scene(new Guests())) {
            var one = scene.joins();
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), scene.room.port());
            var name = scene.nextGuest();
            // LF alone, as it comes from a keyboard.
            try (var nc = Netcat.asking(address, "hello\n/quit\n".getBytes(UTF_8))) {
                one.hears(Lines.joined(name), Lines.said(name, "hello"), Lines.left(name));
                Check.of(nc.transcript())
                        .that("as nc's output", nc.heard())
                        .is("* guest2 joined\r\n<guest2> hello\r\n");
            }
        }
    }

    @Test
    @Witness("python3")
    void has_python_as_two_members() throws IOException {
        var members = """
                import socket, sys
                def join():
                    member = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
                    lines = member.makefile("rw", encoding="utf-8", newline="\\r\\n")
                    print(lines.readline(), end="")
                    return member, lines
                ana, anas = join()
                bo, bos = join()
                print(anas.readline(), end="")
                bo.sendall("grüße\\r\\n".encode("utf-8"))
                print(anas.readline() == bos.readline() == "<guest2> grüße\\r\\n")
                bo.shutdown(socket.SHUT_WR)
                print(bos.readline() == "")
                print(anas.readline(), end="")
                """;
        try (var scene = scene(new Guests());
                var python = Python.runs(members, Integer.toString(scene.room.port()))) {
            Check.of(python.transcript())
                    .that("as Python's output", python.printed())
                    .is("* guest1 joined\r\n* guest2 joined\r\n* guest2 joined\r\nTrue\nTrue\n* guest2 left\r\n");
        }
    }
}
