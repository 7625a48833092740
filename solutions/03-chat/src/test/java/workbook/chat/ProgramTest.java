package workbook.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workbook.kit.GivenUp;
import workbook.kit.Options;

/// The chapter's program, on the workbook's answers.
class ProgramTest {
    @ParameterizedTest
    @ValueSource(strings = {"virtual", "threads", "selector"})
    void friends_talk_in_a_room_of_each_build(String build) throws Exception {
        var host = new Desk();
        var options = Options.of(List.of("--port", "0", "--build", build), List.of("--port", "--build"), List.of());
        try (var room = new Hosting(host, options).open()) {
            var ana = new Desk();
            var bo = new Desk();
            var anas = join(ana, room, "--name", "ana");
            ana.shows("* guest1 is now ana");
            var bos = join(bo, room);
            ana.shows("* guest1 joined");
            bo.keyboard.send("/who");
            bo.shows("= ana, guest1");
            bo.keyboard.send("套接字?");
            ana.shows("<guest1> 套接字?");
            bo.keyboard.end();
            assertThat(bos.join()).isZero();
            ana.shows("* guest1 left");
            room.stop(Duration.ofSeconds(1));
            assertThat(anas.join()).isZero();
            ana.keyboard.end();
            ana.shows("* the room closes");
            assertThat(host.text().lines().map(line -> line.replaceAll("^[0-9:]+ ", "")))
                    .startsWith("* guest1 joined", "* guest1 is now ana", "* guest1 joined", "* guest1 left");
        }
    }

    private static CompletableFuture<Integer> join(Desk desk, Room room, String... more) {
        var words = new ArrayList<>(List.of("--join", "127.0.0.1:" + room.port()));
        words.addAll(List.of(more));
        return CompletableFuture.supplyAsync(() -> Main.run(desk, words.toArray(String[]::new)),
                task -> Thread.ofPlatform().daemon().start(task));
    }

    @Test
    void what_is_typed_for_the_program_or_too_long_does_not_reach_the_room() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var desk = new Desk();
            desk.keyboard.send("/help");
            desk.keyboard.send("é".repeat(600));
            desk.keyboard.send("   ");
            desk.keyboard.send("hello");
            desk.keyboard.end();
            var ended = CompletableFuture.supplyAsync(
                    () -> Main.run(desk, "--join", "127.0.0.1:" + listener.getLocalPort()));
            try (var room = listener.accept()) {
                assertThat(new String(room.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("hello\r\n");
            }
            assertThat(ended.join()).isZero();
            desk.shows("/who             asks who is there");
            desk.shows("! not sent: a line has at most 1,024 bytes, and this one 1,200");
        }
    }

    @Test
    void whoever_has_left_and_takes_nothing_does_not_keep_its_connection() throws Exception {
        try (var hand = new HandConnection()) {
            hand.takesNothingMore();
            var outbox = new TimedOutbox(new BoundedOutbox(hand, 10, Policy.DROP), hand, Duration.ofMillis(50));
            assertThat(outbox.offer(LineCodec.line("hello"))).isTrue();
            outbox.close();
            assertThat(hand.isClosedNow()).isTrue();
        }
    }

    @Test
    void a_line_cannot_command_the_terminal_and_a_question_is_answered() throws Exception {
        var shown = new ArrayList<String>();
        var pongs = new ArrayList<String>();
        try (var lines = new ShownLines(text -> text, shown::add, () -> pongs.add("pong"))) {
            lines.write("?\r\n<ana> \u001b[2Jgone\u009b1A \u202eback\t套".getBytes(StandardCharsets.UTF_8));
            lines.write("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(shown).containsExactly("<ana> \ufffd[2Jgone\ufffd1A \ufffdback\ufffd套");
        assertThat(pongs).hasSize(1);
    }

    @Test
    void names_have_a_colour_each_and_refusals_their_own() {
        var colours = new Colours(true);
        assertThat(colours.apply("<ana> <b>")).matches("<\u001b\\[\\d+mana\u001b\\[0m> <b>")
                .isEqualTo(colours.apply("<Ana> <b>").replace("Ana", "ana"));
        assertThat(colours.apply("! no")).isEqualTo("\u001b[31m! no\u001b[0m");
        assertThat(new Colours(false).apply("<ana> hi")).isEqualTo("<ana> hi");
    }

    @Test
    void says_in_a_sentence_what_cannot_be_done() throws Exception {
        int closed;
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = listener.getLocalPort();
        }
        var desk = new Desk();
        desk.keyboard.end();
        assertThat(Main.run(desk, "--join", "127.0.0.1:" + closed)).isEqualTo(GivenUp.NOT_TO_BE_HAD);
        desk.shows("No room can be reached at 127.0.0.1:" + closed
                + " (Connection refused); ./workbook run chat opens one.");
        assertThat(Main.run(desk, "--join", "127.0.0.1:70000")).isEqualTo(GivenUp.USAGE);
        desk.shows("--join takes HOST:PORT, and '127.0.0.1:70000' is none.");
        assertThat(Main.run(desk, "--build", "wood")).isEqualTo(GivenUp.USAGE);
        desk.shows("--build takes one of virtual, threads, selector, and 'wood' is none of them.");
        assertThat(Main.run(desk, "--port", "0", "--host", "198.51.100.1")).isEqualTo(GivenUp.NOT_TO_BE_HAD);
        assertThat(desk.text()).contains("Port 0 of 198.51.100.1 cannot be had");
    }

    @Test
    void addresses_of_both_families_are_typed_as_usual() throws Exception {
        assertThat(Addresses.toConnectTo("[::1]:7000")).isEqualTo(new InetSocketAddress("::1", 7000));
        assertThat(Addresses.text(Addresses.toConnectTo("127.0.0.1:7000"))).isEqualTo("127.0.0.1:7000");
        assertThat(Addresses.text(Addresses.toConnectTo("[::1]:1"))).isEqualTo("[0:0:0:0:0:0:0:1]:1");
        assertThatThrownBy(() -> Addresses.toConnectTo("::1:7000")).isInstanceOf(GivenUp.class);
    }
}
