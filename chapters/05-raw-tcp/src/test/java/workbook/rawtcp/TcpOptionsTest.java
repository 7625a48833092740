package workbook.rawtcp;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.TcpPacket;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;

class TcpOptionsTest {
    /// Of the SYN that a kernel sent for `nc 127.0.0.1`.
    private static final String OF_A_SYN = "0204ffd7 0402 080ad745f87100000000 01 03030a";

    private static final String ROUND = "a length that does not count at least kind and length leads nowhere, and the "
            + "loop goes round for ever";
    private static final String PAST_THE_END = "the length was believed: it leads past the end of the options";
    private static final String SIGNED = "Java's byte and short have a sign, and a field of a header has none";
    private static final String FILLER = "a 1 is an option of one byte, with neither length nor data";
    private static final String LENGTH = "the length counts the whole option, its kind and its length too";

    @Test
    void reads_the_options_of_a_syn() {
        parse(OF_A_SYN)
                .whenThrew(IllegalArgumentException.class,
                        "after the first option the next did not begin where it does: " + LENGTH + "; and " + FILLER)
                .returns(List.of(new TcpOption.Mss(65_495), new TcpOption.SackPermitted(),
                        new TcpOption.Timestamps(0xd745f871, 0), new TcpOption.WindowScale(10)));
    }

    @Test
    void reads_an_option_that_stands_alone() {
        var options = Map.of("020405b4", new TcpOption.Mss(1_460), "030307", new TcpOption.WindowScale(7), "0402",
                new TcpOption.SackPermitted(), "080a0000000100000002", new TcpOption.Timestamps(1, 2));
        options.forEach((bytes, expected) -> parse(bytes)
                .whenThrew(IllegalArgumentException.class, "an option may end where the header ends")
                .whenReturned(List::isEmpty, "an option may end where the header ends, and be the only one")
                .returns(List.of(expected)));
    }

    @Test
    void knows_of_no_sign() {
        parse("0204ffff 0303ff 080affffffff80000000 fe04ff80")
                .whenReturned(options -> options.stream().noneMatch(TcpOption.Unknown.class::isInstance),
                        "an option of a kind that nobody knows is handed on as Unknown")
                .whenReturned(options -> options.contains(new TcpOption.WindowScale(14)),
                        "the option says 255, and that is what it says: what to make of it is not asked here")
                .whenReturned(options -> options.contains(new TcpOption.Mss(-1)), SIGNED)
                .whenReturned(options -> options.contains(new TcpOption.WindowScale(-1)), SIGNED)
                .whenReturned(options -> options.stream()
                        .anyMatch(option -> option instanceof TcpOption.Unknown unknown && unknown.kind() < 0), SIGNED)
                .returns(List.of(new TcpOption.Mss(65_535), new TcpOption.WindowScale(255),
                        new TcpOption.Timestamps(-1, Integer.MIN_VALUE), unknown(254, 0xff, 0x80)));
    }

    @Test
    void passes_over_what_only_fills() {
        parse("01 01 080a0000000700000009 01")
                .whenThrew(IllegalArgumentException.class, FILLER)
                .whenReturned(options -> options.size() > 1,
                        "what only fills is no option, and does not stand in the list")
                .whenReturned(List::isEmpty, "a 1 does not end the list: a 0 does")
                .returns(List.of(new TcpOption.Timestamps(7, 9)));
        parse("01010101").whenThrew(IllegalArgumentException.class, FILLER).returns(List.of());
    }

    // RFC 9293, 3.1: what fills the header behind the end of the list ought to be zero, and nobody looks.
    @Test
    void looks_at_nothing_behind_the_end() {
        parse("030305 00 020000")
                .whenThrew(IllegalArgumentException.class, "a 0 ends the list: what stands behind it are no options")
                .whenReturned(options -> options.size() > 1,
                        "a 0 ends the list: what stands behind it are no options")
                .returns(List.of(new TcpOption.WindowScale(5)));
        parse("0000 0204").returns(List.of());
    }

    @Test
    void has_a_place_for_options_that_nobody_knows() {
        // 253 is for experiments (RFC 6994); an option may have no data.
        parse("fd06f989abcd 1e02 020405b4")
                .whenThrew(Exception.class,
                        "what it does not know it passes over, by its length: RFC 9293, 3.1 asks for it")
                .whenReturned(options -> options.size() == 1 && options.getFirst() instanceof TcpOption.Unknown,
                        "behind an unknown option the next one is known")
                .whenReturned(options -> options.size() == 1, "what it does not know it hands on as Unknown")
                .returns(List.of(unknown(253, 0xf9, 0x89, 0xab, 0xcd), unknown(30), new TcpOption.Mss(1_460)));
    }

