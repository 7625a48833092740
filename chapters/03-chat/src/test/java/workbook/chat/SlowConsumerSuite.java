package workbook.chat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Python;
import workbook.testkit.Witness;

/// What every room does for its members while one of them does not keep up: seen from its port.
///
/// No clock decides. A few lines are said when all who read have heard those before, so these never fall behind; the one
/// who reads nothing does, because the lines of the [Megaphone] are more than two kernels keep for a connection.
abstract class SlowConsumerSuite {
    private static final int LINES = 200;
    private static final int AT_ONCE = 10;
    /// For the lines that are said at once, and for one that somebody leaves.
    private static final int BOUND = AT_ONCE + 2;
    private static final int SMALL = 65_536;
    private static final int LENGTH = 28_000;
    private static final Pattern SAID = Pattern.compile("<\\w+> line (\\d{1,3}) ");

    /// A room on [Scene#ANY_PORT] in which nobody is silent for too long.
    ///
    /// @param bound how many lines may wait for a member
    /// @param policy what becomes of a member for whom more would wait
    abstract Room open(Talk talk, int bound, Policy policy) throws IOException;

    private Scene<Room> scene(int bound, Policy policy) {
        return new Scene<>(() -> open(new Megaphone(), bound, policy));
    }

    /// Guests of whose lines everyone gets a long version.
    private static final class Megaphone implements Talk {
        private final Guests guests = new Guests();

        static String loud(String text) {
            return (text + " ").repeat(LENGTH / (text.length() + 1));
        }

        @Override
        public void join(Session newcomer) {
            guests.join(newcomer);
        }

        @Override
        public Reply handle(Session sender, Command command) {
            return command instanceof Command.Say(var text)
                    ? new Reply.ToAll(Lines.said(sender.name(), loud(text)))
                    : guests.handle(sender, command);
        }

        @Override
        public void leave(Session member) {
            guests.leave(member);
        }
    }

    private static String loud(Member speaker, String text) {
        return Lines.said(speaker.name, Megaphone.loud(text));
    }

    /// So many lines are said, the next few when all listeners have heard the last few.
    private static void saysLines(Scene<Room> scene, Member speaker, int lines, List<Member> listeners)
            throws IOException {
        scene.transcript.test("let " + speaker.name + " say \"line 1\" to \"line " + lines + "\", of which the talk "
                + "makes lines of 28,000 bytes, " + AT_ONCE + " at a time, each time when " + listeners.size()
                + " have heard those before");
        for (var i = 1; i <= lines; i++) {
            speaker.send("line " + i);
            if (i % AT_ONCE == 0) {
                hear(scene, speaker, i - AT_ONCE + 1, i, listeners);
            }
        }
    }

    private static void hear(Scene<Room> scene, Member speaker, int first, int last, List<Member> listeners) {
        for (var member : listeners) {
            for (var i = first; i <= last; i++) {
                var heard = member.next();
                member.hears(loud(speaker, "line " + i), Check.of(scene.transcript)
                        .likelyIf(heard.equals(Member.NOTHING),
                                "everyone waits for the one that reads nothing: a write to its connection does not come "
                                        + "back, and whoever stands there, or waits for who does, is needed by the others")
                        .likely("somebody who reads all the time is treated like one who does not"), heard);
            }
        }
    }

    @Test
    void tells_the_others_everything_while_one_reads_nothing() throws IOException {
        try (var scene = scene(LINES + 1, Policy.DROP)) {
            var members = List.of(scene.joins(), scene.joins());
            var frozen = scene.joinsAndReadsNothing(SMALL);
            saysLines(scene, members.getFirst(), LINES, members);
            scene.transcript.test("had " + frozen.name + " read again");
            for (var i = 1; i <= LINES; i++) {
                frozen.hearsOr("no more lines waited than the bound allows, and all the same one was lost, or cut, or "
                        + "overtaken", loud(members.getFirst(), "line " + i));
            }
        }
    }

