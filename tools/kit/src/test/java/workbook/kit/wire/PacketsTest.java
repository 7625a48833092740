package workbook.kit.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import workbook.kit.network.Capture;
import workbook.kit.network.Frame;
import workbook.kit.network.PrivateNetwork;
import workbook.kit.wire.TcpSegment.Flag;

@Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
class PacketsTest {
    private static final String ETHERNET = "000000000000000000000000" + "0800";
    private static final String IPV4 = "4500002b00004000400600007f0000017f000001";
    private static final String TCP = "c350" + "0050" + "fffffffd" + "000002bd" + "5018" + "0400" + "0000" + "0000";

    @Test
    void finds_a_segment_in_a_frame() {
        var packet = Packets.in(frame(ETHERNET + IPV4 + TCP + "686578")).orElseThrow();

        assertThat(packet).isInstanceOfSatisfying(TcpSegment.class, segment -> {
            assertThat(segment.from().toString()).isEqualTo("/127.0.0.1:50000");
            assertThat(segment.to().toString()).isEqualTo("/127.0.0.1:80");
            assertThat(Integer.toUnsignedString(segment.sequence())).isEqualTo("4294967293");
            assertThat(segment.acknowledgment()).isEqualTo(701);
            assertThat(segment.flags()).containsExactlyInAnyOrder(Flag.PSH, Flag.ACK);
            assertThat(segment.window()).isEqualTo(1024);
            assertThat(segment.data()).asString(US_ASCII).isEqualTo("hex");
        });
    }

    @Test
    void leaves_the_link_layers_padding_out() {
        var packet = Packets.in(frame(ETHERNET + IPV4 + TCP + "686578" + "000000")).orElseThrow();

        assertThat(packet.data()).hasSize(3);
    }

    @Test
    void passes_over_what_is_cut_short_or_lies_about_its_length() {
        var whole = ETHERNET + IPV4 + TCP + "686578";
        for (var bytes = 0; bytes < whole.length() / 2; bytes++) {
            assertThat(Packets.in(frame(whole.substring(0, bytes * 2)))).as("cut after %d", bytes).isEmpty();
        }
        assertThat(Packets.in(frame(whole.replace("5018", "f018")))).isEmpty();
    }

    @Test
    void agrees_with_tshark(@TempDir Path folder) throws IOException, InterruptedException {
        var state = PrivateNetwork.enter();
        assumeTrue(state.isPrivate(), state.reason());
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(bin -> Files.exists(Path.of(bin, "tshark"))),
                "NOT RUN: tshark is not installed; apt-get install tshark");
        var file = folder.resolve("talk.pcap");
        try (var capture = Capture.ofAll().into(file).start()) {
            talk();
            capture.close();
            assertThat(ours(capture.frames())).isEqualTo(ofTshark(file));
        }
    }

    /// A conversation with a reset, over IPv4, and a datagram.
    private static void talk() throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var server = new ServerSocket(0, 1, here);
                var client = new Socket(here, server.getLocalPort());
                var accepted = server.accept();
                var datagrams = new DatagramSocket(0, here)) {
            accepted.getOutputStream().write("hello".getBytes(US_ASCII));
            assertThat(client.getInputStream().readNBytes(5)).hasSize(5);
            client.getOutputStream().write(new byte[3_000]);
            accepted.setSoLinger(true, 0);
            datagrams.send(new DatagramPacket(new byte[7], 7, datagrams.getLocalSocketAddress()));
        }
    }

    /// For each packet: source port, relative sequence and acknowledgment numbers, bytes.
    private static List<String> ours(List<Frame> frames) {
        var lines = new ArrayList<String>();
        for (var conversation : Conversation.in(Packets.in(frames))) {
            var rungs = Ladder.of(conversation);
            for (var i = 0; i < rungs.size(); i++) {
                var packet = conversation.packets().get(i);
                var numbers = conversation.isTcp()
                        ? (rungs.get(i).says() + " " + rungs.get(i).ack())
                                .replaceAll("^[A-Z ]+ seq (\\d+)(-\\d+)? (?:ack (\\d+))?$", "$1 $3")
                                .strip()
                        : "udp";
                lines.add(packet.from().getPort() + " " + numbers + " " + packet.data().length);
            }
        }
        return lines.stream().sorted().toList();
    }

    private static List<String> ofTshark(Path file) throws IOException, InterruptedException {
        var tshark = new ProcessBuilder("tshark", "-r", file.toString(), "-T", "fields", "-E", "separator= ", "-e",
                "tcp.srcport", "-e", "tcp.seq", "-e", "tcp.ack", "-e", "tcp.flags.ack", "-e", "tcp.len", "-e",
                "udp.srcport", "-e", "udp.length").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var lines = new String(tshark.getInputStream().readAllBytes(), UTF_8);
        assertThat(tshark.waitFor()).isZero();
        return lines.lines().map(line -> line.split(" ", -1)).map(field -> {
            if (!field[5].isEmpty()) {
                return field[5] + " udp " + (Integer.parseInt(field[6]) - 8);
            }
            var ack = field[3].equals("1") || field[3].equals("True") ? " " + field[2] : "";
            return field[0] + " " + field[1] + ack + " " + field[4];
        }).sorted().toList();
    }

    private static Frame frame(String hex) {
        return new Frame(Instant.EPOCH, HexFormat.of().parseHex(hex));
    }
}