    @Test
    void knows_none_of_another_length() {
        parse("020300 020605b40000 03040102 040300 0806000000ff 080c0102030405060708090a 02040218")
                .whenThrew(Exception.class,
                        "the length is not the one that its kind has: hand it on as Unknown, and go on behind it")
                .returns(List.of(unknown(2, 0), unknown(2, 5, 0xb4, 0, 0), unknown(3, 1, 2), unknown(4, 0),
                        unknown(8, 0, 0, 0, 0xff), unknown(8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
                        new TcpOption.Mss(0x0218)));
    }

    @Test
    void refuses_a_length_that_does_not_count_itself() {
        for (var bytes : List.of("fd00 0101", "020405b4 0301", "fd01", "0400 0101")) {
            parse(bytes)
                    .whenHung(ROUND)
                    .whenThrew(OutOfMemoryError.class, ROUND)
                    .whenThrew(NegativeArraySizeException.class,
                            "the length is less than the two bytes that it counts itself")
                    .whenThrew(IndexOutOfBoundsException.class,
                            "the length is less than the two bytes that it counts itself")
                    .whenReturned(options -> true, "a length is at least 2: it counts kind and length")
                    .throwsA(IllegalArgumentException.class);
        }
    }

    @Test
    void refuses_a_length_past_the_end() {
        for (var bytes : List.of("020405", "0101 fdff01", "0808", "020405b4 03")) {
            // Behind the limit there is something, as there is in a segment.
            var buffer = ByteBuffer.wrap(HexFormat.of().parseHex(plain(bytes) + "0102030405060708090a"));
            buffer.limit(plain(bytes).length() / 2);
            Call.of(given(bytes), () -> parsed(buffer))
                    .whenThrew(BufferUnderflowException.class,
                            "the buffer noticed that it has no more: the caller is promised an IllegalArgumentException")
                    .whenThrew(IndexOutOfBoundsException.class,
                            "the array noticed that it has no more: the caller is promised an IllegalArgumentException")
                    .whenReturned(options -> true, PAST_THE_END)
                    .whenReturned(options -> bytes.endsWith(" 03"),
                            "the last option has a kind and no length: that is not the end of the list, which a 0 or nothing is")
                    .throwsA(IllegalArgumentException.class);
        }
    }

    @Test
    void reads_from_position_to_limit_of_any_buffer() {
        var bytes = HexFormat.of().parseHex("02040001" + "020405b4" + "03030e00");
        var buffers = List.of(ByteBuffer.wrap(bytes).position(4).limit(8), ByteBuffer.wrap(bytes).slice(4, 4),
                ByteBuffer.wrap(bytes).position(4).limit(8).asReadOnlyBuffer(),
                ByteBuffer.allocateDirect(12).put(bytes).position(4).limit(8),
                ByteBuffer.wrap(bytes).position(4).limit(8).order(ByteOrder.LITTLE_ENDIAN));
        for (var buffer : buffers) {
            var transcript = given("020405b4");
            transcript.test("had other bytes in front of the position and behind the limit");
            Call.of(transcript, () -> parsed(buffer))
                    .whenReturned(options -> options.size() > 1,
                            "it read past the limit, or from the array's beginning")
                    .whenReturned(options -> options.contains(new TcpOption.Mss(0xb405)),
                            "on the wire the most significant byte "
                                    + "comes first, whatever order the caller's buffer has")
                    .whenReturned(options -> options.contains(new TcpOption.Mss(1)),
                            "it read from the array's beginning")
                    .whenThrew(UnsupportedOperationException.class, "not every buffer gives its array away")
                    .returns(List.of(new TcpOption.Mss(1_460)));
        }
        parse("").returns(List.of());
    }

    @Test
    void reads_whatever_options_there_are() {
        var random = Seed.random();
        for (var round = 0; round < 100; round++) {
            var options = new ArrayList<TcpOption>();
            var bytes = new ByteArrayOutputStream();
            while (bytes.size() < 28) {
                for (var fill = random.nextInt(3); fill > 0; fill--) {
                    bytes.write(1);
                }
                var option = option(random);
                options.add(option);
                bytes.writeBytes(bytes(option));
            }
            if (random.nextBoolean()) {
                bytes.write(0);
            }
            parse(HexFormat.of().formatHex(bytes.toByteArray())).returns(options);
        }
    }

    @Test
    void comes_to_an_end_with_any_bytes() {
        var random = Seed.random();
        for (var round = 0; round < 300; round++) {
            var bytes = Seed.bytes(random, random.nextInt(41));
            for (var i = 0; i < bytes.length; i++) {
                // Small numbers are kinds and lengths that go on.
                bytes[i] = random.nextInt(4) == 0 ? bytes[i] : (byte) random.nextInt(12);
            }
            var text = HexFormat.of().formatHex(bytes);
            var refused = new boolean[1];
            Call.of(given(text), () -> {
                try {
                    return parsed(ByteBuffer.wrap(bytes));
                } catch (IllegalArgumentException e) {
                    refused[0] = true;
                    return List.<TcpOption>of();
                }
            }).whenHung(ROUND).returns("a list, or an IllegalArgumentException", options -> true);
            Check.of(given(text))
                    .likelyIf(refused[0], "it refuses what can be read")
                    .likely(PAST_THE_END + ", or is less than 2")
                    .that("it is refused", refused[0])
                    .is(isRefused(bytes));
        }
    }

    // A second opinion
    @Test
    void agrees_with_pcap4j() throws IllegalRawDataException {
        var segment = HexFormat.of()
                .parseHex("daf41003f970a37400000000a002ffd7fe300000" + plain(OF_A_SYN));
        var theirs = TcpPacket.newPacket(segment, 0, segment.length)
                .getHeader()
                .getOptions()
                .stream()
                .map(option -> HexFormat.of().formatHex(option.getRawData()))
                .filter(bytes -> !bytes.equals("01"))
                .collect(Collectors.joining(" "));
        var transcript = given(OF_A_SYN);
        var yours = Call.of(transcript, () -> parsed(ByteBuffer.wrap(segment, 20, 20))).value();
        Check.of(transcript)
                .likely("pcap4j, which nobody here wrote, reads other options from the same bytes")
                .that("the options, written again", yours.stream()
                        .map(option -> HexFormat.of().formatHex(bytes(option)))
                        .collect(Collectors.joining(" ")))
                .is(theirs);
    }

    // The test's own

    private static Call<List<TcpOption>> parse(String bytes) {
        return Call.of(given(bytes), () -> parsed(ByteBuffer.wrap(HexFormat.of().parseHex(plain(bytes)))));
    }

    private static List<TcpOption> parsed(ByteBuffer buffer) {
        return TcpOptions.parse(buffer);
    }

    private static Transcript given(String bytes) {
        var transcript = new Transcript();
        transcript.test(bytes.isEmpty() ? "gave you no bytes" : "gave you the options " + bytes);
        return transcript;
    }

    private static String plain(String bytes) {
        return bytes.replace(" ", "");
    }

    private static TcpOption unknown(int kind, int... data) {
        var bytes = new byte[data.length];
        for (var i = 0; i < data.length; i++) {
            bytes[i] = (byte) data[i];
        }
        return new TcpOption.Unknown(kind, bytes);
    }

    private static TcpOption option(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new TcpOption.Mss(random.nextInt(1 << 16));
            case 1 -> new TcpOption.WindowScale(random.nextInt(1 << 8));
            case 2 -> new TcpOption.SackPermitted();
            case 3 -> new TcpOption.Timestamps(random.nextInt(), random.nextInt());
            default -> new TcpOption.Unknown(9 + random.nextInt(256 - 9), Seed.bytes(random, random.nextInt(9)));
        };
    }