    @Test
    void drops_lines_for_the_one_that_does_not_keep_up() throws IOException {
        try (var scene = scene(BOUND, Policy.DROP)) {
            var one = scene.joins();
            var two = scene.joins();
            var frozen = scene.joinsAndReadsNothing(SMALL);
            saysLines(scene, one, LINES, List.of(one, two));
            var hello = loud(frozen, "hello?");
            frozen.says("hello?");
            for (var member : List.of(one, two)) {
                member.hearsOr(
                        "with Policy.DROP whoever does not keep up misses lines, and stays a member: what it says "
                                + "is heard",
                        hello);
            }
            scene.transcript.test("had " + frozen.name + " read again, and " + one.name + " say \"and now?\" from time "
                    + "to time");
            var heard = hearsUpToNow(scene, one, two, frozen, hello);
            Check.of(scene.transcript)
                    .likely("not one line was lost: all of them waited in memory, and for somebody who never reads again "
                            + "that is all lines for ever")
                    .holds(heard < LINES, "fewer than " + LINES + " of the " + LINES + " lines at " + frozen.name,
                            "all of them");
        }
    }

    /// Has the frozen one read, up to a line that is said now, over and over: there may be no room for it at first, and
    /// then there are lines to read. Its own line is among those where the kernel had taken one just before.
    ///
    /// @return how many of the lines before it has read
    private static int hearsUpToNow(Scene<Room> scene, Member speaker, Member listener, Member frozen,
            String own) throws IOException {
        var now = loud(speaker, "and now?");
        var last = 0;
        for (var read = 0;; read++) {
            if (read % (AT_ONCE) == 0) {
                speaker.send("and now?");
                speaker.hears(now);
                listener.hears(now);
            }
            var heard = frozen.next();
            if (heard.equals(now + "\r\n") || read == LINES) {
                return read;
            }
            if (heard.equals(own + "\r\n")) {
                continue;
            }
            last = hearsOneOf(speaker, last + 1, frozen, heard, Check.of(scene.transcript)
                    .likelyIf(heard.equals(Member.NOTHING),
                            "whoever has missed a line gets none of those that come later, when there is room again")
                    .likelyIf(!Member.isLine(heard), "with Policy.DROP nobody is disconnected")
                    .likely("a line was cut, or sent twice, or overtaken by a later one"));
        }
    }

    /// Compares what was heard with the line that has this number, or a later one: there may have been a gap.
    ///
    /// @return which it was
    private static int hearsOneOf(Member speaker, int first, Member frozen, String heard, Check check) {
        var said = SAID.matcher(heard);
        var number = said.lookingAt() ? Math.max(first, Integer.parseInt(said.group(1))) : first;
        frozen.hears(loud(speaker, "line " + number), check, heard);
        return number;
    }

    @Test
    void disconnects_the_one_that_does_not_keep_up() throws IOException {
        try (var scene = scene(BOUND, Policy.DISCONNECT)) {
            var one = scene.joins();
            var two = scene.joins();
            var frozen = scene.joinsAndReadsNothing(SMALL);
            scene.transcript
                    .test("let " + one.name + " say up to " + LINES + " lines, of which the talk makes lines of "
                            + "28,000 bytes, until " + frozen.name + " has left");
            var left = Lines.left(frozen.name);
            var told = new HashSet<Member>();
            for (var i = 1; i <= LINES && told.isEmpty(); i++) {
                one.send("line " + i);
                if (i % AT_ONCE == 0) {
                    for (var member : List.of(one, two)) {
                        hearsUnlessTold(scene, one, i - AT_ONCE + 1, i, member, told, left + "\r\n");
                    }
                }
            }
            for (var member : List.of(one, two)) {
                if (told.add(member)) {
                    member.hearsOr("more waits for it than the bound allows, and nobody has closed its connection",
                            left);
                }
            }
            one.says("still here");
            for (var member : List.of(one, two)) {
                member.hears(loud(one, "still here"));
            }
            scene.counts(2, "whoever is disconnected is no member any more");
            scene.transcript.test("had " + frozen.name + " read again");
            hearsTheRest(scene, one, frozen);
        }
    }

    /// Hears the lines, and perhaps that one has left, which may come between any two.
    private static void hearsUnlessTold(Scene<Room> scene, Member speaker, int first, int last, Member member,
            Set<Member> told, String left) {
        for (var i = first; i <= last; i++) {
            var heard = member.next();
            if (heard.equals(left) && told.add(member)) {
                heard = member.next();
            }
            member.hears(loud(speaker, "line " + i), Check.of(scene.transcript)
                    .likely("to disconnect one member has disturbed the others, or was waited for"), heard);
        }
    }

