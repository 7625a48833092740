package workbook.kit.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import workbook.kit.wire.TcpSegment.Flag;

class LadderTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 50_000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 80);
    /// Four below the wrap of sequence numbers.
    private static final int CLIENTS_START = -4;
    private static final int SERVERS_START = 700;

    private final List<Packet> packets = new ArrayList<>();

    @Test
    void counts_sequence_numbers_from_each_sides_syn() {
        shakesHands();
        client(1, 1, "hello", Flag.PSH, Flag.ACK);
        server(1, 6, "hi", Flag.PSH, Flag.ACK);
        client(6, 3, "", Flag.FIN, Flag.ACK);

        assertThat(rungs()).extracting(rung -> rung.says() + ", " + rung.ack())
                .containsExactly("SYN seq 0, ", "SYN ACK seq 0, ack 1", "ACK seq 1, ack 1", "PSH ACK seq 1-5, ack 1",
                        "PSH ACK seq 1-2, ack 6", "FIN ACK seq 6, ack 3");
        assertThat(rungs()).extracting(Rung::fromLeft).containsExactly(true, false, true, true, false, true);
        assertThat(rungs()).extracting(Rung::mark)
                .containsExactly(Rung.Mark.NONE, Rung.Mark.NONE, Rung.Mark.NONE,
                        Rung.Mark.NONE, Rung.Mark.NONE, Rung.Mark.FIN);
    }

    @Test
    void marks_what_was_sent_again() {
        shakesHands();
        client(1, 1, "hello", Flag.PSH, Flag.ACK);
        client(1, 1, "hello", Flag.PSH, Flag.ACK);
        client(6, 1, "!", Flag.PSH, Flag.ACK);

        assertThat(rungs().subList(3, 6)).extracting(Rung::mark)
                .containsExactly(Rung.Mark.NONE, Rung.Mark.RETRANSMISSION, Rung.Mark.NONE);
    }

    @Test
    void marks_a_reset_and_a_closed_window() {
        shakesHands();
        client(1, 1, "hello", Flag.PSH, Flag.ACK);
        packets.add(segment(SERVER, CLIENT, SERVERS_START + 1, CLIENTS_START + 6, 0, "", Flag.ACK));
        server(1, 6, "", Flag.RST, Flag.ACK);

        assertThat(rungs().subList(4, 6)).extracting(Rung::mark)
                .containsExactly(Rung.Mark.NO_ROOM, Rung.Mark.RESET);
    }

    @Test
    void begins_in_the_middle_where_the_capture_does() {
        client(1_000, 5_000, "abc", Flag.PSH, Flag.ACK);
        server(5_000, 1_003, "", Flag.ACK);

        assertThat(rungs()).extracting(Rung::says).first().asString().startsWith("PSH ACK seq 1-3");
    }

    @Test
    void tells_two_connections_between_the_same_ends_apart() {
        shakesHands();
        client(1, 1, "", Flag.RST, Flag.ACK);
        packets.add(segment(CLIENT, SERVER, 12_345, 0, 1_000, "", Flag.SYN));

        assertThat(Conversation.in(packets)).extracting(each -> each.packets().size()).containsExactly(4, 1);
    }

    @Test
    void draws_each_packet_beside_its_sender() {
        shakesHands();
        server(1, 1, "hel\r\n", Flag.PSH, Flag.ACK);

        assertThat(lines(60, true)).containsExactly(
                "            client :50000                         server :80",
                "    0.00 ms SYN seq 0 ─────────────────────────────────────▶",
                "    1.00 ms ◀────────────────────────── SYN ACK seq 0, ack 1",
                "    2.00 ms ACK seq 1, ack 1 ──────────────────────────────▶",
                "    3.00 ms ◀────────────── PSH ACK seq 1-5, ack 1 \"hel\\r\\n\"");
    }

    @Test
    void cuts_data_that_is_too_long_for_a_line() {
        shakesHands();
        server(1, 1, "a line that is longer than the terminal is wide", Flag.PSH, Flag.ACK);

        assertThat(lines(60, false)).last()
                .isEqualTo("    3.00 ms <-- PSH ACK seq 1-47, ack 1 \"a line that is l..\"")
                .extracting(String::length)
                .isEqualTo(60);
    }

    @Test
    void names_the_sides_where_the_test_says_which_is_its_own() {
        shakesHands();

        assertThat(new LadderText(60, false, LadderText.Painter.plain())
                .lines(conversation().named(true, false, List.of()))).containsExactly(
                        "            you :80                          the test :50000",
                        "    0.00 ms <------------------------------------- SYN seq 0",
                        "    1.00 ms SYN ACK seq 0, ack 1 -------------------------->",
                        "    2.00 ms <------------------------------ ACK seq 1, ack 1");
    }

    @Test
    void says_when_one_side_sends_on_after_the_others_end() {
        shakesHands();
        client(1, 1, "", Flag.FIN, Flag.ACK);
        server(1, 2, "late", Flag.PSH, Flag.ACK);

        assertThat(lines(70, false).subList(4, 7)).containsExactly(
                "    3.00 ms FIN ACK seq 1, ack 1, sends no more --------------------->",
                "            half-closed: only server may still send",
                "    4.00 ms <--------------------------- PSH ACK seq 1-4, ack 2 \"late\"");
    }

    @Test
    void tells_a_closed_socket_from_a_half_closed_one() {
        shakesHands();
        client(1, 1, "", Flag.FIN, Flag.ACK);
        server(1, 2, "late", Flag.PSH, Flag.ACK);
        client(2, 0, "", Flag.RST);

        assertThat(lines(70, false)).noneMatch(line -> line.contains("half-closed"))
                .last()
                .isEqualTo("    5.00 ms RST seq 2, reset: closed before ------------------------->");
    }

    @Test
    void says_when_both_closed_at_once() {
        shakesHands();
        client(1, 1, "", Flag.FIN, Flag.ACK);
        server(1, 1, "", Flag.FIN, Flag.ACK);
        client(2, 2, "", Flag.ACK);

        assertThat(lines(80, false).get(5)).isEqualTo(
                "            both sides closed at once: the two FINs crossed on the way");
    }

    @Test
    void follows_a_window_that_closes_and_opens() {
        shakesHands();
        client(1, 1, "hello", Flag.PSH, Flag.ACK);
        packets.add(segment(SERVER, CLIENT, SERVERS_START + 1, CLIENTS_START + 6, 0, "", Flag.ACK));
        client(5, 1, "", Flag.ACK);
        packets.add(segment(SERVER, CLIENT, SERVERS_START + 1, CLIENTS_START + 6, 0, "", Flag.ACK));
        server(1, 6, "", Flag.ACK);

        assertThat(rungs().subList(4, 8)).extracting(Rung::mark)
                .containsExactly(Rung.Mark.NO_ROOM, Rung.Mark.PROBE, Rung.Mark.NO_ROOM, Rung.Mark.ROOM_AGAIN);
        assertThat(lines(60, false).get(5)).isEqualTo(
                "    4.00 ms <--------------------- ACK seq 1, ack 6, no room");
    }

    @Test
    void says_that_a_call_was_refused() {
        packets.add(segment(CLIENT, SERVER, CLIENTS_START, 0, 1_000, "", Flag.SYN));
        packets.add(segment(SERVER, CLIENT, 0, CLIENTS_START + 1, 0, "", Flag.RST, Flag.ACK));

        assertThat(lines(60, false)).last().isEqualTo("    1.00 ms <----------------- RST ACK seq 1, ack 1, refused");
    }

    @Test
    void says_what_is_missing_before_a_segment() {
        shakesHands();
        client(6, 1, "!", Flag.PSH, Flag.ACK);
        client(1, 1, "hello", Flag.PSH, Flag.ACK);

        assertThat(rungs().subList(3, 5)).extracting(Rung::mark)
                .containsExactly(Rung.Mark.GAP, Rung.Mark.RETRANSMISSION);
    }

    @Test
    void draws_datagrams() {
        packets.add(new UdpDatagram(Instant.EPOCH, CLIENT, SERVER, "ping".getBytes(US_ASCII)));
        packets.add(new UdpDatagram(Instant.EPOCH.plusSeconds(20), SERVER, CLIENT, new byte[0]));

        assertThat(lines(60, false)).containsExactly(
                "            client :50000                         server :80",
                "    0.00 ms 4 bytes \"ping\" -------------------------------->",
                "    20.00 s <--------------------------------------- 0 bytes");
    }

    @Test
    void folds_what_is_long_and_keeps_what_is_odd() {
        shakesHands();
        for (var i = 0; i < 100; i++) {
            client(1 + 10 * i, 1, "0123456789", Flag.ACK);
            if (i == 50) {
                client(1 + 10 * i, 1, "0123456789", Flag.ACK);
            }
        }

        assertThat(lines(70, false)).hasSize(1 + 14 + 1 + 1 + 1 + 8).satisfies(lines -> {
            assertThat(lines.get(15)).isEqualTo("            ... 40 more packets: 400 bytes from client");
            assertThat(lines.get(16)).contains("seq 501-510, ack 1, sent again");
            assertThat(lines.get(17)).isEqualTo("            ... 41 more packets: 410 bytes from client");
        });
    }

    @Test
    void counts_what_is_odd_where_there_is_too_much_of_it() {
        shakesHands();
        client(1, 1, "0123456789", Flag.ACK);
        for (var i = 0; i < 100; i++) {
            client(1, 1, "0123456789", Flag.ACK);
        }

        assertThat(lines(80, true)).contains("            … 82 more packets: 820 bytes from client, 82 × sent again");
    }

    @Test
    void lists_where_a_ladder_has_no_room() {
        shakesHands();
        server(1, 1, "a line that is longer than the terminal is wide", Flag.PSH, Flag.ACK);

        assertThat(lines(40, false)).contains("client :50000, server :80", "3.00 ms server:",
                "  PSH ACK seq 1-47, ack 1 \"a line tha..\"").allMatch(line -> line.length() <= 40);
    }

    @Test
    void says_what_happened_beside_the_wire() {
        shakesHands();
        server(1, 1, "x", Flag.PSH, Flag.ACK);
        var moments = List.of(new Recording.Moment(Instant.EPOCH.plusNanos(2_500_000), "your code returned"),
                new Recording.Moment(Instant.EPOCH.plusNanos(2_600_000), "your code returned"));

        assertThat(new LadderText(60, false, LadderText.Painter.plain())
                .lines(conversation().named(false, true, moments))
                .get(4)).isEqualTo(
                        "            your code returned 2 times");
    }

    @Test
    void explains_the_signs_that_occur_and_no_others() {
        shakesHands();

        assertThat(Legend.of(List.of(conversation()))).extracting(Legend.Entry::sign).containsExactly("SYN", "ack 4");
        server(1, 1, "", Flag.RST, Flag.ACK);
        assertThat(Legend.of(List.of(conversation()))).extracting(Legend.Entry::sign)
                .containsExactly("SYN", "ack 4", "RST");
    }

    @Test
    void tells_the_picture_in_words() {
        shakesHands();

        assertThat(LadderSvg.of(List.of(conversation()), "A <handshake>"))
                .contains("<title>A &lt;handshake&gt;</title>")
                .contains("server after 1.00 ms: SYN ACK seq 0, ack 1.");
    }

    private List<String> lines(int width, boolean hasGlyphs) {
        return new LadderText(width, hasGlyphs, LadderText.Painter.plain()).lines(conversation());
    }

    private void shakesHands() {
        packets.add(segment(CLIENT, SERVER, CLIENTS_START, 0, 1_000, "", Flag.SYN));
        packets.add(segment(SERVER, CLIENT, SERVERS_START, CLIENTS_START + 1, 1_000, "", Flag.SYN, Flag.ACK));
        client(1, 1, "", Flag.ACK);
    }

    private void client(int sequence, int acknowledgment, String data, Flag... flags) {
        packets.add(segment(CLIENT, SERVER, CLIENTS_START + sequence, SERVERS_START + acknowledgment, 1_000, data,
                flags));
    }

    private void server(int sequence, int acknowledgment, String data, Flag... flags) {
        packets.add(segment(SERVER, CLIENT, SERVERS_START + sequence, CLIENTS_START + acknowledgment, 1_000, data,
                flags));
    }

    /// A packet each millisecond.
    private TcpSegment segment(InetSocketAddress from, InetSocketAddress to, int sequence, int acknowledgment,
            int window, String data, Flag... flags) {
        return new TcpSegment(Instant.EPOCH.plusMillis(packets.size()), from, to, sequence, acknowledgment,
                Set.of(flags), window, data.getBytes(US_ASCII));
    }

    private Conversation conversation() {
        return Conversation.in(packets).getFirst();
    }

    private List<Rung> rungs() {
        return Ladder.of(conversation());
    }
}
