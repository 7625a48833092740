package workbook.kit.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapTest {
    private static final Frame FRAME = new Frame(Instant.ofEpochSecond(1, 2), "frame".getBytes(US_ASCII));

    @TempDir
    private Path folder;

    @Test
    void writes_the_format_of_pcap_savefile() throws IOException {
        var file = folder.resolve("one.pcap");
        Pcap.write(file, List.of(FRAME));

        assertThat(HexFormat.of().formatHex(Files.readAllBytes(file))).isEqualTo("""
                a1b23c4d 0002 0004 00000000 00000000 00040000 00000001
                00000001 00000002 00000005 00000005 6672616d65
                """.replaceAll("\\s", ""));
    }

    @Test
    void reads_what_it_wrote() throws IOException {
        var file = folder.resolve("two.pcap");
        Pcap.write(file, List.of(FRAME, FRAME));
        assertThat(Pcap.read(file)).containsExactly(FRAME, FRAME);
    }

    @Test
    void reads_the_other_byte_order_and_microseconds() throws IOException {
        var file = file("""
                d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000
                01000000 02000000 05000000 05000000 6672616d65
                """);
        assertThat(Pcap.read(file))
                .containsExactly(new Frame(Instant.ofEpochSecond(1, 2000), "frame".getBytes(US_ASCII)));
    }

    @Test
    void refuses_what_is_none() {
        assertRefused("", "is no capture: it is too short");
        assertRefused("00".repeat(24), "is no capture in libpcap's classic format");
        assertRefused("a1b2c3d4 0002 0004 00000000 00000000 00040000 00000071", "link type 113");
        assertRefused("a1b2c3d4 0002 0004 00000000 00000000 00040000 00000001 00", "ends within a frame");
        assertRefused("""
                a1b2c3d4 0002 0004 00000000 00000000 00040000 00000001
                00000001 00000002 00000005 00000005 6672
                """, "ends within a frame");
        assertRefused("""
                a1b2c3d4 0002 0004 00000000 00000000 00040000 00000001
                00000001 00000002 ffffffff ffffffff
                """, "holds a frame of 4294967295 bytes");
    }

    private void assertRefused(String bytes, String why) {
        assertThatThrownBy(() -> Pcap.read(file(bytes))).isInstanceOf(IOException.class).hasMessageContaining(why);
    }

    private Path file(String hex) throws IOException {
        return Files.write(folder.resolve("hand-made.pcap"), HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }
}
