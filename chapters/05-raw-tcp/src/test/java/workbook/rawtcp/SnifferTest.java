package workbook.rawtcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static workbook.rawtcp.Talk.address;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;
import workbook.kit.network.Capture;
import workbook.kit.network.PrivateNetwork;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.NotRun;
import workbook.testkit.Program;
import workbook.testkit.Python;
import workbook.testkit.Seed;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class SnifferTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Inet4Address ANA = address("10.77.0.1");
    private static final Inet4Address BO = address("10.77.0.2");
    private static final String ETHERNET = "000000000000000000000000";

    /// Two packets of one conversation, that tshark finds right: "hey" the second one.
    private static final String SYN = "4500002c000040004006 2630 0a4d0002 0a4d0001"
            + "9c400050 01020304 00000000 6002 7210 70e3 0000 020405b4";
    private static final String DATA = "4500002b000040004006 2631 0a4d0002 0a4d0001"
            + "9c400050 01020305 0a0b0c0d 5018 7210 9107 0000 686579";
    private static final String SEEN_SYN = "SYN seq 16909060 RIGHT";
    private static final String SEEN_DATA = "PSH,ACK seq 16909061 ack 168496141 data hey RIGHT";

    /// An IPv4 header of seven words, a router alert among its options, in front of the same segment as in [#DATA].
    private static final String WITH_OPTIONS = "4700 0033 0000 4000 4006 8e23 0a4d0002 0a4d0001 94040000 01010100"
            + DATA.replace(" ", "").substring(40);

    private static final String UDP = "4500 0020 0000 4000 4011 2640 0a4d0002 0a4d0001 9c40 0035 000c 0000 01020304";
    private static final String NOBODY = "it was thrown at whoever reads what others have sent, and nobody promises that it is "
            + "well made";

    private static SeenFrame frame(String etherType, String packet) {
        return new SeenFrame(false, bytes(ETHERNET + etherType + packet));
    }

    private static SeenFrame frame(String packet) {
        return frame("0800", packet);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static void decodes(String what, List<SeenFrame> frames, String likely, String... expected) {
        decodes(what, frames, false, likely, expected);
    }

    /// The same, where it is sums that are tried.
    private static void sums(String what, List<SeenFrame> frames, String likely, String... expected) {
        decodes(what, frames, true, likely, expected);
    }

    private static void decodes(String what, List<SeenFrame> frames, boolean isSumsAlone, String likely,
            String... expected) {
        var transcript = new Transcript();
        transcript.test("gave you " + what);
        var seen = Call.of(transcript, () -> Sniffer.decode(frames)).whenThrew(RuntimeException.class, NOBODY).value();
        var found = seen.stream().map(SnifferTest::text).toList();
        Check.of(transcript)
                .likelyIf(likely.isEmpty() || !isSumsAlone && withoutSums(found).equals(withoutSums(List.of(expected))),
                        "the segments are right, and their sums are not: TCP's is over the pseudo-header, whose length is that"
                                + " of TCP's header and data, and over all of the segment, an odd last byte with a 0 behind it")
                .likelyIf(!likely.isEmpty(), likely)
                .that("seen", found)
                .is(List.of(expected));
    }

    private static List<String> withoutSums(List<String> seen) {
        return seen.stream().map(each -> each.substring(0, each.lastIndexOf(' '))).toList();
    }

    private static String text(Sighting sighting) {
        return Talk.text(sighting.segment()) + " " + sighting.sum();
    }

    @Test
    void reads_a_segment() {
        decodes("two frames of a conversation", List.of(frame(SYN), frame(DATA)),
                "a frame begins with 14 bytes of Ethernet, the "
                        + "last two of them say what it carries, the more significant first; and the flag that forbids fragments makes "
                        + "none",
                SEEN_SYN, SEEN_DATA);
        var transcript = new Transcript();
        transcript.test("gave you a frame");
        var segment = Call.of(transcript, () -> Sniffer.decode(List.of(frame(DATA))).getFirst().segment()).value();
        Check.of(transcript)
                .that("as the ends of who receives it", Ends.ofReceived(segment))
                .is(new Ends(ANA, 80, BO, 40_000));
    }

    @Test
    void shows_each_segment_once() {
        var leaving = List.of(new SeenFrame(true, frame(SYN).bytes()), frame(SYN),
                new SeenFrame(true, frame(DATA).bytes()),
                frame(DATA));
        decodes("four frames, two on their way out and two on their way in", leaving,
                "on lo each frame comes by twice, on its way out and on its way in: that is one segment", SEEN_SYN,
                SEEN_DATA);
        decodes("two frames on their way out", List.of(leaving.get(0), leaving.get(2)),
                "what is on its way out is left out: it comes in again");
    }

    @Test
    void shows_what_was_sent_twice_twice() {
        decodes("the same frame twice on its way in", List.of(frame(SYN), frame(SYN)),
                "two frames that look the same are two: "
                        + "the segment was sent again",
                SEEN_SYN, SEEN_SYN);
    }

    @Test
    void leaves_out_what_is_not_ipv4() {
        for (var type : List.of("86dd", "0806", "0801", "0008")) {
            decodes("a frame with EtherType 0x" + type + ", and one with IPv4", List.of(frame(type, DATA), frame(SYN)),
                    "the EtherType says what a frame carries, and this one is not IPv4; what stands behind it in the list may be",
                    SEEN_SYN);
        }
    }

    @Test
    void leaves_out_what_is_not_tcp() {
        decodes("a frame with UDP, and one with TCP", List.of(frame(UDP), frame(SYN)),
                "the packet's header names the protocol, "
                        + "and 17 is UDP",
                SEEN_SYN);
        decodes("a frame whose protocol is 132, and one with TCP",
                List.of(frame(DATA.replace("4006 2631", "4084 25b3")),
                        frame(SYN)),
                "the packet's header names the protocol", SEEN_SYN);
    }

    @Test
    void finds_the_segment_behind_options() {
        decodes("a frame whose IPv4 header has options", List.of(frame(WITH_OPTIONS)),
                "an IPv4 header is as long as its first "
                        + "byte says, in words of four bytes: here seven",
                SEEN_DATA);
    }

    @Test
    void ends_where_the_packet_ends() {
        decodes("a frame with six bytes of padding", List.of(frame(DATA + "000000000000")),
                "short frames are filled up, and the "
                        + "packet's total length says where it ends",
                SEEN_DATA);
    }

    /// lo carries packets of up to 65,535 bytes.
    @Test
    void reads_a_long_segment() {
        decodes("a frame with a packet of 40,040 bytes",
                List.of(frame("4500 9c68 0000 4000 4006 89f3 0a4d0002 0a4d0001"
                        + "9c400050 01020305 0a0b0c0d 5018 7210 d62f 0000" + "00".repeat(40_000))),
                "a length is a number from 0 to 65,535, and has no sign: 9c68 is 40,040",
                "PSH,ACK seq 16909061 ack 168496141 data of 40000 RIGHT");
    }

    @Test
    void leaves_out_fragments() {
        var flags = "00004000";
        decodes("a fragment from somewhere within, and a whole packet",
                List.of(frame(DATA.replaceFirst(flags, "00000001")),
                        frame(SYN)),
                "it has an offset: what stands there is from the middle of a packet, and no header", SEEN_SYN);
        decodes("the first one of several fragments, and a whole packet",
                List.of(frame(DATA.replaceFirst(flags, "00002000")),
                        frame(SYN)),
                "a flag says that others follow: it has a header, and not all of the segment", SEEN_SYN);
    }

    @Test
    void leaves_out_what_is_cut_short() {
        var whole = frame(DATA).bytes();
        for (var length : List.of(whole.length - 1, 54, 40, 34, 20)) {
            decodes("a frame of which " + length + " bytes were captured, and a whole one",
                    List.of(new SeenFrame(false, Arrays.copyOf(whole, length)), frame(SYN)),
                    "the packet's total length says more than there is: it was cut short when it was captured",
                    SEEN_SYN);
        }
    }

    @Test
    void survives_whatever_comes() {
        decodes("frames whose lengths cannot be",
                List.of(frame(""), new SeenFrame(false, new byte[0]), new SeenFrame(false, bytes(ETHERNET + "08")),
                        frame("4500 0013" + SYN.substring(8)), frame("4f00 002c" + SYN.substring(8)),
                        frame("4400 002c" + SYN.substring(8)), frame("6500 002c" + SYN.substring(8)),
                        frame(SYN.replace("6002", "f002")), frame(SYN.replace("6002", "4002")), frame(SYN)),
                "lengths that cannot be are left out", SEEN_SYN);
        var random = Seed.random();
        for (var round = 0; round < 300; round++) {
            var bytes = frame(round % 2 == 0 ? WITH_OPTIONS : DATA).bytes();
            for (var i = 0; i < 1 + random.nextInt(8); i++) {
                bytes[14 + random.nextInt(bytes.length - 14)] = (byte) random.nextInt();
            }
            var transcript = new Transcript();
            transcript.test("gave you " + HexFormat.of().formatHex(bytes));
            Call.of(transcript, () -> Sniffer.decode(List.of(new SeenFrame(false, bytes))))
                    .whenThrew(RuntimeException.class, NOBODY)
                    .completes();
        }
    }

    // Sums

    @Test
    void knows_a_right_sum() {
        sums("two frames with right sums", List.of(frame(SYN), frame(DATA)),
                "the sum is over the pseudo-header and all of the "
                        + "segment",
                SEEN_SYN, SEEN_DATA);
    }

    /// Its words, the checksum's place left out, add up to what makes both the same: 14ba.
    @Test
    void asks_first_whether_a_sum_is_right() {
        sums("a frame whose right sum is also that of its pseudo-header",
                List.of(frame(DATA.replace("0a0b0c0d", "0a0b885a").replace("9107", "14ba"))),
                "a sum that fits is right, whatever else it may look like",
                SEEN_DATA.replace("168496141", "168527962"));
    }

    @Test
    void knows_a_wrong_sum() {
        sums("a frame whose data was spoilt", List.of(frame(DATA.replace("686579", "686578"))),
                "one bit of the data was "
                        + "spoilt on the way, and the sum says so",
                SEEN_DATA.replace("RIGHT", "WRONG").replace("hey", "hex"));
        sums("a frame whose sum was spoilt", List.of(frame(DATA.replace("9107", "9108"))),
                "the sum itself was spoilt",
                SEEN_DATA.replace("RIGHT", "WRONG"));
    }

    /// The sum of 0a4d 0002 0a4d 0001 0006 and the length.
    @Test
    void knows_a_sum_that_was_left_to_the_card() {
        var likely = "what stands there is the sum of the pseudo-header, not complemented: the kernel leaves the rest to the "
                + "network card, and lo has none";
        sums("a frame as a kernel puts it on lo", List.of(frame(DATA.replace("9107", "14ba"))), likely,
                SEEN_DATA.replace("RIGHT", "UNMADE"));
        sums("another one", List.of(frame(SYN.replace("70e3", "14bb"))), likely,
                SEEN_SYN.replace("RIGHT", "UNMADE"));
        sums("one between 192.168.0.2 and 192.168.0.1, where it is 8171", List.of(frame(DATA.replace("2631", "b979")
                .replace("0a4d", "c0a8")
                .replace("9107", "8171"))), "a sum is a number from 0 to 65,535, and has no sign",
                SEEN_DATA.replace("RIGHT", "UNMADE"));
    }

    @Test
    void keeps_what_it_has_read() {
        var bytes = frame(DATA).bytes();
        var transcript = new Transcript();
        transcript.test("gave you a frame, and read the next one into its array");
        var seen = Call.of(transcript, () -> Sniffer.decode(List.of(new SeenFrame(false, bytes)))).value();
        Arrays.fill(bytes, (byte) '-');
        Check.of(transcript).that("seen", seen.stream().map(SnifferTest::text).toList()).is(List.of(SEEN_DATA));
    }

    @Test
    void leaves_the_arrays_as_they_are() {
        var frames = List.of(frame(SYN), frame(DATA + "000000000000"), frame(DATA.replace("9107", "14ba")));
        var before = frames.stream().map(frame -> HexFormat.of().formatHex(frame.bytes())).toList();
        var transcript = new Transcript();
        transcript.test("gave you three frames, and looked at their arrays afterwards");
        Call.of(transcript, () -> Sniffer.decode(frames)).value();
        Check.of(transcript)
                .likely("the arrays stay the caller's: what you have to change, a sum's place for example, change in a copy")
                .that("in the arrays", frames.stream().map(frame -> HexFormat.of().formatHex(frame.bytes())).toList())
                .is(before);
    }

    @Test
    void does_not_judge_the_packets_own_sum() {
        decodes("a frame whose IPv4 header has 0 for its sum", List.of(frame(DATA.replace("2631", "0000"))),
                "the sum of the packet's own header is not judged: only TCP's is", SEEN_DATA);
    }

    /// Six words, of which the packet has five: the last one would be padding.
    @Test
    void takes_no_header_out_of_the_padding() {
        decodes("a frame whose TCP header goes on in the padding, and one that is whole",
                List.of(frame("4500 0028 0000 4000 4006 2634 0a4d0002 0a4d0001"
                        + "9c400050 01020305 0a0b0c0d 6010 7210 6278 0000 020405b40000"), frame(SYN)),
                "TCP's header is longer than what the packet carries: that is no whole header", SEEN_SYN);
    }

    @Test
    void knows_fragments_by_offset_and_flag_alone() {
        decodes("a frame whose highest flag, which has no meaning, is set",
                List.of(frame(DATA.replace("00004000", "00008000").replace("2631", "e630"))),
                "of three flags and thirteen bits of offset, the offset and the flag that others follow make a fragment",
                SEEN_DATA);
        for (var row : List.of("0100 6531", "1000 5631", "1fff 4632")) {
            decodes("a fragment whose flags and offset are 0x" + row.substring(0, 4) + ", and a whole packet",
                    List.of(frame(DATA.replace("00004000", "0000" + row.substring(0, 4))
                            .replace("2631", row.substring(5))), frame(SYN)),
                    "an offset has thirteen bits, in units of eight bytes", SEEN_SYN);
        }
    }

    @Test
    void leaves_nothing_else_out() {
        decodes("a frame with forty bytes of IPv4 options",
                List.of(frame("4f00 0053 0000 4000 4006 75f3 0a4d0002 0a4d0001 94040000" + "01".repeat(35) + "00"
                        + DATA.replace(" ", "").substring(40))),
                "an IPv4 header has up to sixty bytes", SEEN_DATA);
        decodes("a frame with a type of service",
                List.of(frame(DATA.replaceFirst("4500", "4510").replace("2631", "2621"))),
                "which service a packet asks for is nothing to leave it out for", SEEN_DATA);
        decodes("a frame to port 0", List.of(frame(DATA.replace("9c400050", "9c400000").replace("9107", "9157"))),
                "port 0 is odd, and somebody has sent it all the same", SEEN_DATA);
    }

    @Test
    void takes_no_sum_for_granted() {
        sums("a frame with 0 for TCP's sum", List.of(frame(DATA.replace("9107", "0000"))),
                "no sum at all is UDP's: in TCP 0 is a sum like any other", SEEN_DATA.replace("RIGHT", "WRONG"));
        sums("a frame between 127.0.0.1 and itself, whose data was spoilt",
                List.of(frame("4500 002b 0000 4000 4006 3ccb 7f000001 7f000001"
                        + "9c400050 01020305 0a0b0c0d 5018 7210 a7a1 0000 686578")),
                "not every sum on lo is unmade: look at what stands there",
                SEEN_DATA.replace("RIGHT", "WRONG").replace("hey", "hex"));
    }

    // The examiners

    @Test
    void overhears_two_sockets_of_the_kernel() throws Exception {
        Kernel.needed();
        var transcript = new Transcript();
        transcript.test(
                "captured what passed over lo while one JDK socket said \"hello\" to another, and that one \"you\"");
        List<SeenFrame> frames;
        try (var listener = new ServerSocket(0, 1, PrivateNetwork.here());
                var capture = Capture.ofPort(listener.getLocalPort()).start()) {
            talk(listener);
            capture.close();
            frames = capture.frames().stream().map(frame -> new SeenFrame(false, frame.bytes())).toList();
        }
        var seen = Call.of(transcript, () -> Sniffer.decode(frames)).value();
        Check.of(transcript)
                .that("first of all",
                        seen.isEmpty() ? "nothing" : Control.names(seen.getFirst().segment().header().control()))
                .is("SYN")
                .that("all data in its order", said(seen))
                .is("helloyou");
        Check.of(transcript)
                .likely("measured: Linux leaves the sums of what it sends over lo unmade")
                .that("sums", seen.stream().map(Sighting::sum).distinct().toList())
                .is(List.of(Sighting.Sum.UNMADE));
    }

    private static void talk(ServerSocket listener) throws IOException {
        TestSide.has(listener);
        try (var client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var server = listener.accept()) {
            client.getOutputStream().write("hello".getBytes(US_ASCII));
            server.getInputStream().readNBytes(5);
            server.getOutputStream().write("you".getBytes(US_ASCII));
            client.getInputStream().readNBytes(3);
        }
    }

    private static String said(List<Sighting> seen) {
        var text = new StringBuilder();
        seen.forEach(each -> text.append(new String(each.segment().data(), US_ASCII)));
        return text.toString();
    }

    @Test
    void agrees_with_pcap4j() throws Exception {
        Kernel.needed();
        var transcript = new Transcript();
        transcript.test("had pcap4j capture on lo while two JDK sockets talked, and take it apart");
        var packets = new ArrayList<Packet>();
        try (var listener = new ServerSocket(0, 1, PrivateNetwork.here());
                var handle = Pcaps.getDevByName("lo").openLive(65_535, PromiscuousMode.NONPROMISCUOUS, 10)) {
            handle.setFilter("tcp port " + listener.getLocalPort(),
                    org.pcap4j.core.BpfProgram.BpfCompileMode.OPTIMIZE);
            talk(listener);
            for (var deadline = Deadline.in(LIMIT); !deadline.isOver() && !isWhole(packets);) {
                var packet = handle.getNextPacket();
                if (packet != null) {
                    packets.add(packet);
                }
            }
        } catch (PcapNativeException | UnsatisfiedLinkError e) {
            throw new NotRun("pcap4j wants libpcap, and it is not to be had: " + e.getMessage(), "./workbook doctor");
        }
        var frames = packets.stream().map(packet -> new SeenFrame(false, packet.getRawData())).toList();
        var seen = Call.of(transcript, () -> Sniffer.decode(frames)).value();
        Check.of(transcript)
                .likely("pcap4j's TcpPacket says so of the same frames")
                .that("seen", seen.stream().map(sighting -> Talk.text(sighting.segment())).toList())
                .is(packets.stream().map(packet -> text(packet.get(TcpPacket.class))).toList());
    }

    /// Both have sent FIN.
    private static boolean isWhole(List<Packet> packets) {
        return packets.stream().filter(packet -> packet.get(TcpPacket.class).getHeader().getFin()).count() == 2
                && packets.getFirst().contains(EthernetPacket.class);
    }

    private static String text(TcpPacket packet) {
        var raw = packet.getRawData();
        var header = packet.getHeader();
        var data = Arrays.copyOfRange(raw, header.length(), raw.length);
        return Talk.text(new Segment(ANA, BO,
                new TcpHeader(header.getSrcPort().valueAsInt(), header.getDstPort().valueAsInt(),
                        header.getSequenceNumber(), header.getAcknowledgmentNumber(),
                        ByteBuffer.wrap(raw).getShort(12) & 0xfff,
                        header.getWindowAsInt(), 0, 0, new byte[0]),
                data));
    }

    /// Each way of hearing what the text names, while two ordinary sockets talk; 4 is PACKET_OUTGOING: packet(7), raw(7).
    private static final String EARS = """
            import socket
            ETH_P_IP, ETH_P_ALL = 0x0800, 3
            raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
            ip, turned, every = (
                socket.socket(socket.AF_PACKET, socket.SOCK_RAW, protocol)
                for protocol in (socket.htons(ETH_P_IP), ETH_P_IP, socket.htons(ETH_P_ALL)))
            ears = {"raw": raw, "ip": ip, "turned": turned, "every": every}
            try:
                socket.socket(socket.AF_INET, socket.SOCK_RAW, 0)
            except OSError as e:
                print("none", e.errno)
            listener = socket.create_server(("127.0.0.1", 0))
            client = socket.create_connection(listener.getsockname())
            server, _ = listener.accept()
            client.sendall(b"hello")
            server.recv(5, socket.MSG_WAITALL)
            server.sendall(b"you")
            client.recv(3, socket.MSG_WAITALL)
            for name, ear in ears.items():
                ear.setblocking(False)
                while True:
                    try:
                        frame, address = ear.recvfrom(65535)
                        print(name, 1 if name != "raw" and address[2] == 4 else 0, frame.hex())
                    except BlockingIOError:
                        break
            """;

    /// EPROTONOSUPPORT.
    private static final String NO_PROTOCOL = "none 93";

    @Test
    @Witness("python3")
    void hears_the_same_through_each_of_python_s_sockets() {
        Kernel.needed();
        try (var python = Python.runs(EARS)) {
            var lines = new String(python.printed(), US_ASCII).lines().map(line -> line.split(" ")).toList();
            var transcript = python.transcript();
            var heard = new TreeMap<String, List<String>>();
            for (var door : List.of("raw", "ip", "every")) {
                var frames = lines.stream()
                        .filter(line -> line[0].equals(door))
                        .map(line -> new SeenFrame(line[1].equals("1"),
                                bytes(door.equals("raw") ? ETHERNET + "0800" + line[2] : line[2])))
                        .toList();
                transcript.test("gave you " + frames.size() + " frames of the socket \"" + door + "\"");
                var seen = Call.of(transcript, () -> Sniffer.decode(frames)).value();
                Check.of(transcript).that("all data in its order", said(seen)).is("helloyou");
                heard.put(door, seen.stream().map(SnifferTest::text).toList());
            }
            Check.of(transcript)
                    .likely("a raw socket for TCP hears each packet that arrives, as a packet socket does")
                    .that("through the raw socket", heard.get("raw"))
                    .is(heard.get("ip"));
            Check.of(transcript)
                    .likely("with ETH_P_ALL each frame comes by twice, once on its way out")
                    .that("through the socket for every protocol", heard.get("every"))
                    .is(heard.get("ip"));
            Check.of(transcript)
                    .that("frames of every protocol", lines.stream().filter(line -> line[0].equals("every")).count())
                    .is(2 * lines.stream().filter(line -> line[0].equals("ip")).count());
            Check.of(transcript)
                    .that("without htons",
                            lines.stream().filter(line -> line[0].equals("turned")).map(List::of).toList())
                    .is(List.of());
            Check.of(transcript)
                    .that("with 0 as the protocol", String.join(" ", lines.getFirst()))
                    .is(NO_PROTOCOL);
        }
    }

    /// It says 1 of a sum that is right, and 0 of one that is not.
    @Test
    @Witness("tshark")
    void agrees_with_tshark() {
        var frames = List.of(frame(SYN), frame(DATA + "000000000000"), frame(WITH_OPTIONS),
                frame(DATA.replace("686579", "686578")), frame(UDP));
        var transcript = new Transcript();
        transcript.test("gave you five frames, one of them UDP");
        // With copies, so that what an answer does to them is not what tshark is asked about.
        var copies = frames.stream().map(frame -> new SeenFrame(frame.isOutgoing(), frame.bytes().clone())).toList();
        var seen = Call.of(transcript, () -> Sniffer.decode(copies)).value();
        try (var tshark = Program.named("tshark")
                .start(transcript, List.of("-r", "-", "-o", "tcp.check_checksum:TRUE", "-Y", "tcp", "-T", "fields",
                        "-E", "separator=,", "-e", "tcp.seq_raw", "-e", "tcp.len", "-e", "tcp.checksum.status"),
                        pcap(frames))) {
            tshark.exit();
            Check.of(transcript)
                    .likely("tshark says so of the same frames")
                    .that("seen", seen.stream().map(SnifferTest::asTshark).toList())
                    .is(new String(tshark.out(), US_ASCII).lines().toList());
        }
    }

    private static String asTshark(Sighting sighting) {
        return Integer.toUnsignedString(sighting.segment().header().sequence()) + "," + sighting.segment().data().length
                + "," + (sighting.sum() == Sighting.Sum.RIGHT ? 1 : 0);
    }

    /// The file format's header, with Ethernet as what is in it, and the frames.
    private static byte[] pcap(List<SeenFrame> frames) {
        var file = ByteBuffer.allocate(1_000)
                .putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(1);
        for (var frame : frames) {
            file.putLong(0).putInt(frame.bytes().length).putInt(frame.bytes().length).put(frame.bytes());
        }
        return Arrays.copyOf(file.array(), file.position());
    }
}
