package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import workbook.kit.network.PrivateNetwork;
import workbook.testkit.Bytes;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.NotRun;
import workbook.testkit.Program;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

/// How members leave a room, however it is built: seen from its port.
abstract class DeparturesSuite {
    /// For a silence that the test waits for, at the quickest pace.
    private static final Duration QUICK = Duration.ofMillis(160);

    /// For members of whose silence nobody is to take notice.
    static final Duration LONG = Duration.ofMinutes(1);

    private static final Duration AMPLE = Duration.ofSeconds(2);

    /// A room on [Scene#ANY_PORT] in which nobody is too slow.
    ///
    /// @param idle as in [Departures]
    abstract Room open(Talk talk, Duration idle) throws IOException;

    private Scene<Room> scene(Duration idle) {
        return new Scene<>(() -> open(new Guests(), idle));
    }

    // What a read is told

    @Test
    void lets_everyone_know_once_of_a_member_that_says_quit() throws IOException {
        try (var scene = scene(LONG)) {
            scene.joins();
            var leaver = scene.joins();
            scene.joins();
            leaver.says("/quit");
            scene.hasLeft(leaver);
            ends(scene, leaver, "who has said goodbye is not read any more, and its connection is to be closed");
        }
    }

    @Test
    void lets_everyone_know_once_of_a_member_that_ends_its_output() throws IOException {
        try (var scene = scene(LONG)) {
            scene.joins();
            var leaver = scene.joins();
            scene.joins();
            leaver.halfCloses();
            scene.hasLeft(leaver);
            ends(scene, leaver, "the other direction of its connection is still open");
        }
    }

    @Test
    void lets_everyone_know_once_of_a_member_whose_connection_is_reset() throws IOException {
        try (var scene = scene(LONG)) {
            scene.joins();
            var leaver = scene.joins();
            scene.joins();
            leaver.resets();
            scene.hasLeft(leaver);
        }
    }

    @Test
    void says_no_half_line_of_a_member_that_ends_its_output_in_it() throws IOException {
        try (var scene = scene(LONG)) {
            var other = scene.joins();
            var leaver = scene.joins();
            leaver.sends("hello\r\nI owe you 50".getBytes(UTF_8));
            leaver.halfCloses();
            other.hears("<guest2> hello");
            other.hearsOr("half a line was taken for a whole one: its end never came, and what was to come before that "
                    + "end nobody knows", "* guest2 left");
        }
    }

    // Whoever breaks the rules

    @Test
    void refuses_a_line_that_is_not_utf_8_and_lets_its_member_go() throws IOException {
        refuses(new byte[]{'h', 'i', '\n', 'c', 'a', 'f', (byte) 0xe9, '\r', '\n'});
    }

    @Test
    void refuses_a_line_with_a_carriage_return_in_it_and_lets_its_member_go() throws IOException {
        refuses("hi\n<bo>\rhello\n".getBytes(UTF_8));
    }

    @Test
    void refuses_a_line_that_is_too_long_and_lets_its_member_go() throws IOException {
        refuses(("hi\n" + "x".repeat(Ears.LONGEST + 1)).getBytes(UTF_8));
    }

    /// Says `hi`, and then what nobody may.
    private void refuses(byte[] lines) throws IOException {
        try (var scene = scene(LONG)) {
            scene.joins();
            var leaver = scene.joins();
            scene.joins();
            leaver.sends(lines);
            for (var member : scene.present()) {
                member.hearsOr("the line before the bad one was all right, and was said", "<guest2> hi");
            }
            leaver.hearsOr("the member is not told what was wrong with its line", Lines.refused(Ears.REASON));
            scene.hasLeft(leaver);
            ends(scene, leaver, "whoever was refused for its line is no member any more, and its connection is to be "
                    + "closed");
        }
    }

    // What only time tells

    @Test
    void asks_a_silent_member_once_and_then_lets_it_go() throws IOException {
        Paces.of(QUICK, idle -> {
            try (var scene = scene(idle)) {
                var other = scene.joins().staysAwake(idle);
                var silent = scene.joins();
                scene.transcript.test("let guest1 say /pong again and again, and guest2 nothing for " + idle.toMillis()
                        + " ms");
                asked(scene, silent);
                var heard = silent.next();
                Check.of(scene.transcript)
                        .likelyIf(heard.equals("?\r\n"),
                                "in one silence the member was asked twice: a question that is "
                                        + "not answered is no reason for another one, but for an end")
                        .likelyIf(heard.equals(Member.NOTHING),
                                "it was asked, and what follows if there is no answer is "
                                        + "nothing; or whoever else is heard of counts for this member, too")
                        .holds(heard.equals(Member.END) || heard.equals(Member.RESET), Member.END + " at guest2",
                                heard);
                scene.hasLeft(silent);
                other.says("good night");
                other.hears("<guest1> good night");
            }
        });
    }

    @Test
    void keeps_a_member_that_answers() throws IOException {
        Paces.of(QUICK, idle -> {
            try (var scene = scene(idle)) {
                var other = scene.joins().staysAwake(idle);
                var quiet = scene.joins();
                asked(scene, quiet);
                quiet.says("/pong");
                asked(scene, quiet);
                quiet.says("still here");
                var heard = other.next();
                other.hears("<guest2> still here", Check.of(scene.transcript)
                        .likelyIf(heard.equals("* guest2 left\r\n"),
                                "the answer to a question did not start the time anew")
                        .likely("that somebody was asked, or is still there, is between it and the server: to the others "
                                + "it is no news"),
                        heard);
            }
        });
    }

