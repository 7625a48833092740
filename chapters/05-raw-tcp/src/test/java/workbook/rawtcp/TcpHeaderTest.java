package workbook.rawtcp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.TcpPacket;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;

class TcpHeaderTest {
    /// Of the SYN that a kernel sent for `nc 127.0.0.1 4099`.
    private static final String SYN = "daf4 1003 f970a374 00000000 a002 ffd7 fe30 0000 "
            + "0204ffd7 0402 080ad745f87100000000 01 03030a";
    private static final TcpHeader PARSED_SYN = new TcpHeader(56_052, 4_099, 0xf970a374, 0, Control.SYN, 65_495, 0xfe30,
            0,
            bytes("0204ffd7 0402 080ad745f87100000000 01 03030a"));
    private static final String PLAIN = "0050 daf4 00000001 00000002 5010 0200 abcd 0000";

    private static final String SIGN = "a short has a sign in Java, and a port, a window or a checksum has none";
    private static final String ORDER = "on the wire the most significant byte comes first";
    private static final String OFFSET = "the upper four bits of byte 12 say how many words of four bytes the header has";

    // parse

    @Test
    void reads_the_header_of_a_syn() {
        var transcript = given(SYN);
        var yours = parse(transcript, bytes(SYN))
                .whenThrew(Exception.class, OFFSET + ": here a, which is 40 bytes, and so many there are")
                .value();
        field(transcript, "source port", yours.sourcePort(), 56_052);
        field(transcript, "destination port", yours.destinationPort(), 4_099);
        field(transcript, "sequence number", yours.sequence(), 0xf970a374);
        field(transcript, "acknowledgment number", yours.acknowledgment(), 0);
        Check.of(transcript)
                .likelyIf(yours.control() > 0xfff, "the data offset is among the control bits: they are twelve bits")
                .that("as control bits", Integer.toHexString(yours.control()))
                .is("2");
        field(transcript, "window", yours.window(), 65_495);
        field(transcript, "checksum", yours.checksum(), 0xfe30);
        field(transcript, "urgent pointer", yours.urgentPointer(), 0);
        Check.of(transcript)
                .likely(OFFSET + ", and what is beyond twenty bytes are options")
                .that("as options", hex(yours.options()))
                .is(hex(PARSED_SYN.options()));
    }

    private static void field(Transcript transcript, String name, int actual, int expected) {
        var width = expected >>> 16 == 0 ? 2 : 4;
        var turned = width == 4
                ? Integer.reverseBytes(expected)
                : Short.toUnsignedInt(Short.reverseBytes((short) expected));
        Check.of(transcript)
                .likelyIf(width == 2 && actual == (short) expected, SIGN)
                .likelyIf(actual == turned || actual == (short) turned, ORDER)
                .that("as " + name, Integer.toUnsignedString(actual))
                .is(Integer.toUnsignedString(expected));
    }

    // RFC 9293, 3.1: CWR, ECE, URG, ACK, PSH, RST, SYN, FIN, and above them four that are reserved; of these RFC 9768
    // has taken one since, AE.
    @Test
    void reads_each_control_bit() {
        for (var bit = 0; bit < 12; bit++) {
            var control = 1 << bit;
            var bytes = PLAIN.replace("5010", "5%03x".formatted(control));
            var transcript = given(bytes);
            var yours = parse(transcript, bytes(bytes)).value();
            Check.of(transcript)
                    .likelyIf(bit == 6 || bit == 7,
                            "there are more control bits than six: ECE and CWR are from 2001 (RFC 3168), and all twelve bits are handed "
                                    + "on, whatever they are called")
                    .likelyIf(bit > 7, "what is reserved today has a name tomorrow: all twelve bits are handed on")
                    .that("as control bits",
                            Control.names(yours.control()) + " (" + Integer.toHexString(yours.control())
                                    + ")")
                    .is(Control.names(control) + " (" + Integer.toHexString(control) + ")");
        }
    }

    @Test
    void knows_of_no_sign() {
        var all = "ffff fffe fffffffd fffffffc 5010 fffb fffa fff9";
        var transcript = given(all);
        var yours = parse(transcript, bytes(all)).value();
        field(transcript, "source port", yours.sourcePort(), 0xffff);
        field(transcript, "destination port", yours.destinationPort(), 0xfffe);
        field(transcript, "sequence number", yours.sequence(), 0xfffffffd);
        field(transcript, "acknowledgment number", yours.acknowledgment(), 0xfffffffc);
        field(transcript, "window", yours.window(), 0xfffb);
        field(transcript, "checksum", yours.checksum(), 0xfffa);
        field(transcript, "urgent pointer", yours.urgentPointer(), 0xfff9);
    }

    @Test
    void takes_no_data_for_options() {
        for (var header : List.of(PLAIN, SYN)) {
            var bytes = header + "0101 0101 0101 0101";
            var transcript = given(header + " and eight bytes of data");
            Check.of(transcript)
                    .likely("the data offset says where the options end, and what is behind them is data")
                    .that("as options", hex(parse(transcript, bytes(bytes)).value().options()))
                    .is(hex(bytes(header)).substring(40));
        }
    }