    /// Has the frozen one read whole lines in order, and then the connection's end, which may have cut a line.
    private static void hearsTheRest(Scene<Room> scene, Member speaker, Member frozen) {
        var last = 0;
        var heard = frozen.next();
        // A goodbye was taken if there was room for it.
        for (; heard.endsWith("\n") && !heard.equals(Lines.CLOSING + "\r\n"); heard = frozen.next()) {
            last = hearsOneOf(speaker, last + 1, frozen, heard, Check.of(scene.transcript)
                    .likely("what it has missed it has missed; of the rest it should get whole lines, in order"));
        }
        if (heard.endsWith("\n")) {
            heard = frozen.next();
        }
        Check.of(scene.transcript)
                .likely("its connection was left open")
                .holds(!heard.equals(Member.NOTHING), Member.END + " at " + frozen.name, heard);
    }

    @Test
    void stops_though_one_reads_nothing() throws IOException {
        try (var scene = scene(BOUND, Policy.DROP)) {
            var one = scene.joins();
            var two = scene.joins();
            var frozen = scene.joinsAndReadsNothing(SMALL);
            saysLines(scene, one, LINES, List.of(one, two));
            Call.doing(scene.transcript, () -> scene.room.stop(Duration.ofMillis(400)))
                    .whenHung(
                            "it waits for the lines of a member that will never take them: when the limit is over its "
                                    + "connection is closed, and then nobody may wait for it any more")
                    .completes();
            for (var member : List.of(one, two)) {
                var heard = member.next();
                member.hears(Lines.CLOSING, Check.of(scene.transcript)
                        .likelyIf(!Member.isLine(heard) && !heard.equals(Member.NOTHING),
                                "the connection was closed before the goodbye had gone out: an outbox that keeps lines "
                                        + "has them when its close() returns, and not before")
                        .likely("the goodbye waits behind the member that reads nothing"), heard);
                heard = member.next();
                Check.of(scene.transcript).holds(heard.equals(Member.END), Member.END + " at " + member.name, heard);
            }
            scene.transcript.test("had " + frozen.name + " read again");
            hearsTheRest(scene, one, frozen);
        }
    }

    @Test
    void sends_what_waits_before_it_stops() throws IOException, InterruptedException {
        var lines = 40;
        try (var scene = scene(LINES + 1, Policy.DROP)) {
            var one = scene.joins();
            var slow = scene.joinsAndReadsNothing(SMALL);
            saysLines(scene, one, lines, List.of(one));
            scene.transcript.test("had " + slow.name + " read again");
            var heard = new CopyOnWriteArrayList<String>();
            var reader = Thread.ofPlatform().daemon().name("testkit reader").start(() -> {
                do {
                    heard.add(slow.next());
                } while (Member.isLine(heard.getLast()));
            });
            Call.doing(scene.transcript, () -> scene.room.stop(Member.PATIENCE.multipliedBy(2))).completes();
            reader.join(Member.PATIENCE.multipliedBy(2));
            for (var i = 1; i <= lines + 1; i++) {
                slow.hears(i <= lines ? loud(one, "line " + i) : Lines.CLOSING, Check.of(scene.transcript)
                        .likely("the connection was closed while lines waited, and the member was there to take them"),
                        i <= heard.size() ? heard.get(i - 1) : Member.END);
            }
        }
    }

    // An outside judge

    @Test
    @Witness("python3")
    void tells_one_python_everything_while_another_reads_nothing() throws IOException {
        var members = """
                import socket, sys
                def join(buffer):
                    member = socket.socket()
                    if buffer:
                        member.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
                    member.connect(("127.0.0.1", int(sys.argv[1])))
                    lines = member.makefile("rb")
                    lines.readline()
                    return member, lines
                ana, anas = join(0)
                frozen, lines = join(65536)
                anas.readline()
                count = 200
                said = []
                for number in range(0, count, 20):
                    ana.sendall(b"".join(b"line %d\\r\\n" % (number + i) for i in range(20)))
                    said += [anas.readline() for i in range(20)]
                print("ana has heard", len(set(said)), "lines")
                print("the other one hears the same:", [lines.readline() for line in said] == said)
                """;
        try (var scene = scene(LINES + 1, Policy.DISCONNECT);
                var python = Python.runs(members, Integer.toString(scene.room.port()))) {
            Check.of(python.transcript())
                    .that("as Python's output", python.printed())
                    .is("ana has heard 200 lines\nthe other one hears the same: True\n");
        }
    }
}