    @Test
    void takes_nothing_that_it_sends_for_a_sign_of_life() throws IOException {
        Paces.of(QUICK, idle -> {
            try (var scene = scene(idle)) {
                var other = scene.joins().staysAwake(idle);
                var silent = scene.joins();
                scene.transcript.test("let guest1 speak all the time, and guest2 never");
                var deadline = Deadline.in(AMPLE);
                var tick = "<guest1> tick\r\n";
                var line = tick;
                while (line.equals(tick) && !deadline.isOver()) {
                    other.send("tick");
                    line = other.next();
                    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                }
                Check.of(scene.transcript)
                        .likelyIf(line.equals(tick),
                                "a line that was sent counted as a sign of life, or one of another "
                                        + "member's did: a write that succeeds says that this machine's kernel had room for it")
                        .that("at guest1", line)
                        .is("* guest2 left\r\n");
                var heard = heardApartFrom(silent, tick);
                Check.of(scene.transcript)
                        .likely("it is asked once in each silence, by a line of its own, and then its connection is closed")
                        .that("at guest2, between guest1's lines", heard)
                        .is(List.of("?\r\n", Member.END));
            }
        });
    }

    private static List<String> heardApartFrom(Member member, String line) {
        var heard = new ArrayList<String>();
        do {
            var next = member.next();
            if (!next.equals(line)) {
                heard.add(next);
            }
        } while (heard.isEmpty() || Member.isLine(heard.getLast()));
        return heard;
    }

    private static void asked(Scene<Room> scene, Member silent) {
        var heard = silent.next();
        silent.hears(Lines.PING, Check.of(scene.transcript)
                .likelyIf(heard.equals(Member.NOTHING), "nobody looks how long nothing was heard of a member, or it is "
                        + "asked no more because it was asked before: a member that is there, and silent, and one "
                        + "that is gone without a word look the same, for ever")
                .likelyIf(heard.contains("> ?"),
                        "the question went to everyone, as if somebody had said it in the room")
                .likelyIf(!Member.isLine(heard), "it was let go without having been asked, this time or at all"),
                heard);
    }

    private static void ends(Scene<Room> scene, Member leaver, String likely) {
        var heard = leaver.next();
        Check.of(scene.transcript)
                .likely(likely)
                .holds(heard.equals(Member.END) || heard.equals(Member.RESET), Member.END + " at " + leaver.name,
                        heard);
    }

    // Outside judges

    @Test
    @Witness("ss")
    void lets_a_member_go_whose_connection_the_machine_has_destroyed() throws IOException {
        try (var scene = scene(LONG)) {
            scene.joins();
            var leaver = scene.joins();
            scene.joins();
            destroyed(scene.transcript, scene.room.port(), leaver);
            scene.hasLeft(leaver);
        }
    }

    /// Destroys the room's end, as an administrator may.
    private static void destroyed(Transcript transcript, int port, Member member) {
        var asked = List.of("-K", "-t", "-H", "sport", "=", ":" + port, "and", "dport", "=", ":" + member.port());
        try (var ss = Program.named("ss").start(transcript, asked)) {
            if (ss.exit() != 0 || ss.out().length == 0) {
                throw new NotRun("ss may not destroy a connection here" + (ss.err().isBlank()
                        ? ""
                        : ", "
                                + ss.err().strip()),
                        "./workbook doctor, which says how to get a network of your own");
            }
        }
    }

    @Test
    @Witness("ip")
    void finds_out_that_a_members_machine_is_gone() throws IOException {
        Paces.of(QUICK, idle -> {
            var network = PrivateNetwork.enter();
            if (!network.isPrivate()) {
                throw new NotRun("no machine can be taken off this network, for it is in use", network.reason());
            }
            // Of a network that exists in documents only, RFC 5737.
            var machine = "192.0.2.9/32";
            try (var scene = scene(idle); var socket = new Socket()) {
                scene.joins().staysAwake(idle);
                ip(scene.transcript, "address", "replace", machine, "dev", "lo");
                socket.bind(new InetSocketAddress(machine.substring(0, machine.indexOf('/')), 0));
                var gone = scene.joins(socket);
                // From here on no packet from it arrives, and none reaches it.
                ip(scene.transcript, "address", "delete", machine, "dev", "lo");
                isOffTheNetwork(machine.substring(0, machine.indexOf('/')));
                scene.hasLeft(gone,
                        "nothing that arrives says that this member is gone: only the time does, and it was "
                                + "not noticed within a second, or far too late");
            }
        });
    }

    private static void isOffTheNetwork(String machine) {
        try (var ip = Program.named("ip").start(new Transcript(), List.of("route", "get", machine))) {
            if (ip.exit() == 0) {
                throw new IllegalStateException(machine + " can still be reached: " + Bytes.show(ip.out()));
            }
        }
    }

    private static void ip(Transcript transcript, String... arguments) {
        try (var ip = Program.named("ip").start(transcript, List.of(arguments))) {
            if (ip.exit() != 0) {
                throw new NotRun("ip " + String.join(" ", arguments) + " says " + ip.err().strip(),
                        "ip " + String.join(" ", arguments));
            }
        }
    }
}