    @Test
    void reads_in_the_order_of_the_wire() {
        var segment = ByteBuffer.wrap(bytes(PLAIN)).order(ByteOrder.LITTLE_ENDIAN);
        var transcript = given(PLAIN + ", in a buffer whose order is LITTLE_ENDIAN");
        Call.of(transcript, () -> TcpHeader.parse(segment))
                .whenReturned(header -> true, ORDER + ", whatever order the caller's buffer has")
                .returns(header(PLAIN));
        Check.of(transcript).that("as the buffer's order afterwards", segment.order()).is(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void leaves_the_position_at_the_data() {
        for (var header : List.of(PLAIN, SYN)) {
            var segment = ByteBuffer.wrap(bytes(header + "68656c6c6f"));
            var transcript = given(header + " and five bytes of data");
            Call.of(transcript, () -> TcpHeader.parse(segment)).value();
            Check.of(transcript)
                    .likelyIf(segment.position() == 0,
                            "the position is where the header begins: whoever reads on finds the "
                                    + "header once more")
                    .likelyIf(segment.position() == 20, "the options belong to the header")
                    .that("as the position", segment.position())
                    .is(bytes(header).length);
            Check.of(transcript)
                    .likely("the limit is the caller's: behind the header stands the data")
                    .that("as the limit", segment.limit())
                    .is(bytes(header).length + 5);
        }
    }

    @Test
    void reads_from_the_position() {
        var bytes = bytes("4500 003c 0000 0000 4006 0000 7f000001 7f000001" + PLAIN + "6869");
        for (var segment : List.of(ByteBuffer.wrap(bytes).position(20), ByteBuffer.wrap(bytes, 20, 22).slice(),
                ByteBuffer.wrap(bytes).asReadOnlyBuffer().position(20))) {
            var transcript = given("an IP header in front of the position, and " + PLAIN);
            Call.of(transcript, () -> TcpHeader.parse(segment))
                    .whenThrew(UnsupportedOperationException.class, "not every buffer gives its array away")
                    .whenReturned(header -> header.sourcePort() == 0x4500,
                            "it read from the buffer's beginning; the segment begins at the position")
                    .whenThrew(IllegalArgumentException.class,
                            "it read from the buffer's beginning; the segment begins at the position")
                    .returns(header(PLAIN));
        }
    }

    @Test
    void refuses_less_than_twenty_bytes() {
        for (var count : List.of(19, 13, 12, 1, 0)) {
            parse(given(count + " bytes of a header"), Arrays.copyOf(bytes(PLAIN), count))
                    .whenThrew(BufferUnderflowException.class,
                            "the buffer noticed that it has no more: the caller is promised an IllegalArgumentException")
                    .whenThrew(IndexOutOfBoundsException.class,
                            "the buffer noticed that it has no more: the caller is promised an IllegalArgumentException")
                    .whenReturned(header -> true, "no header has less than 20 bytes")
                    .throwsA(IllegalArgumentException.class);
        }
    }

    // Measured: a kernel drops such a segment and counts it among InErrs.
    @Test
    void refuses_an_offset_below_five() {
        for (var offset : List.of("4", "1", "0")) {
            var bytes = PLAIN.replace("5010", offset + "010");
            parse(given(bytes), bytes(bytes))
                    .whenReturned(header -> true, "less than five words are no header")
                    .whenThrew(NegativeArraySizeException.class, "less than five words are no header")
                    .throwsA(IllegalArgumentException.class);
        }
    }

    @Test
    void refuses_an_offset_past_the_end() {
        for (var offset : List.of("6", "f")) {
            var bytes = PLAIN.replace("5010", offset + "010");
            // Behind the limit the buffer has more, of another packet.
            var segment = ByteBuffer.wrap(Arrays.copyOf(bytes(bytes), 100)).limit(20);
            Call.of(given(bytes), () -> TcpHeader.parse(segment))
                    .whenThrew(BufferUnderflowException.class,
                            "the data offset was believed, and the buffer had no more: the caller is promised an "
                                    + "IllegalArgumentException")
                    .whenThrew(IndexOutOfBoundsException.class,
                            "the data offset was believed, and the buffer had no more: the caller is promised an "
                                    + "IllegalArgumentException")
                    .whenReturned(header -> true, "the data offset was believed: it leads past the segment's end")
                    .throwsA(IllegalArgumentException.class);
        }
    }

    @Test
    void leaves_the_position_of_what_it_refuses() {
        for (var bytes : List.of(PLAIN.replace("5010", "f010"), PLAIN.replace("5010", "0010"), "0050 daf4 0000")) {
            var segment = ByteBuffer.wrap(bytes("0000" + bytes)).position(2);
            var transcript = given(bytes);
            Call.of(transcript, () -> TcpHeader.parse(segment)).throwsA(IllegalArgumentException.class);
            Check.of(transcript)
                    .likely("the caller would like to show what was refused, and no longer knows where it begins")
                    .that("as the position", segment.position())
                    .is(2);
        }
    }

    @Test
    void refuses_what_begins_far_behind_the_buffers_beginning() {
        for (var bytes : List.of(PLAIN.substring(0, 9), PLAIN.replace("5010", "8010"))) {
            var all = bytes("00".repeat(60) + bytes);
            var segment = ByteBuffer.wrap(all).position(60);
            var transcript = given("60 bytes of others in front of the position, and " + bytes);
            Call.of(transcript, () -> TcpHeader.parse(segment))
                    .whenThrew(IndexOutOfBoundsException.class,
                            "the limit is where the bytes end, and not how many there are: "
                                    + "that is what remaining() says")
                    .whenThrew(BufferUnderflowException.class,
                            "the limit is where the bytes end, and not how many there are: "
                                    + "that is what remaining() says")
                    .throwsA(IllegalArgumentException.class);
            Check.of(transcript)
                    .that("as position and limit", segment.position() + " " + segment.limit())
                    .is("60 " + all.length);
        }
    }

    @Test
    void keeps_what_it_has_read() {
        var bytes = bytes(SYN);
        var transcript = given(SYN);
        transcript.test("wrote the next packet into the buffer");
        var yours = parse(transcript, bytes).value();
        Arrays.fill(bytes, (byte) 9);
        Check.of(transcript).that("the options", hex(yours.options())).is(hex(PARSED_SYN.options()));
    }

    // toBytes

    @Test
    void writes_the_header_of_a_syn() {
        var transcript = new Transcript();
        transcript.test("had the header written: " + PARSED_SYN);
        Call.of(transcript, () -> hex(PARSED_SYN.toBytes()))
                .whenReturned(was -> was.startsWith("0310") || was.startsWith("f4da"), ORDER)
                .whenReturned(was -> was.length() >= 26 && was.charAt(24) != 'a',
                        "the data offset is that of this header: ten words, of which five are options")
                .whenReturned(was -> was.length() == 40, "the options are missing")
                .returns(hex(bytes(SYN)));
    }

    @Test
    void writes_what_it_has_read() {
        var random = Seed.random();
        for (var round = 0; round < 200; round++) {
            var bytes = header(random);
            var transcript = given(hex(bytes));
            transcript.test("had it written again");
            Call.of(transcript, () -> hex(TcpHeader.parse(ByteBuffer.wrap(bytes)).toBytes()))
                    .whenReturned(was -> was.length() > 26 && was.charAt(24) == hex(bytes).charAt(24)
                            && !was.substring(24, 28).equals(hex(bytes).substring(24, 28)),
                            "bits behind the data offset were lost: all twelve of them are handed on")
                    .returns(hex(bytes));
        }
    }

    @Test
    void writes_and_reads_nothing_but_its_own() {
        var transcript = new Transcript();
        transcript.test("had two headers written");
        var other = header(PLAIN);
        var first = Call.of(transcript, PARSED_SYN::toBytes).value();
        Call.of(transcript, other::toBytes).value();
        Check.of(transcript).that("the first", hex(first)).is(hex(bytes(SYN)));
    }

    // A second opinion
    @Test
    void agrees_with_pcap4j() throws IllegalRawDataException {
        var random = Seed.random();
        for (var round = 0; round < 20; round++) {
            var bytes = header(random);
            Arrays.fill(bytes, 20, bytes.length, (byte) 1);
            var theirs = TcpPacket.newPacket(bytes, 0, bytes.length).getHeader();
            var transcript = given(hex(bytes));
            var yours = parse(transcript, bytes).value();
            Check.of(transcript)
                    .likely("pcap4j, which nobody here wrote, reads other numbers")
                    .that("ports, numbers, window, checksum", List.of(yours.sourcePort(), yours.destinationPort(),
                            yours.sequence(), yours.acknowledgment(), yours.window(), yours.checksum()))
                    .is(List.of(theirs.getSrcPort().valueAsInt(), theirs.getDstPort().valueAsInt(),
                            theirs.getSequenceNumber(), theirs.getAcknowledgmentNumber(), theirs.getWindowAsInt(),
                            Short.toUnsignedInt(theirs.getChecksum())));
        }
    }

    // The test's own

    private static Call<TcpHeader> parse(Transcript transcript, byte[] bytes) {
        return Call.of(transcript, () -> TcpHeader.parse(ByteBuffer.wrap(bytes)));
    }

    private static TcpHeader header(String plain) {
        var from = ByteBuffer.wrap(bytes(plain));
        return new TcpHeader(from.getChar(), from.getChar(), from.getInt(), from.getInt(), from.getChar() & 0xfff,
                from.getChar(), from.getChar(), from.getChar(), new byte[0]);
    }

    /// Any fields, and as many options as the offset says.
    private static byte[] header(Random random) {
        var words = 5 + random.nextInt(11);
        var bytes = Seed.bytes(random, words * 4);
        bytes[12] = (byte) (words << 4 | bytes[12] & 0xf);
        return bytes;
    }

    private static Transcript given(String header) {
        var transcript = new Transcript();
        transcript.test("gave you " + header);
        return transcript;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
