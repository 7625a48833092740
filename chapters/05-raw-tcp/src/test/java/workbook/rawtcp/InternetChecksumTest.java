package workbook.rawtcp;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pcap4j.util.ByteArrays;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;

class InternetChecksumTest {
    /// Of a packet that a kernel sent to 127.0.0.1; its checksum is the word a648.
    private static final String IP_HEADER = "4500003c96714000 4006a648 7f0000017f000001";

    private static final String SIGN = "a byte of 80 or more was taken for a negative number, and its sign has run into the "
            + "other byte of the word";
    private static final String PARTS = "each part was summed up by itself: behind an odd number of bytes, the next part's "
            + "first byte is the second half of a word";

    // checksum

    // RFC 1071, 3 does these by hand: the words 0001, f203, f4f5 and f6f7 add up to 2ddf0, which is ddf2.
    @Test
    void sums_words_up() {
        checksum("0001f203f4f5f6f7")
                .whenReturned(text -> text.length() > 4, "Java's ~ turns all 32 bits of an int: a checksum has 16")
                .whenReturned(was("ddf2"), "that is the sum; the checksum is its ones' complement, every bit turned")
                .whenReturned(was("220f"),
                        "a carry out of the 16 bits was thrown away: it is added again at their low end")
                .whenReturned(was("220e"),
                        "that is the sum's negative number: the complement turns every bit, and no more")
                .whenReturned(was("0d22"), "in a word, the first byte is the more significant one")
                .returns("220d");
    }

    @Test
    void adds_what_is_carried() {
        checksum("ffff0001")
                .whenReturned(was("ffff"),
                        "a carry out of the 16 bits was thrown away: it is added again at their low end")
                .returns("fffe");
    }

    @Test
    void adds_what_that_carries() {
        // 1ffff; ffff and the 1 that is carried are 10000.
        checksum("ffffffff0001")
                .whenReturned(text -> true,
                        "adding the carry carried once more: go on until nothing is left above 16 bits")
                .returns("fffe");
    }

    @Test
    void knows_of_no_sign() {
        checksum("0080").whenReturned(text -> true, SIGN).returns("ff7f");
        checksum("8000 8000 0000").whenReturned(text -> true, SIGN).returns("fffe");
    }

    @Test
    void sums_up_any_number_of_parts() {
        checksum().whenReturned(was("0000"), "the sum of nothing is 0, and its complement is ffff").returns("ffff");
        var many = "0102".repeat(300);
        checksum(many.split("(?<=\\G..)")).returns(sum(many));
    }

    @Test
    void pads_behind_the_last_byte() {
        checksum("123456")
                .whenReturned(was("edcb"), "the last byte was left out: it has no partner, and is a word with a zero")
                .whenReturned(was("ed75"),
                        "the zero stands behind the last byte, and so that is the word's first: 5600")
                .whenThrew(RuntimeException.class, "an odd number of bytes is nothing special")
                .returns("97cb");
        checksum("01").returns("feff");
    }

    @Test
    void knows_zeros_from_ones() {
        checksum("").returns("ffff");
        checksum("00000000").returns("ffff");
        checksum("ffff")
                .whenReturned(was("ffff"),
                        "UDP alone sends ffff for a checksum of 0, because its 0 says that there is none "
                                + "(RFC 768)")
                .returns("0000");
        checksum("ffffffffffff").returns("0000");
    }

    @Test
    void takes_parts_as_one() {
        checksum("0102", "0304").returns("fbf9");
        checksum("01", "020304").whenReturned(text -> true, PARTS).returns("fbf9");
        checksum("01", "", "0203", "04").whenReturned(text -> true, PARTS).returns("fbf9");
        checksum("010203", "ff").whenReturned(text -> true, PARTS).returns("fafe");
    }

    @Test
    void is_zero_where_the_checksum_is_among_the_bytes() {
        checksum(IP_HEADER).returns("0000");
        checksum(IP_HEADER.replace("a648", "0000")).returns("a648");
        var spoilt = IP_HEADER.replace("003c", "003d");
        checksum(spoilt).returns(sum(spoilt));
    }

    @Test
    void holds_the_longest_packet() {
        var bytes = new byte[65_535];
        Arrays.fill(bytes, (byte) 0xff);
        var transcript = new Transcript();
        transcript.test("gave you 65,535 bytes ff");
        Call.of(transcript, () -> text(InternetChecksum.checksum(bytes)))
                .whenReturned(text -> true,
                        "what is carried out of 16 bits has been lost, or the sum was kept in too few")
                .returns(sum(bytes));
    }

    @Test
    void changes_nothing() {
        var part = HexFormat.of().parseHex("0102ff");
        var transcript = new Transcript();
        transcript.test("looked at the bytes afterwards");
        Call.of(transcript, () -> InternetChecksum.checksum(part)).value();
        Check.of(transcript).that("the bytes", HexFormat.of().formatHex(part)).is("0102ff");
    }

