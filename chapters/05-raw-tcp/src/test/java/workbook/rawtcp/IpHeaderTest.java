package workbook.rawtcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV4Rfc791Tos;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UnknownPacket;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.IpVersion;
import org.pcap4j.packet.namednumber.TcpPort;
import workbook.kit.network.PrivateNetwork;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.NotRun;
import workbook.testkit.Program;
import workbook.testkit.Seed;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class IpHeaderTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /// Of a SYN that a kernel sent to 127.0.0.1.
    private static final String PLAIN = "4500 003c 9671 4000 4006 a648 7f000001 7f000001";

    /// With a router alert (RFC 2113) among its options.
    private static final String WITH_OPTIONS = "47c0 0024 0001 0000 0106 0c72 0a4d0002 0a4d0001 94040000 01010100";

    private static final Inet4Address HERE = address("10.77.0.1");
    private static final Inet4Address NOBODY = address("10.77.0.2");
    private static final byte[] NO_BYTES = {};
    private static final byte[] HEY = "hey".getBytes(US_ASCII);

    /// Two packets that nobody here built or summed up, and that tshark finds right.
    private static final String SYN = "4500002c000040004006 2630 0a4d0002 0a4d0001"
            + "9c400050 01020304 00000000 6002 7210 70e3 0000 020405b4";
    private static final String DATA = "4500002b000040004006 2631 0a4d0002 0a4d0001"
            + "9c400050 01020305 0a0b0c0d 5018 7210 9107 0000 686579";

    private static final TcpHeader TCP_SYN = new TcpHeader(40_000, 80, 0x01020304, 0, Control.SYN, 0x7210, 0, 0,
            HexFormat.of().parseHex("020405b4"));
    private static final TcpHeader TCP_DATA = new TcpHeader(40_000, 80, 0x01020305, 0x0a0b0c0d,
            Control.ACK | Control.PSH, 0x7210, 0, 0, NO_BYTES);

    /// Where these begin in a packet's hexadecimal digits.
    private static final int TCP_AT = 40;
    private static final int TCP_SUM_AT = 72;

    private static final String SIGN = "Java's byte and short have a sign, and no field of this header has one";
    private static final String ORDER = "on the wire the most significant byte comes first";
    private static final String WORDS = "the lower half of the first byte says how many words of four bytes the header "
            + "has, not how many bytes";
    private static final String LIMIT_IS_NO_COUNT = "the limit is where the bytes end, and not how many there are: that is "
            + "what remaining() says";
    private static final String BUFFER = "the buffer noticed that it has no more: the caller is promised an "
            + "IllegalArgumentException";
    private static final String BEGINNING = "it read from the buffer's beginning; the packet begins at the position";

    // parse

    @Test
    void reads_the_header_of_a_syn() {
        var transcript = given(PLAIN);
        var yours = parse(transcript, bytes(PLAIN)).whenThrew(Exception.class, WORDS).value();
        field(transcript, "type of service", yours.typeOfService(), 0);
        field(transcript, "total length", yours.totalLength(), 60);
        field(transcript, "identification", yours.identification(), 0x9671);
        field(transcript, "flags and offset", yours.flagsAndOffset(), Ipv4Header.DONT_FRAGMENT);
        field(transcript, "time to live", yours.timeToLive(), 64);
        field(transcript, "protocol", yours.protocol(), Ipv4Header.TCP);
        field(transcript, "checksum", yours.checksum(), 0xa648);
        Check.of(transcript).that("as source", text(yours.source())).is("127.0.0.1");
        Check.of(transcript).that("as destination", text(yours.destination())).is("127.0.0.1");
        Check.of(transcript)
                .likely("this header has no options: what stands behind its 20 bytes is not its own")
                .that("as options", hex(yours.options()))
                .is("");
    }

    @Test
    void knows_of_no_sign() {
        var header = "45ff ffff fffe ffff ff84 fffd e0ff80fe c8fffefd";
        var transcript = given(header);
        var yours = parse(transcript, bytes(header)).value();
        field(transcript, "type of service", yours.typeOfService(), 0xff);
        field(transcript, "total length", yours.totalLength(), 0xffff);
        field(transcript, "identification", yours.identification(), 0xfffe);
        field(transcript, "flags and offset", yours.flagsAndOffset(), 0xffff);
        field(transcript, "time to live", yours.timeToLive(), 0xff);
        field(transcript, "protocol", yours.protocol(), 0x84);
        field(transcript, "checksum", yours.checksum(), 0xfffd);
        Check.of(transcript).likely(ORDER).that("as source", text(yours.source())).is("224.255.128.254");
        Check.of(transcript).likely(ORDER).that("as destination", text(yours.destination())).is("200.255.254.253");
    }

    @Test
    void reads_the_options_too() {
        var transcript = given(WITH_OPTIONS);
        var yours = parse(transcript, bytes(WITH_OPTIONS)).value();
        Check.of(transcript)
                .likelyIf(yours.options().length == 0,
                        "a header is not always 20 bytes long: its first byte says 7 words")
                .likely(WORDS)
                .that("as options", hex(yours.options()))
                .is("9404000001010100");
    }

    @Test
    void leaves_the_position_at_what_it_carries() {
        for (var header : List.of(PLAIN, WITH_OPTIONS)) {
            var packet = ByteBuffer.wrap(bytes(header + "9c400050"));
            var transcript = given(header + " and four bytes more");
            Call.of(transcript, () -> Ipv4Header.parse(packet)).value();
            Check.of(transcript)
                    .likelyIf(packet.position() == 0,
                            "the position is where the header begins: whoever reads on finds the header once more")
                    .likelyIf(packet.position() == 20, "the options belong to the header")
                    .that("as the position", packet.position())
                    .is(bytes(header).length);
            Check.of(transcript).that("as the limit", packet.limit()).is(bytes(header).length + 4);
        }
    }

    @Test
    void reads_from_the_position() {
        var bytes = bytes("0000 0000 0000 0000 0000 0000 0800" + PLAIN + "9c40");
        var direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).position(14);
        for (var packet : List.of(ByteBuffer.wrap(bytes).position(14), ByteBuffer.wrap(bytes, 14, 22).slice(),
                ByteBuffer.wrap(bytes).asReadOnlyBuffer().position(14), direct)) {
            var transcript = given("14 bytes of Ethernet in front of the position, and " + PLAIN);
            Call.of(transcript, () -> shown(Ipv4Header.parse(packet)))
                    .whenThrew(UnsupportedOperationException.class, "not every buffer gives its array away")
                    .whenThrew(IllegalArgumentException.class, BEGINNING)
                    .returns("0 60 38513 16384 64 6 a648 127.0.0.1 127.0.0.1");
        }
    }

    @Test
    void refuses_less_than_twenty_bytes() {
        for (var count : List.of(19, 12, 1, 0)) {
            parse(given(count + " bytes of a header"), Arrays.copyOf(bytes(PLAIN), count))
                    .whenThrew(BufferUnderflowException.class, BUFFER)
                    .whenThrew(IndexOutOfBoundsException.class, BUFFER)
                    .whenReturned(header -> true, "no header has less than 20 bytes")
                    .throwsA(IllegalArgumentException.class);
        }
    }

    @Test
    void refuses_another_version() {
        for (var version : List.of("6", "5", "0", "f", "c")) {
            var header = PLAIN.replaceFirst("4", version);
            parse(given(header), bytes(header))
                    .whenReturned(any -> true,
                            "the upper half of the first byte is the version: this is a packet of version "
                                    + Integer.parseInt(version, 16))
                    .throwsA(IllegalArgumentException.class);
        }
    }

    // Measured: a kernel drops such a packet and counts it among Ip's InHdrErrors.
    @Test
    void refuses_a_length_below_five() {
        for (var words : List.of("4", "1", "0")) {
            var header = PLAIN.replaceFirst("45", "4" + words);
            parse(given(header), bytes(header))
                    .whenReturned(any -> true, "less than five words are no header")
                    .whenThrew(NegativeArraySizeException.class, "less than five words are no header")
                    .throwsA(IllegalArgumentException.class);
        }
    }

    @Test
    void refuses_a_length_past_the_end() {
        for (var words : List.of("6", "f")) {
            var header = PLAIN.replaceFirst("45", "4" + words);
            // Behind the limit the buffer has more, of another packet.
            var packet = ByteBuffer.wrap(Arrays.copyOf(bytes(header), 100)).limit(20);
            Call.of(given(header), () -> Ipv4Header.parse(packet))
                    .whenThrew(BufferUnderflowException.class,
                            "the header's length was believed, and the buffer had no more: the caller is promised an "
                                    + "IllegalArgumentException")
                    .whenThrew(IndexOutOfBoundsException.class,
                            "the header's length was believed, and the buffer had no more: the caller is promised an "
                                    + "IllegalArgumentException")
                    .whenReturned(any -> true, "the header's length was believed: it leads past the packet's end")
                    .throwsA(IllegalArgumentException.class);
        }
    }

    @Test
    void leaves_the_position_of_what_it_refuses() {
        for (var header : List.of(PLAIN.replaceFirst("45", "4f"), PLAIN.replaceFirst("45", "40"),
                PLAIN.replaceFirst("45", "65"), "4500 003c")) {
            var packet = ByteBuffer.wrap(bytes("0000" + header)).position(2);
            var transcript = given(header);
            Call.of(transcript, () -> Ipv4Header.parse(packet)).throwsA(IllegalArgumentException.class);
            Check.of(transcript)
                    .likely("the caller would like to show what was refused, and no longer knows where it begins")
                    .that("as the position", packet.position())
                    .is(2);
        }
    }

    @Test
    void judges_neither_checksum_nor_total_length() {
        for (var header : List.of(PLAIN.replace("a648", "a649"), PLAIN.replace("003c", "ffff"),
                PLAIN.replace("003c", "0000"))) {
            parse(given(header), bytes(header))
                    .whenThrew(IllegalArgumentException.class,
                            "a header is read here, and not judged: captured packets may be wrong, or cut short")
                    .completes();
        }
    }

    @Test
    void refuses_what_begins_far_behind_the_buffers_beginning() {
        for (var header : List.of("4500 003c", PLAIN.replaceFirst("45", "46"))) {
            var all = bytes("00".repeat(60) + header);
            var packet = ByteBuffer.wrap(all).position(60);
            var transcript = given("60 bytes of others in front of the position, and " + header);
            Call.of(transcript, () -> Ipv4Header.parse(packet))
                    .whenThrew(IndexOutOfBoundsException.class, LIMIT_IS_NO_COUNT)
                    .whenThrew(BufferUnderflowException.class, LIMIT_IS_NO_COUNT)
                    .throwsA(IllegalArgumentException.class);
            Check.of(transcript)
                    .that("as position and limit", packet.position() + " " + packet.limit())
                    .is("60 " + all.length);
        }
    }

    @Test
    void takes_nothing_of_what_it_carries() {
        for (var header : List.of(PLAIN, WITH_OPTIONS)) {
            var packet = ByteBuffer.wrap(bytes(header + "01010101".repeat(30)));
            var transcript = given(header + ", and 120 bytes more");
            var yours = Call.of(transcript, () -> Ipv4Header.parse(packet)).value();
            Check.of(transcript)
                    .likely("the header's length says where the options end, and what is behind them is carried")
                    .that("as options", hex(yours.options()))
                    .is(hex(bytes(header)).substring(40));
            Check.of(transcript)
                    .likely("the limit is the caller's, whatever the total length says")
                    .that("as the limit", packet.limit())
                    .is(bytes(header).length + 120);
        }
    }

    @Test
    void keeps_what_it_has_read() {
        var bytes = bytes(WITH_OPTIONS);
        var transcript = given(WITH_OPTIONS);
        transcript.test("wrote the next packet into the buffer");
        var yours = parse(transcript, bytes).value();
        Arrays.fill(bytes, (byte) 9);
        Check.of(transcript).that("the options", hex(yours.options())).is("9404000001010100");
    }

    // toBytes

    @Test
    void writes_the_header_of_a_syn() {
        var header = new Ipv4Header(0, 60, 0x9671, Ipv4Header.DONT_FRAGMENT, 64, Ipv4Header.TCP, 0,
                address("127.0.0.1"),
                address("127.0.0.1"), NO_BYTES);
        toBytes(header)
                .whenReturned(was -> was.length() > 2 && !was.startsWith("45"),
                        "the first byte is the version, 4, and the header's length in words of four bytes, here 5")
                .whenReturned(startsLike("45003c00"), ORDER)
                .whenReturned(startsLike("4500003c967140004006").and(was -> was.startsWith("0000", 20)),
                        "the checksum is missing")
                .returns(hex(bytes(PLAIN)));
    }

    // RFC 791, 3.1: "For purposes of computing the checksum, the value of the checksum field is zero."
    @Test
    void makes_its_checksum_anew() {
        for (var old : List.of(0xa648, 0x1234, 0xffff)) {
            var header = new Ipv4Header(0, 60, 0x9671, Ipv4Header.DONT_FRAGMENT, 64, Ipv4Header.TCP, old,
                    address("127.0.0.1"), address("127.0.0.1"), NO_BYTES);
            toBytes(header)
                    .whenReturned(startsLike("4500003c967140004006"),
                            "the old checksum was summed up with the rest: its place is zero while the new one is made")
                    .whenReturned(was -> was.startsWith("%04x".formatted(old), 20) && old != 0xa648,
                            "the old checksum was written again: it is made here, whatever it was")
                    .returns(hex(bytes(PLAIN)));
        }
    }

    @Test
    void writes_its_options_too() {
        var header = new Ipv4Header(0xc0, 36, 1, 0, 1, Ipv4Header.TCP, 0, NOBODY, HERE, bytes("94040000 01010100"));
        toBytes(header)
                .whenReturned(was -> was.startsWith("45"), "the header's length is that of this header: seven words")
                .whenReturned(was -> was.length() == 40, "the options are missing")
                .whenReturned(startsLike("47c0002400010000").and(was -> was.length() == 56
                        && !was.startsWith("0c72", 20)), "the checksum is over the whole header, options too")
                .returns(hex(bytes(WITH_OPTIONS)));
    }

    @Test
    void writes_what_it_has_read() {
        var random = Seed.random();
        for (var round = 0; round < 100; round++) {
            var bytes = header(random);
            var transcript = given(hex(bytes));
            transcript.test("had it written again");
            Call.of(transcript, () -> hex(Ipv4Header.parse(ByteBuffer.wrap(bytes)).toBytes())).returns(hex(bytes));
        }
    }

    // pseudoHeader

    @Test
    void puts_the_pseudo_header_together() {
        pseudoHeader(28)
                .whenReturned(was -> was.startsWith("0a4d00010a4d0002"), "the source comes first")
                .whenReturned("0a4d00020a4d0001001c0006"::equals, "a zero and the protocol, and behind them the length")
                .whenReturned("0a4d00020a4d00010000001c"::equals, "the protocol is missing: TCP's number is 6")
                .whenReturned(was -> was.endsWith("1c00"), ORDER)
                .returns("0a4d00020a4d00010006001c");
        pseudoHeader(65_515).returns("0a4d00020a4d00010006ffeb");
        pseudoHeader(256).returns("0a4d00020a4d000100060100");
    }

    // build

    @Test
    void builds_a_packet() {
        build(TCP_SYN, NO_BYTES, SYN);
    }

    @Test
    void builds_a_packet_with_data() {
        build(TCP_DATA, HEY, DATA);
    }

    @Test
    void says_how_the_packet_may_travel() {
        var transcript = given(TCP_SYN, NO_BYTES);
        var packet = Call.of(transcript, () -> Ipv4Header.build(NOBODY, HERE, TCP_SYN, NO_BYTES)).value();
        Check.of(transcript).that("as type of service", packet[1] & 0xff).is(0);
        Check.of(transcript)
                .likely("nobody should cut this packet in pieces: DONT_FRAGMENT")
                .that("as flags and offset", hex(packet).substring(12, 16))
                .is("4000");
        Check.of(transcript)
                .likelyIf(packet[8] == 0, "a packet with a time to live of 0 gets past no router")
                .that("as time to live", packet[8] & 0xff)
                .is(64);
        Check.of(transcript).that("as protocol", packet[9] & 0xff).is(6);
    }

    // A header that has been read has the checksum that it had.
    @Test
    void makes_the_checksum_of_tcp_anew() {
        for (var old : List.of(0x70e3, 0x1234, 0xffff)) {
            var tcp = new TcpHeader(40_000, 80, 0x01020304, 0, Control.SYN, 0x7210, old, 0, TCP_SYN.options());
            build(tcp, NO_BYTES, SYN);
        }
    }

    @Test
    void changes_nothing_that_it_is_given() {
        var data = HEY.clone();
        var options = bytes("020405b4");
        var tcp = new TcpHeader(40_000, 80, 0x01020304, 0, Control.SYN, 0x7210, 0x1234, 0, options);
        var transcript = given(tcp, data);
        transcript.test("looked at data and options afterwards");
        Call.of(transcript, () -> Ipv4Header.build(NOBODY, HERE, tcp, data)).value();
        var likely = "what was handed in is the caller's, and was changed";
        Check.of(transcript).likely(likely).that("the data", hex(data)).is(hex(HEY));
        Check.of(transcript).likely(likely).that("the options", hex(options)).is("020405b4");
    }

    @Test
    void builds_the_longest_packet_and_no_longer() {
        var longest = new byte[65_535 - 40];
        var transcript = given(TCP_DATA, longest);
        var packet = Call.of(transcript, () -> Ipv4Header.build(NOBODY, HERE, TCP_DATA, longest)).value();
        Check.of(transcript).that("bytes of packet", packet.length).is(65_535);
        Check.of(transcript).likely(SIGN).that("as total length", hex(packet).substring(4, 8)).is("ffff");
        var tooLong = new byte[65_535 - 40 + 1];
        Call.of(given(TCP_DATA, tooLong), () -> Ipv4Header.build(NOBODY, HERE, TCP_DATA, tooLong).length)
                .whenReturned(any -> true,
                        "the total length has 16 bits, and 65,536 in 16 bits is 0: there is no such packet")
                .throwsA(IllegalArgumentException.class);
    }

    @Test
    void builds_whatever_there_is() {
        var random = Seed.random();
        for (var round = 0; round < 100; round++) {
            var tcp = new TcpHeader(random.nextInt(1 << 16), random.nextInt(1 << 16), random.nextInt(),
                    random.nextInt(), random.nextInt(1 << 12), random.nextInt(1 << 16), random.nextInt(1 << 16),
                    random.nextInt(1 << 16), Seed.bytes(random, 4 * random.nextInt(11)));
            var data = Seed.bytes(random, random.nextInt(50));
            var source = address(Seed.bytes(random, 4));
            var destination = address(Seed.bytes(random, 4));
            var transcript = new Transcript();
            transcript.test("had " + tcp + " with " + hex(tcp.options()) + " as options and " + hex(data)
                    + " as data put in a packet from " + text(source) + " to " + text(destination));
            var before = data.clone();
            var packet = Call.of(transcript, () -> Ipv4Header.build(source, destination, tcp, data)).value();
            Check.of(transcript)
                    .likely("what was handed in is the caller's, and was changed")
                    .that("the data handed in",
                            hex(data))
                    .is(hex(before));
            var length = 40 + tcp.options().length + data.length;
            Check.of(transcript).that("bytes of packet", packet.length).is(length);
            Check.of(transcript).that("as total length", hex(packet).substring(4, 8)).is("%04x".formatted(length));
            Check.of(transcript).that("summed up, the IP header", sum(hex(packet).substring(0, 40))).is("ffff");
            Check.of(transcript)
                    .likely("pseudo-header, TCP header and data, checksum too, do not add up")
                    .that("summed up, pseudo-header and segment",
                            sum("%s%s0006%04x".formatted(hex(source.getAddress()), hex(destination.getAddress()),
                                    length - 20) + hex(packet).substring(40)))
                    .is("ffff");
            Check.of(transcript)
                    .that("as data", hex(packet).substring(2 * (length - data.length)))
                    .is(hex(data));
        }
    }

    // A second opinion
    @Test
    void agrees_with_pcap4j() throws IllegalRawDataException {
        var random = Seed.random();
        for (var round = 0; round < 20; round++) {
            var data = Seed.bytes(random, 1 + random.nextInt(40));
            var tcp = new TcpHeader(random.nextInt(1 << 16), random.nextInt(1 << 16), random.nextInt(),
                    random.nextInt(), Control.ACK | Control.PSH, random.nextInt(1 << 16), 0, 0, NO_BYTES);
            var transcript = given(tcp, data);
            var yours = Call.of(transcript, () -> Ipv4Header.build(NOBODY, HERE, tcp, data)).value();
            Check.of(transcript)
                    .likely("pcap4j, which nobody here wrote, builds another packet of the same fields")
                    .that("the packet", hex(yours))
                    .is(hex(builtByPcap4j(tcp, data, Short.toUnsignedInt(ByteBuffer.wrap(yours).getShort(4)))));
        }
    }

    // The examiners

    @Test
    void a_kernel_answers_its_syn() throws IOException {
        needsPackets();
        try (var listener = new ServerSocket(0, 1, PrivateNetwork.here());
                var wire = Wire.toKernel(PrivateNetwork.nobody())) {
            TestSide.has(listener);
            var syn = syn(listener.getLocalPort(), 0x01020304);
            var transcript = given(syn, NO_BYTES);
            var packet = Call.of(transcript, () -> Ipv4Header.build(NOBODY, HERE, syn, NO_BYTES)).value();
            transcript.test("sent the packet to the kernel, where a ServerSocket listens");
            var before = Counters.now();
            wire.send(packet);
            var answer = answer(wire);
            Check.of(transcript)
                    .likelyIf(before.grown("Tcp", "InCsumErrors"),
                            "the kernel says, in /proc/net/snmp: TCP's checksum was wrong")
                    .likelyIf(before.grown("Ip", "InHdrErrors"),
                            "the kernel says, in /proc/net/snmp: the IP header was wrong, or its checksum")
                    .that("from the kernel", answer.map(IpHeaderTest::segment).orElse("silence"))
                    .is("SYN,ACK ack 16909061");
        }
    }

    @Test
    void a_kernel_counts_what_was_spoilt() throws IOException {
        needsPackets();
        try (var listener = new ServerSocket(0, 1, PrivateNetwork.here());
                var wire = Wire.toKernel(PrivateNetwork.nobody())) {
            TestSide.has(listener);
            var transcript = new Transcript();
            transcript.test("had two SYNs put in packets, sent both, a bit of the first one's window turned");
            var spoilt = Call.of(transcript,
                    () -> Ipv4Header.build(NOBODY, HERE, syn(listener.getLocalPort(), 1_000), NO_BYTES)).value();
            var good = Call.of(transcript,
                    () -> Ipv4Header.build(NOBODY, HERE, syn(listener.getLocalPort(), 2_000), NO_BYTES)).value();
            spoilt[Ipv4Header.SHORTEST + 15] ^= 1;
            var before = Counters.now();
            wire.send(spoilt);
            wire.send(good);
            var answer = answer(wire);
            Check.of(transcript)
                    .likelyIf(before.growth("Tcp", "InCsumErrors") > 1,
                            "the kernel says, in /proc/net/snmp: the checksum was wrong in both")
                    .that("from the kernel", answer.map(IpHeaderTest::segment).orElse("silence"))
                    .is("SYN,ACK ack 2001");
            Check.of(transcript)
                    .that("more among Tcp's InCsumErrors", before.growth("Tcp", "InCsumErrors"))
                    .is(1L);
        }
    }

    // It says 1 of a checksum that is right, and 0 of one that is not.
    @Test
    @Witness("tshark")
    void tshark_finds_both_checksums_right() {
        var transcript = given(TCP_DATA, HEY);
        var packets = List.of(
                Call.of(transcript, () -> Ipv4Header.build(NOBODY, HERE, TCP_SYN, NO_BYTES)).value(),
                Call.of(transcript, () -> Ipv4Header.build(NOBODY, HERE, TCP_DATA, HEY)).value());
        try (var tshark = Program.named("tshark")
                .start(transcript, List.of("-r", "-", "-o", "tcp.check_checksum:TRUE",
                        "-o", "ip.check_checksum:TRUE", "-T", "fields", "-E", "separator=,", "-e", "ip.checksum.status",
                        "-e",
                        "tcp.checksum.status", "-e", "ip.len", "-e", "tcp.len"), capture(packets))) {
            tshark.exit();
            Check.of(transcript)
                    .that("tshark says", new String(tshark.out(), US_ASCII))
                    .is("1,1,44,0\n1,1,43,3\n");
        }
    }

    // The test's own

    private static void field(Transcript transcript, String name, int actual, int expected) {
        var turned = Short.toUnsignedInt(Short.reverseBytes((short) expected));
        Check.of(transcript)
                .likelyIf(actual < 0, SIGN)
                .likelyIf(actual == turned && expected != turned, ORDER)
                .that("as " + name, Integer.toString(actual))
                .is(Integer.toString(expected));
    }

    private static void build(TcpHeader tcp, byte[] data, String expected) {
        var wanted = hex(bytes(expected));
        var call = Call.of(given(tcp, data), () -> {
            var packet = Ipv4Header.build(NOBODY, HERE, tcp, data);
            // Any identification will do, and the checksum goes with it.
            if (packet.length >= Ipv4Header.SHORTEST && sum(hex(packet).substring(0, TCP_AT)).equals("ffff")) {
                ByteBuffer.wrap(packet)
                        .putShort(4, (short) 0)
                        .putShort(10, ByteBuffer.wrap(bytes(expected)).getShort(10));
            }
            return hex(packet);
        })
                .whenReturned(was -> was.length() > wanted.length(),
                        "there are bytes in it that nobody sends; the pseudo-header is for the sum alone")
                .whenReturned(was -> was.length() < wanted.length(), "a part is missing: IP header, TCP header, data")
                .whenReturned(was -> was.length() == wanted.length() && !was.startsWith(wanted.substring(4, 8), 4),
                        "the total length is that of the packet, both headers and the data")
                .whenReturned(sameBut(wanted, 20),
                        "the IP header's checksum is wrong. It covers the IP header, and nothing behind it")
                .whenReturned(sameBut(wanted, TCP_SUM_AT),
                        "TCP's checksum is wrong. It covers pseudo-header, TCP header and data, its own place being "
                                + "zero, and the length in the pseudo-header is that of TCP header and data");
        mistakes(tcp, data, wanted).forEach((sum, mistake) -> call.whenReturned(
                was -> sameBut(wanted, TCP_SUM_AT).test(was) && was.startsWith(sum, TCP_SUM_AT), mistake));
        call.returns(wanted);
    }

    /// What TCP's checksum is after each of the usual mistakes.
    private static Map<String, String> mistakes(TcpHeader tcp, byte[] data, String wanted) {
        var blank = wanted.substring(TCP_AT, TCP_SUM_AT) + "0000" + wanted.substring(TCP_SUM_AT + 4);
        var old = "%04x".formatted(tcp.checksum());
        var length = tcp.length() + data.length;
        var mistakes = new HashMap<String, String>();
        mistakes.put(complement(blank), "the pseudo-header was left out of TCP's checksum");
        mistakes.put(complement(pseudo(Ipv4Header.SHORTEST + length) + blank),
                "the length in the pseudo-header is that of TCP header and data: here IP's header was counted, too");
        mistakes.put(complement(pseudo(TcpHeader.SHORTEST + data.length) + blank),
                "the length in the pseudo-header is that of TCP header and data, and the header's options were not "
                        + "counted");
        mistakes.put(complement(pseudo(tcp.length()) + blank),
                "the length in the pseudo-header is that of TCP header and data, and the data was not counted");
        mistakes.put(complement(pseudo(length) + blank.substring(0, 2 * tcp.length())),
                "TCP's checksum covers the data, too: it was left out of the sum");
        mistakes.put(complement(pseudo(length) + old + blank),
                "TCP's old checksum was summed up with the rest: its place is zero while the new one is made");
        mistakes.put(old, "TCP's old checksum was sent: it is made here, whatever it was");
        return mistakes;
    }

    private static String pseudo(int length) {
        return "0a4d00020a4d00010006%04x".formatted(length);
    }

    /// Words may be added in any order, but an odd part must stand last.
    private static String complement(String hex) {
        return "%04x".formatted(0xffff - Integer.parseInt(sum(hex), 16));
    }

    /// Whether nothing differs but the 16 bits at this place.
    private static Predicate<String> sameBut(String wanted, int at) {
        return was -> was.length() == wanted.length() && was.startsWith(wanted.substring(0, at))
                && was.endsWith(wanted.substring(at + 4)) && !was.equals(wanted);
    }

    private static Predicate<String> startsLike(String beginning) {
        return was -> was.startsWith(beginning);
    }

    private static Call<Ipv4Header> parse(Transcript transcript, byte[] bytes) {
        return Call.of(transcript, () -> Ipv4Header.parse(ByteBuffer.wrap(bytes)));
    }

    private static Call<String> toBytes(Ipv4Header header) {
        var transcript = new Transcript();
        transcript.test("had a header written: " + header + (header.checksum() == 0
                ? ""
                : ", its checksum %04x".formatted(header.checksum())));
        return Call.of(transcript, () -> hex(header.toBytes()));
    }

    private static Call<String> pseudoHeader(int length) {
        var transcript = new Transcript();
        transcript.test("asked for the pseudo-header of " + length + " bytes from 10.77.0.2 to 10.77.0.1");
        return Call.of(transcript, () -> hex(Ipv4Header.pseudoHeader(NOBODY, HERE, length)));
    }

    private static TcpHeader syn(int port, int sequence) {
        return new TcpHeader(40_000, port, sequence, 0, Control.SYN, 0x7210, 0, 0, bytes("020405b4"));
    }

    private static void needsPackets() {
        var network = PrivateNetwork.enter();
        if (!network.isPrivate()) {
            throw new NotRun("a packet is sent to the kernel here, in a network of the test's own. " + network.reason(),
                    "./workbook doctor");
        }
    }

    private static Optional<byte[]> answer(Wire wire) throws IOException {
        for (var deadline = Deadline.in(LIMIT); !deadline.isOver(); wire.await(deadline.left())) {
            var packet = wire.receive();
            if (packet.isPresent()) {
                return packet;
            }
        }
        return Optional.empty();
    }

    /// What the kernel's answer says, read without the answer's own code.
    private static String segment(byte[] packet) {
        var tcp = ByteBuffer.wrap(packet, 20, packet.length - 20).slice();
        return Control.names(tcp.getShort(12) & 0xfff) + " ack " + Integer.toUnsignedString(tcp.getInt(8));
    }

    /// The kernel's own, of this network: `/proc/net/snmp`, see proc_net(5).
    private record Counters(List<String> lines) {
        static Counters now() throws IOException {
            return new Counters(Files.readAllLines(Path.of("/proc/self/net/snmp"), US_ASCII));
        }

        boolean grown(String protocol, String name) throws IOException {
            return growth(protocol, name) > 0;
        }

        long growth(String protocol, String name) throws IOException {
            return now().value(protocol, name) - value(protocol, name);
        }

        /// One line has the names, the next one the numbers.
        private long value(String protocol, String name) {
            var rows = lines.stream()
                    .filter(line -> line.startsWith(protocol + ":"))
                    .map(line -> Arrays.asList(line.split(" ")))
                    .toList();
            return Long.parseLong(rows.get(1).get(rows.get(0).indexOf(name)));
        }
    }

    /// A file as pcap-savefile(5) describes it, its packets without a link layer: LINKTYPE_IPV4.
    private static byte[] capture(List<byte[]> packets) {
        var file = ByteBuffer.allocate(1_000)
                .putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(228);
        for (var packet : packets) {
            file.putLong(0).putInt(packet.length).putInt(packet.length).put(packet);
        }
        return Arrays.copyOf(file.array(), file.position());
    }

    private static byte[] builtByPcap4j(TcpHeader tcp, byte[] data, int identification) throws IllegalRawDataException {
        var segment = new TcpPacket.Builder()
                .srcPort(TcpPort.getInstance((short) tcp.sourcePort()))
                .dstPort(TcpPort.getInstance((short) tcp.destinationPort()))
                .sequenceNumber(tcp.sequence())
                .acknowledgmentNumber(tcp.acknowledgment())
                .ack(tcp.is(Control.ACK))
                .psh(tcp.is(Control.PSH))
                .window((short) tcp.window())
                .srcAddr(NOBODY)
                .dstAddr(HERE)
                .payloadBuilder(UnknownPacket.newPacket(data, 0, data.length).getBuilder())
                .correctLengthAtBuild(true)
                .correctChecksumAtBuild(true);
        return new IpV4Packet.Builder()
                .version(IpVersion.IPV4)
                .tos(IpV4Rfc791Tos.newInstance((byte) 0))
                .identification((short) identification)
                .dontFragmentFlag(true)
                .ttl((byte) 64)
                .protocol(IpNumber.TCP)
                .srcAddr(NOBODY)
                .dstAddr(HERE)
                .payloadBuilder(segment)
                .correctLengthAtBuild(true)
                .correctChecksumAtBuild(true)
                .build()
                .getRawData();
    }

    /// Any fields, as many options as the first byte says, and the right checksum.
    private static byte[] header(Random random) {
        var words = 5 + random.nextInt(11);
        var bytes = Seed.bytes(random, words * 4);
        bytes[0] = (byte) (4 << 4 | words);
        bytes[10] = 0;
        bytes[11] = 0;
        var rest = 0xffff - Integer.parseInt(sum(hex(bytes)), 16);
        ByteBuffer.wrap(bytes).putShort(10, (short) rest);
        return bytes;
    }

    /// The ones' complement sum of words: all the bytes as one number, of which it is the remainder by 65,535.
    private static String sum(String hex) {
        var bytes = HexFormat.of().parseHex(hex);
        var number = new BigInteger(1, Arrays.copyOf(bytes, bytes.length + bytes.length % 2));
        var rest = number.mod(BigInteger.valueOf(0xffff)).intValue();
        return "%04x".formatted(rest == 0 && number.signum() > 0 ? 0xffff : rest);
    }

    private static String shown(Ipv4Header header) {
        return "%d %d %d %d %d %d %04x %s %s".formatted(header.typeOfService(), header.totalLength(),
                header.identification(), header.flagsAndOffset(), header.timeToLive(), header.protocol(),
                header.checksum(), text(header.source()), text(header.destination()));
    }

    private static String text(Inet4Address address) {
        return address.getHostAddress();
    }

    private static Transcript given(String header) {
        var transcript = new Transcript();
        transcript.test("gave you " + header);
        return transcript;
    }

    private static Transcript given(TcpHeader tcp, byte[] data) {
        var transcript = new Transcript();
        transcript.test("had " + tcp + (tcp.checksum() == 0 ? "" : " checksum %04x".formatted(tcp.checksum()))
                + " and %,d bytes of data put in a packet from 10.77.0.2 to 10.77.0.1".formatted(data.length));
        return transcript;
    }

    private static Inet4Address address(String text) {
        return (Inet4Address) InetAddress.ofLiteral(text);
    }

    private static Inet4Address address(byte[] bytes) {
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