    private static byte[] bytes(TcpOption option) {
        return switch (option) {
            case TcpOption.Mss mss ->
                ByteBuffer.allocate(4).put((byte) 2).put((byte) 4).putShort((short) mss.bytes()).array();
            case TcpOption.WindowScale scale -> new byte[]{3, 3, (byte) scale.shift()};
            case TcpOption.SackPermitted _ -> new byte[]{4, 2};
            case TcpOption.Timestamps times -> ByteBuffer.allocate(10)
                    .put((byte) 8)
                    .put((byte) 10)
                    .putInt(times.value())
                    .putInt(times.echo())
                    .array();
            case TcpOption.Unknown unknown -> ByteBuffer.allocate(2 + unknown.data().length)
                    .put((byte) unknown.kind())
                    .put((byte) (2 + unknown.data().length))
                    .put(unknown.data())
                    .array();
        };
    }

    private static boolean isRefused(byte[] options) {
        for (var at = 0; at < options.length && options[at] != 0;) {
            if (options[at] == 1) {
                at++;
            } else if (at + 1 == options.length || (options[at + 1] & 0xff) < 2
                    || at + (options[at + 1] & 0xff) > options.length) {
                return true;
            } else {
                at += options[at + 1] & 0xff;
            }
        }
        return false;
    }
}
