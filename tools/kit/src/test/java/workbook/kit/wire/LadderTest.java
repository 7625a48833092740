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

        assertThat(rungs()).extracting(Rung::says)
                .containsExactly("SYN seq 0", "SYN ACK seq 0, ack 1", "ACK seq 1, ack 1", "PSH ACK seq 1-5, ack 1",
                        "PSH ACK seq 1-2, ack 6", "FIN ACK seq 6, ack 3");
        assertThat(rungs()).extracting(Rung::fromClient).containsExactly(true, false, true, true, false, true);
        assertThat(rungs()).extracting(Rung::mark).containsOnly(Rung.Mark.NONE);
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

        assertThat(new LadderText(60, true, (mark, line) -> line).lines(conversation())).containsExactly(
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

        assertThat(new LadderText(60, false, (mark, line) -> line).lines(conversation())).last()
                .isEqualTo("    3.00 ms <-- PSH ACK seq 1-47, ack 1 \"a line that is l..\"")
                .extracting(String::length)
                .isEqualTo(60);
    }

    @Test
    void tells_the_picture_in_words() {
        shakesHands();

        assertThat(LadderSvg.of(conversation(), "A <handshake>")).contains("<title>A &lt;handshake&gt;</title>")
                .contains("Server to client after 1.00 ms: SYN ACK seq 0, ack 1.");
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