    @Test
    void holds_for_any_bytes() {
        var random = Seed.random();
        for (var round = 0; round < 200; round++) {
            var first = HexFormat.of().formatHex(Seed.bytes(random, random.nextInt(20)));
            var second = HexFormat.of().formatHex(Seed.bytes(random, 1 + random.nextInt(20)));
            checksum(first, second).returns(sum(first + second));
        }
    }

    // A second opinion
    @Test
    void agrees_with_pcap4j() {
        var bytes = Seed.bytes(Seed.random(), 1_000);
        var transcript = new Transcript();
        transcript.test("gave you, and pcap4j, 1,000 bytes");
        Call.of(transcript, () -> text(InternetChecksum.checksum(bytes)))
                .returns(text(Short.toUnsignedInt(ByteArrays.calcChecksum(bytes))));
    }

    // update

    // The words 0001, f203, f4f5 and f6f7 with the checksum 220d, the second one replaced by 1234.
    @Test
    void replaces_a_word() {
        update("220d", "f203", "1234")
                .whenReturned(text -> text.length() > 4,
                        "there are bits above the 16: the parameters' complements have 16, too")
                .whenReturned(was("01dc"),
                        "what is carried out of the 16 bits was thrown away: it is added again at their low "
                                + "end, and what is borrowed is taken from there")
                .whenReturned(was("fe22"), "that is the new sum; the checksum is its complement")
                .whenReturned(was("423d"), "the old word was put in the new one's place")
                .returns("01dd");
    }

    // RFC 1624, 2: ~0 and ~0 and 1 are 1ffff, and with what is carried 10000.
    @Test
    void adds_what_is_carried_while_it_replaces() {
        update("0000", "0000", "0001")
                .whenReturned(text -> true,
                        "adding the carry carried once more: go on until nothing is left above 16 bits")
                .returns("fffe");
    }

    // RFC 1624, 4 has this example: an equation that was in use before gives ffff here.
    @Test
    void knows_zero_when_it_replaces() {
        update("dd2f", "5555", "3285")
                .whenReturned(was("ffff"),
                        "ffff and 0 are both nothing in ones' complement, and this is the wrong one of "
                                + "them: RFC 1624, 2 and 3")
                .returns("0000");
    }

    @Test
    void replaces_as_if_all_were_summed_up_again() {
        var random = Seed.random();
        for (var round = 0; round < 200; round++) {
            var bytes = Seed.bytes(random, 2 + 2 * random.nextInt(10));
            var sum = sum(bytes);
            var at = 2 * random.nextInt(bytes.length / 2);
            var before = HexFormat.of().formatHex(bytes, at, at + 2);
            var after = HexFormat.of().formatHex(Seed.bytes(random, 2));
            System.arraycopy(HexFormat.of().parseHex(after), 0, bytes, at, 2);
            if (isZero(bytes)) {
                continue;
            }
            update(sum, before, after)
                    .whenReturned(text -> text.length() > 4,
                            "there are bits above the 16: what is carried out of them is added at their low end")
                    .returns(sum(bytes));
        }
    }

    @Test
    void replaces_a_word_by_itself() {
        update("a648", "4006", "4006").returns("a648");
    }

    // The test's own

    private static Call<String> checksum(String... parts) {
        var transcript = new Transcript();
        transcript.test("gave you " + Stream.of(parts)
                .map(part -> part.isEmpty() ? "a part of no bytes" : part)
                .collect(Collectors.joining(" and ")));
        var bytes = Stream.of(parts).map(part -> HexFormat.of().parseHex(part.replace(" ", ""))).toArray(byte[][]::new);
        return Call.of(transcript, () -> text(InternetChecksum.checksum(bytes)));
    }

    private static Call<String> update(String checksum, String before, String after) {
        var transcript = new Transcript();
        transcript.test("replaced the word " + before + " by " + after + " where the checksum was " + checksum);
        return Call.of(transcript, () -> text(InternetChecksum.update(HexFormat.fromHexDigits(checksum),
                HexFormat.fromHexDigits(before), HexFormat.fromHexDigits(after))));
    }

    private static String text(int checksum) {
        return "%04x".formatted(checksum);
    }

    private static Predicate<String> was(String text) {
        return text::equals;
    }

    /// The same by other means: all the bytes as one number, of which the remainder by 65,535 is the sum of its words.
    private static String sum(String hex) {
        return sum(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static String sum(byte[] bytes) {
        var number = new BigInteger(1, Arrays.copyOf(bytes, bytes.length + bytes.length % 2));
        var rest = number.mod(BigInteger.valueOf(0xffff)).intValue();
        return text(0xffff - (rest == 0 && number.signum() > 0 ? 0xffff : rest));
    }

    private static boolean isZero(byte[] bytes) {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }
}
