package workbook.buffers.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TcpPacketTest {
    /// From port 40000 of 10.77.0.1 to port 80 of 10.77.0.2, sequence number fffffffe, PSH, ACK and FIN, "abcdefg"; the
    /// checksum of its TCP segment is left to a network card.
    private static final String LARGE = "4500002f12344000400613f9" + "0a4d0001" + "0a4d0002"
            + "9c400050fffffffe00000007501901f414be0000" + "61626364656667";

    private static TcpPacket packet(String hex) {
        return new TcpPacket(HexFormat.of().parseHex(hex));
    }

    @Test
    void is_cut_as_a_network_card_would_cut_it() {
        assertThat(packet(LARGE).cut(43)).extracting(piece -> HexFormat.of().formatHex(piece.bytes()))
                .containsExactly(
                        "4500002b12344000400613fd0a4d00010a4d00029c400050fffffffe00000007501001f438480000" + "616263",
                        "4500002b12344000400613fd0a4d00010a4d00029c4000500000000100000007501001f432430000" + "646566",
                        "4500002912344000400613ff0a4d00010a4d00029c4000500000000400000007501901f4959e0000" + "67");
    }

    @Test
    void stays_whole_where_it_fits_or_has_no_data() {
        assertThat(packet(LARGE).cut(47)).hasSize(1);
        var bare = packet("45000028123440004006" + "1400" + "0a4d00010a4d00029c4000500000000100000007501001f400000000");
        assertThat(bare.cut(1500)).hasSize(1);
        assertThat(bare.cut(1500).getFirst().bytes()).hasSize(40);
    }

    @Test
    void goes_back_where_it_came_from_with_its_ports_as_they_were() {
        var turned = packet(LARGE).turnedRound();
        assertThat(HexFormat.of().formatHex(turned.bytes(), 12, 20)).isEqualTo("0a4d00020a4d0001");
        assertThat(turned.sourcePort()).isEqualTo(40_000);
        assertThat(turned.destinationPort()).isEqualTo(80);
    }

    @Test
    void is_told_from_what_is_none() {
        assertThat(TcpPacket.is(packet(LARGE).bytes())).isTrue();
        assertThat(TcpPacket.is(packet(LARGE.replaceFirst("4006", "4011")).bytes())).isFalse();
        assertThat(TcpPacket.is(packet(LARGE.replaceFirst("45", "60")).bytes())).isFalse();
        assertThat(TcpPacket.is(new byte[39])).isFalse();
        assertThat(TcpPacket.is(new byte[0])).isFalse();
    }
}
