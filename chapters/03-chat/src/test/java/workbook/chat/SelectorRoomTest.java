package workbook.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.LeaksAreJudgedBy;
import workbook.testkit.Transcript;

@LeaksAreJudgedBy("ends_when_another_thread_says_so")
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class SelectorRoomTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofMillis(160);
    private static final Duration HELD = Duration.ofMillis(40);
    private static final int UNBOUND = 10_000;
    private static final int SMALL = 65_536;
    /// So many long lines are more than two kernels keep for a connection whose reader has a small buffer.
    private static final int MUCH = 150;

    private static Scene<SelectorRoom> scene(Talk talk, Duration idle, int bound, Policy policy) {
        return new Scene<>(() -> SelectorRoom.open(Scene.ANY_PORT, talk, idle, bound, policy));
    }

    private static Scene<SelectorRoom> scene(Talk talk) {
        return scene(talk, LONG, UNBOUND, Policy.DROP);
    }

    /// Guests, with a word for each test in which they are not like others.
    private static class Chatter implements Talk {
        private final Guests guests = new Guests();

        @Override
        public void join(Session newcomer) {
            guests.join(newcomer);
        }

        @Override
        public Reply handle(Session sender, Command command) {
            return command instanceof Command.Say(var text) ? said(sender, text) : guests.handle(sender, command);
        }

        Reply said(Session sender, String text) {
            return new Reply.ToAll(Lines.said(sender.name(), text));
        }

        @Override
        public void leave(Session member) {
            guests.leave(member);
        }
    }

    /// Whose words that begin with "long" the last newcomer gets, alone, and in a long version.
    private static final class Loud extends Chatter {
        private Session last = new Session(new DirectOutbox(OutputStream.nullOutputStream()));

        static String loud(String text) {
            return (text + " ").repeat(32_000 / (text.length() + 1));
        }

        @Override
        public void join(Session newcomer) {
            super.join(newcomer);
            last = newcomer;
        }

        @Override
        Reply said(Session sender, String text) {
            return text.startsWith("long")
                    ? new Reply.ToOne(last, Lines.said(sender.name(), loud(text)))
                    : super.said(sender, text);
        }
    }

    // One thread, one loop

    @Test
    void hears_whoever_speaks_in_whatever_order() throws IOException {
        var threads = RoomThreads.watch();
        try (var scene = scene(new Chatter())) {
            var members = new ArrayList<Member>();
            for (var i = 0; i < 3; i++) {
                var newcomer = scene.connects(scene.nextGuest());
                members.add(newcomer);
                for (var member : members) {
                    hears(scene, threads, member, Lines.joined(newcomer.name));
                }
                newcomer.says("hello");
                for (var member : members) {
                    hears(scene, threads, member, Lines.said(newcomer.name, "hello"));
                }
                members.getFirst().says("welcome");
                for (var member : members) {
                    hears(scene, threads, member, Lines.said("guest1", "welcome"));
                }
            }
        }
    }

    private static void hears(Scene<?> scene, RoomThreads threads, Member member, String line) {
        var heard = member.next();
        var left = left(threads, heard);
        member.hears(line, Check.of(scene.transcript)
                .likelyIf(left.isEmpty(),
                        "the room's thread has died of an exception (see what was printed): a key that "
                                + "stays among the selected ones says what it said the last time, and then accept() has nobody "
                                + "to return, and returns null")
                .likelyIf(left.size() > 1, "there is more than one thread in this room: a channel that one of them "
                        + "registers while another one waits in select is waited for only after the next round, and "
                        + "nothing ends this one")
                .likelyIf(heard.equals(Member.NOTHING), "the loop takes no notice of what happened, or does not come "
                        + "back to its select: with one thread, whatever waits is waited for by all"),
                heard);
    }

    /// The room's threads, once one that dies has died.
    private static List<String> left(RoomThreads threads, String heard) {
        if (Member.isLine(heard)) {
            return List.of("alive");
        }
        if (!heard.equals(Member.NOTHING)) {
            Eventually.holds(() -> threads.names().isEmpty(), Deadline.in(Duration.ofMillis(200)));
        }
        return threads.names();
    }

    @Test
    void goes_on_after_a_member_has_ended_or_was_reset() throws IOException {
        var threads = RoomThreads.watch();
        try (var scene = scene(new Chatter())) {
            var one = scene.joins();
            var ending = scene.joins();
            var breaking = scene.joins();
            ending.halfCloses();
            one.hearsOr(
                    "a read that returns -1 has met the end, and not silence: whoever does nothing about it is told so "
                            + "again by every select, at once, for ever",
                    Lines.left(ending.name));
            breaking.hears(Lines.left(ending.name));
            breaking.resets();
            var heard = one.next();
            one.hears(Lines.left(breaking.name), Check.of(scene.transcript)
                    .likelyIf(left(threads, heard).isEmpty(),
                            "the room's thread has died of an exception that one member's "
                                    + "connection has thrown: with one thread, what ends the loop ends the room")
                    .likely("a read throws when its connection is reset: that is how this member leaves"), heard);
        }
    }

    @Test
    void has_one_thread_however_many_members() throws IOException {
        var threads = RoomThreads.watch();
        try (var scene = scene(new Chatter())) {
            for (var i = 0; i < 12; i++) {
                scene.joins();
            }
            var names = threads.names();
            Check.of(scene.transcript)
                    .likelyIf(names.size() > 11, "somebody, or something, has a thread for each member: virtual ones "
                            + "count, too")
                    .likely("what has to be done in this room is done by the thread that waits in select")
                    .holds(names.size() == 1, "one thread for 12 members", names.size() + ": " + names);
        }
    }

    @Test
    void sleeps_while_nobody_speaks() throws IOException {
        var threads = RoomThreads.watch();
        try (var scene = scene(new Chatter())) {
            var one = scene.joins();
            one.says("good night");
            one.hears("<guest1> good night");
            sleeps(scene, threads);
        }
    }

    @Test
    void sleeps_again_when_lines_have_waited_and_members_have_left() throws IOException {
        var threads = RoomThreads.watch();
        try (var scene = scene(new Loud())) {
            var one = scene.joins();
            var leaver = scene.joins();
            leaver.halfCloses();
            scene.hasLeft(leaver);
            var slow = scene.joinsAndReadsNothing(SMALL);
            speak(scene, one, slow);
            hear(one, slow);
            sleeps(scene, threads);
        }
    }

    private static void sleeps(Scene<?> scene, RoomThreads threads) {
        sleeps(scene, threads,
                "select returns as long as a channel is ready: there is nearly always room to write, also "
                        + "when there is nothing to write, and the end of a member stays readable for ever");
    }

    /// @param busy the likely mistake if it does not even wait
    private static void sleeps(Scene<?> scene, RoomThreads threads, String busy) {
        var watched = Duration.ofMillis(250);
        scene.transcript
                .test("looked at the room's thread for " + watched.toMillis() + " ms, in which nothing happened");
        var awake = threads.during(watched);
        // Five times in a second are less than twice now.
        Check.of(scene.transcript)
                .likelyIf(awake.running().compareTo(watched.dividedBy(50)) > 0, busy)
                .likely("a look at the clock every so often is a wake-up, too: select can be told when the next "
                        + "member's time is over")
                .holds(awake.waits() < 2 && awake.running().compareTo(watched.dividedBy(50)) <= 0, "that it sleeps",
                        "it ran for " + awake.running().toMillis() + " ms, and was woken " + awake.waits() + " times");
    }

    @Test
    void notices_silence_where_nothing_else_happens() throws IOException {
        try (var scene = scene(new Chatter(), SHORT, UNBOUND, Policy.DROP)) {
            var silent = scene.joins();
            scene.transcript.test("let guest1, who is alone, say nothing for " + SHORT.toMillis() + " ms");
            silent.hearsOr("select waits until a channel has news, and silence is none: it must be told when the next "
                    + "member is to be asked", Lines.PING);
            var heard = silent.next();
            Check.of(scene.transcript)
                    .likelyIf(heard.equals(Lines.PING + "\r\n"),
                            "it was asked again instead of being let go: there is one "
                                    + "question in each silence")
                    .likely("nobody has looked at the clock a second time")
                    .holds(!Member.isLine(heard) && !heard.equals(Member.NOTHING), Member.END + " at guest1", heard);
            scene.counts(0, "whoever was too long silent is no member any more");
        }
    }

    // What is not taken at once

    /// More for this member than its connection takes while it reads nothing.
    private static void speak(Scene<?> scene, Member speaker, Member slow) throws IOException {
        scene.transcript.test("let " + speaker.name + " say \"long 1\" to \"long " + MUCH + "\", which the talk makes "
                + "32,000 bytes long and gives to " + slow.name + " alone, and \"that is all\" to everyone");
        for (var i = 1; i <= MUCH; i++) {
            speaker.send("long " + i);
        }
        speaker.send("that is all");
        speaker.hearsOr(
                "the room waits for " + slow.name + ", who reads nothing: a write that does not return before all "
                        + "is taken, or is tried again and again, has the only thread there is",
                Lines.said(speaker.name, "that is all"));
    }

    private static void hear(Member speaker, Member slow) {
        for (var i = 1; i <= MUCH; i++) {
            slow.hearsOr(
                    "a write takes what there is room for, and says how much that was: what is left goes next, once, "
                            + "before all other lines, and as soon as the selector, which must have been asked, says that there "
                            + "is room again",
                    Lines.said(speaker.name, Loud.loud("long " + i)));
        }
        slow.hears(Lines.said(speaker.name, "that is all"));
    }

    @Test
    void waits_for_no_member_and_forgets_no_byte() throws IOException {
        try (var scene = scene(new Loud())) {
            var one = scene.joins();
            var slow = scene.joinsAndReadsNothing(SMALL);
            speak(scene, one, slow);
            scene.transcript.test("had " + slow.name + " read again");
            hear(one, slow);
        }
    }

    @Test
    void lets_no_line_wait_that_is_taken_at_once() throws IOException {
        var lines = 100;
        for (var policy : Policy.values()) {
            try (var scene = scene(new Chatter(), LONG, 4, policy)) {
                var one = scene.joins();
                var two = scene.joins();
                scene.transcript
                        .test("let guest1 send " + lines + " lines in one piece, to a room in which 4 may wait");
                var piece = new StringBuilder();
                for (var i = 1; i < lines; i++) {
                    piece.append("line ").append(i).append("\r\n");
                }
                one.send(piece + "line " + lines);
                for (var i = 1; i <= lines; i++) {
                    for (var member : List.of(one, two)) {
                        member.hearsOr(
                                "lines waited for the loop's next round, and not for the member: the bound is for "
                                        + "members who do not keep up, and these had room for every line",
                                Lines.said("guest1", "line " + i));
                    }
                }
            }
        }
    }

    @Test
    void sends_what_waits_to_whoever_has_left() throws IOException {
        try (var scene = scene(new Loud())) {
            var one = scene.joins();
            var slow = scene.joinsAndReadsNothing(SMALL);
            speak(scene, one, slow);
            slow.halfCloses();
            one.hears(Lines.left(slow.name));
            scene.transcript.test("had " + slow.name + " read again");
            var heard = all(slow);
            Check.of(scene.transcript)
                    .likely("what waited for a member that has ended its output was thrown away: it has no more to say, "
                            + "and still listens")
                    .that("as the lines that " + slow.name + " heard", heard.size() - 1)
                    .is(MUCH + 1)
                    .likely("it has left, and has everything: its connection is to be closed")
                    .holds(heard.getLast().equals(Member.END), Member.END + " at " + slow.name, heard.getLast());
        }
    }

    @Test
    void sends_what_waits_to_whoever_was_refused() throws IOException {
        try (var scene = scene(new Loud())) {
            var one = scene.joins();
            var slow = scene.joinsAndReadsNothing(SMALL);
            speak(scene, one, slow);
            slow.sends(new byte[]{'c', 'a', 'f', (byte) 0xe9, '\r', '\n'});
            one.hears(Lines.left(slow.name));
            scene.transcript.test("had " + slow.name + " read again");
            var heard = all(slow);
            Check.of(scene.transcript)
                    .likely("whoever has said a line that is refused is heard no more, and is still there to read: what "
                            + "waited for it was thrown away")
                    .that("as the lines that " + slow.name + " heard", heard.size() - 1)
                    .is(MUCH + 2)
                    .likely("it is to learn why it was let go, after what waited before")
                    .that("as the last of them", heard.get(MUCH + 1))
                    .is(Lines.refused(Ears.REASON) + "\r\n");
        }
    }

    @Test
    void sleeps_while_lines_wait_for_whoever_has_left() throws IOException {
        var threads = RoomThreads.watch();
        try (var scene = scene(new Loud())) {
            var one = scene.joins();
            var slow = scene.joinsAndReadsNothing(SMALL);
            speak(scene, one, slow);
            slow.says("/quit");
            one.hears(Lines.left(slow.name));
            slow.says("words that nobody reads any more");
            threads.awaitSleep();
            sleeps(scene, threads, "whoever has left is still asked for what it says: nobody reads that any more, so "
                    + "select says over and over that it is there");
        }
    }

    /// All that it hears, and how that ends.
    private static List<String> all(Member member) {
        var heard = new ArrayList<String>();
        do {
            heard.add(member.next());
        } while (Member.isLine(heard.getLast()));
        return heard;
    }

    @Test
    void gives_up_whoever_has_left_and_takes_nothing() throws IOException {
        try (var scene = scene(new Loud(), SHORT, UNBOUND, Policy.DROP)) {
            var one = scene.joins().staysAwake(SHORT);
            var before = Sockets.open();
            var slow = scene.joinsAndReadsNothing(SMALL);
            var both = Sockets.open();
            both.removeAll(before);
            slow.staysAwake(SHORT);
            speak(scene, one, slow);
            slow.says("/quit");
            one.hears(Lines.left(slow.name));
            var isClosed = Eventually.holds(() -> !Sockets.open().containsAll(both),
                    Deadline.in(SHORT.multipliedBy(4)));
            Check.of(scene.transcript)
                    .likely("whoever has left and does not take what waits for it keeps that, and a connection, for ever")
                    .holds(isClosed || both.isEmpty(), "that its connection is closed when " + SHORT.toMillis()
                            + " ms have passed", "that it is still open after four times as long");
        }
    }

    // One member's trouble

    @Test
    void lets_go_only_the_member_at_whose_line_the_talk_breaks() throws IOException {
        var talk = new Chatter() {
            @Override
            Reply said(Session sender, String text) {
                if (text.equals("break")) {
                    // Nobody is to wonder why a failure of the test's own stands in what was printed.
                    Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
                    throw new IllegalStateException("made by the test");
                }
                if (text.equals("burst")) {
                    throw new AssertionError("made by the test");
                }
                return super.said(sender, text);
            }
        };
        try (var scene = scene(talk)) {
            scene.joins();
            var leaver = scene.joins();
            var last = scene.joins();
            scene.transcript.test("had the talk throw an IllegalStateException at \"break\", and an AssertionError at "
                    + "\"burst\"");
            letsGoAt("break", scene, leaver, 2,
                    "an exception that leaves the loop ends the only thread, and with it the "
                            + "room for everyone");
            letsGoAt("burst", scene, last, 1,
                    "not everything that is thrown is an Exception: an Error that leaves the loop "
                            + "ends the room for everyone, too");
        }
    }

    private static void letsGoAt(String line, Scene<?> scene, Member leaver, int left, String likely)
            throws IOException {
        leaver.says(line);
        var heard = leaver.next();
        Check.of(scene.transcript)
                .likely("the exception was swallowed, and its member stays: whoever cannot be served is let go")
                .holds(!Member.isLine(heard) && !heard.equals(Member.NOTHING), Member.END + " at " + leaver.name,
                        heard);
        scene.counts(left, likely);
        scene.hasLeft(leaver, likely);
    }

    @Test
    void keeps_no_descriptor_of_whoever_has_left() throws IOException {
        try (var scene = scene(new Chatter())) {
            scene.joins();
            var before = Sockets.open();
            var leavers = new ArrayList<Member>();
            for (var i = 0; i < 3; i++) {
                leavers.add(scene.joins());
                leavers.add(scene.joins());
                leavers.add(scene.joins());
            }
            for (var i = 0; i < leavers.size(); i++) {
                var leaver = leavers.get(i);
                switch (i % 3) {
                    case 0 -> leaver.halfCloses();
                    case 1 -> leaver.says("/quit");
                    default -> leaver.resets();
                }
                scene.hasLeft(leaver);
            }
            leavers.forEach(Member::close);
            var areGone = Eventually.holds(() -> Sockets.open().size() <= before.size(), Deadline.in(Member.PATIENCE));
            Check.of(scene.transcript)
                    .likely("a key that was cancelled is not watched any more, and its channel is as open as before: "
                            + "close() ends both, also after an exception")
                    .holds(areGone, before.size() + " sockets in this process, as before they came",
                            Sockets.open().size() + " of them");
        }
    }

    /// The sockets of this process, where there is a `/proc`.
    private static final class Sockets {
        private Sockets() {}

        static Set<String> open() {
            var open = ConcurrentHashMap.<String>newKeySet();
            try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
                for (var descriptor : descriptors) {
                    try {
                        var target = Files.readSymbolicLink(descriptor).toString();
                        if (target.startsWith("socket:")) {
                            open.add(target);
                        }
                    } catch (IOException e) {
                        // Closed since the folder was listed.
                    }
                }
            } catch (IOException e) {
                // Nothing to count here.
            }
            return open;
        }
    }

    @Test
    void leaves_nothing_open_where_it_cannot_listen() throws IOException {
        try (var taken = new ServerSocket(0, 1, Scene.ANY_PORT.getAddress())) {
            var address = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
            var transcript = new Transcript();
            transcript.test("listened on a port, and opened a room on the same one");
            var before = Sockets.open();
            Call.of(transcript, () -> SelectorRoom.open(address, new Guests(), LONG, 1, Policy.DROP))
                    .throwsA(IOException.class)
                    .likely("a listener was opened, could not be bound, and was not closed on that way out")
                    .holds(Eventually.holds(() -> before.containsAll(Sockets.open()), Deadline.in(HELD)),
                            "no new socket", "one that is open");
        }
    }

    @Test
    void refuses_a_bound_below_one() {
        Call.of(() -> SelectorRoom.open(Scene.ANY_PORT, new Guests(), LONG, 0, Policy.DROP))
                .throwsA(IllegalArgumentException.class);
    }

    @Test
    void refuses_an_idle_time_that_is_none() {
        for (var idle : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
            Call.of(() -> SelectorRoom.open(Scene.ANY_PORT, new Guests(), idle, 1, Policy.DROP))
                    .throwsA(IllegalArgumentException.class);
        }
    }

    // The end

    @Test
    void ends_when_another_thread_says_so() throws IOException {
        var threads = RoomThreads.watch();
        try (var scene = scene(new Chatter())) {
            scene.joins();
            threads.awaitSleep();
            Call.doing(scene.transcript, () -> scene.room.stop(Duration.ofSeconds(1)))
                    .whenHung("select waits until a channel has news, and nobody has any: a change that another thread "
                            + "has made is seen when select returns, and it must be made to")
                    .completes();
            var names = threads.names();
            Check.of(scene.transcript)
                    .likely("stop returned before the room's thread had ended")
                    .holds(names.isEmpty(), "no thread of the room's", names.toString());
        }
    }

    @Test
    void has_its_own_thread_alone_call_the_talk() throws IOException {
        var callers = ConcurrentHashMap.<String>newKeySet();
        var left = ConcurrentHashMap.<String>newKeySet();
        var talk = new Chatter() {
            @Override
            public void join(Session newcomer) {
                callers.add(Thread.currentThread().toString());
                super.join(newcomer);
            }

            @Override
            Reply said(Session sender, String text) {
                callers.add(Thread.currentThread().toString());
                return super.said(sender, text);
            }

            @Override
            public void leave(Session member) {
                callers.add(Thread.currentThread().toString());
                left.add(member.name());
            }
        };
        try (var scene = scene(talk)) {
            var one = scene.joins();
            scene.joins();
            one.says("hello");
            scene.hear("<guest1> hello");
            Call.doing(scene.transcript, () -> scene.room.stop(Duration.ofSeconds(1))).completes();
            Check.of(scene.transcript)
                    .likely("the end of the room is the end of each of its members, who leave the talk")
                    .that("as those who have left the talk when stop returned", left.stream().sorted().toList())
                    .is(List.of("guest1", "guest2"))
                    .likely("whoever calls stop works on the members itself, while the room's thread may do the same: "
                            + "what belongs to one thread is touched by that thread only, and the others leave it word")
                    .holds(callers.size() == 1, "that one thread has called the talk", callers.toString());
        }
    }

    @Test
    void gives_everyone_time_for_the_last_line() throws IOException, InterruptedException {
        try (var scene = scene(new Loud())) {
            var one = scene.joins();
            var slow = scene.joinsAndReadsNothing(SMALL);
            speak(scene, one, slow);
            scene.transcript
                    .test("had " + slow.name + " read while the room stops, which may take 4 seconds, and before "
                            + "that somebody connect");
            var heard = new ArrayList<String>();
            var latecomer = new AtomicReference<>(Member.END);
            var reader = Thread.ofPlatform().daemon().name("testkit reader").start(() -> {
                one.hears(Lines.CLOSING);
                latecomer.set(hearsAsLatecomer(scene.room.port()));
                heard.addAll(all(slow));
            });
            Call.doing(scene.transcript, () -> scene.room.stop(Duration.ofSeconds(4)))
                    .whenHung("stop does not return when everybody has taken the last line")
                    .completes();
            reader.join(Member.PATIENCE.multipliedBy(2));
            Check.of(scene.transcript)
                    .likely("the door was open while the goodbyes went out: whoever comes then has missed its own")
                    .holds(!Member.isLine(latecomer.get()), "that nobody gets in after the goodbye", latecomer.get()
                            .strip())
                    .likely("the connections were closed while lines still waited for room: stop's limit is for these")
                    .that("as the lines that " + slow.name + " heard", heard.size() - 1)
                    .is(MUCH + 2)
                    .that("as the last of them", heard.get(MUCH + 1))
                    .is(Lines.CLOSING + "\r\n");
        }
    }

    private static String hearsAsLatecomer(int port) {
        var address = new InetSocketAddress(Scene.ANY_PORT.getAddress(), port);
        try (var member = new Member("the latecomer", address, new Transcript())) {
            return member.next();
        } catch (IOException e) {
            return Member.RESET;
        }
    }

    @Test
    void cuts_off_whoever_does_not_take_the_last_line() throws IOException {
        try (var scene = scene(new Loud())) {
            var one = scene.joins();
            var slow = scene.joinsAndReadsNothing(SMALL);
            speak(scene, one, slow);
            Call.doing(scene.transcript, () -> scene.room.stop(HELD))
                    .whenHung("it waits for a member that takes nothing, without a limit")
                    .completes();
            one.hears(Lines.CLOSING);
        }
    }

    // As every other room

    @Nested
    @Order(1)
    class AsAnyRoom extends RoomSuite {
        @Override
        Room open(Talk talk) throws IOException {
            return SelectorRoom.open(Scene.ANY_PORT, talk, LONG, UNBOUND, Policy.DISCONNECT);
        }
    }

    @Nested
    @Order(2)
    class WithBounds extends SlowConsumerSuite {
        @Override
        Room open(Talk talk, int bound, Policy policy) throws IOException {
            return SelectorRoom.open(Scene.ANY_PORT, talk, LONG, bound, policy);
        }
    }

    @Nested
    @Order(3)
    class WithDepartures extends DeparturesSuite {
        @Override
        Room open(Talk talk, Duration idle) throws IOException {
            return SelectorRoom.open(Scene.ANY_PORT, talk, idle, UNBOUND, Policy.DISCONNECT);
        }
    }
}
