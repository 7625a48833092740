package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Curl;
import workbook.testkit.Deadline;
import workbook.testkit.Seed;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class RequestParserTest {
    /// What curl 7.88.1 sent for `curl http://127.0.0.1:8080/notes.txt`.
    private static final String CURL = """
            GET /notes.txt HTTP/1.1\r
            Host: 127.0.0.1:8080\r
            User-Agent: curl/7.88.1\r
            Accept: */*\r
            \r
            """;
    private static final String CURL_SAYS = """
            GET /notes.txt HTTP/1.1
            accept: */*
            host: 127.0.0.1:8080
            user-agent: curl/7.88.1
            """;

    private static final int LINE = 200;
    private static final int HEADERS = 1_000;

    /// What stands in a report for what is no head.
    private enum No {
        HEAD("an empty Optional: more is needed"), HEAD_YET(
                "a head that is complete before its last byte"), BYTES_TAKEN(
                        "an empty Optional, with bytes left in the buffer");

        private final String words;

        No(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    // A head

    @Test
    void finds_a_head_that_arrives_whole() {
        fed(CURL)
                .finds()
                .whenReturned(was -> text(was).contains(": 127.0.0.1\n"),
                        "the value was cut at its own colon: only the first colon of a line stands between name and value")
                .whenReturned(was -> text(was).contains("\r"),
                        "a line ends in two bytes, CR and LF: the CR got into what stands before it")
                .returns(Bytes.of(CURL_SAYS));
    }

    @Test
    void waits_for_the_empty_line() {
        fed(CURL.substring(0, CURL.length() - 2))
                .finds()
                .whenReturned(was -> was instanceof byte[],
                        "a head ends with an empty line, and that has not come: more header lines may follow")
                .whenThrew(RefusedRequest.class,
                        "what has not come yet is not wrong: a caller who gets an empty Optional "
                                + "feeds more")
                .whenReturned(was -> was == No.BYTES_TAKEN,
                        "what is not taken from the buffer is lost: the caller fills it again from its beginning")
                .returns(No.HEAD);
    }

    // RFC 9112, 2.2: a head is a sequence of octets; TCP does not keep the pieces that a client wrote.
    @Test
    void finds_a_head_cut_in_two_anywhere() {
        for (var cut = 1; cut < CURL.length(); cut++) {
            var found = fed(CURL.substring(0, cut), CURL.substring(cut)).finds();
            var insideEnd = cut > CURL.length() - 4;
            found.whenReturned(was -> was == No.HEAD,
                    insideEnd
                            ? "the end of the head was looked for in each piece alone, and here it is cut itself"
                            : "what the first call was fed was forgotten: it belongs to the head")
                    .whenReturned(was -> was instanceof byte[],
                            "what the first call was fed was forgotten, and the rest passed for a head")
                    .whenThrew(RefusedRequest.class,
                            "what the first call was fed was forgotten, or half a line was taken for a line")
                    .returns(Bytes.of(CURL_SAYS));
        }
    }

    @Test
    void finds_a_head_that_arrives_byte_by_byte() {
        fed(pieces(Bytes.of(CURL), () -> 1)).finds().returns(Bytes.of(CURL_SAYS));
    }

    @Test
    void finds_a_head_in_pieces_of_any_size() {
        var random = Seed.random();
        for (var round = 0; round < 40; round++) {
            var longest = random.nextInt(2, 40);
            fed(pieces(Bytes.of(CURL), () -> random.nextInt(0, longest))).finds().returns(Bytes.of(CURL_SAYS));
        }
    }

    // What follows

    @Test
    void leaves_what_follows_in_the_buffer() {
        var fed = fed("POST /notes HTTP/1.1\r\nHost: h\r\nContent-Length: 7\r\n\r\nhi\r\n\r\n!");
        fed.finds()
                .returns(Bytes.of("POST /notes HTTP/1.1\ncontent-length: 7\nhost: h\n"))
                .likelyIf(fed.left().length == 0,
                        "all of the buffer was taken, and the body that came with the head is lost")
                .that("left in the buffer", fed.left())
                .is("hi\r\n\r\n!");
    }

    @Test
    void finds_two_requests_that_arrive_together() {
        var fed = fed("GET /one HTTP/1.1\r\nHost: h\r\nX-One: 1\r\n\r\nGET /two HTTP/1.1\r\nHost: h\r\n\r\n");
        fed.finds().returns(Bytes.of("GET /one HTTP/1.1\nhost: h\nx-one: 1\n"));
        fed.findsInWhatWasLeft()
                .whenThrew(RefusedRequest.class,
                        "the second request was mixed with the first: nothing of a head may stay behind when it is complete")
                .whenReturned(was -> text(was).contains("x-one"),
                        "a field of the first request stands in the second: nothing of a head may stay behind when it is "
                                + "complete")
                .whenReturned(was -> text(was).contains("/one"),
                        "the first request was found again: what it took must leave the buffer")
                .returns(Bytes.of("GET /two HTTP/1.1\nhost: h\n"));
    }

    @Test
    void finds_request_after_request_in_pieces_of_any_size() {
        var random = Seed.random();
        var sent = CURL + "GET /two HTTP/1.1\r\nHost: h\r\n\r\n" + CURL + "PUT /x HTTP/1.0\r\n\r\n";
        var expected = List.of(CURL_SAYS, "GET /two HTTP/1.1\nhost: h\n", CURL_SAYS, "PUT /x HTTP/1.0\n");
        for (var round = 0; round < 20; round++) {
            var longest = random.nextInt(2, 150);
            var fed = fed(pieces(Bytes.of(sent), () -> random.nextInt(0, longest)));
            Call.of(fed.transcript, fed::all)
                    .whenThrew(RefusedRequest.class,
                            "bytes of a request were lost, or taken twice, where two of them meet")
                    .returns(String.join("", expected));
        }
    }

    // Fields

    // RFC 9110, 5.1: field names are case-insensitive.
    @Test
    void takes_names_in_any_case() {
        fed("GET / HTTP/1.1\r\nhOsT: h\r\nACCEPT: */*\r\n\r\n")
                .finds()
                .whenThrew(RefusedRequest.class,
                        "\"hOsT\" was not taken for Host: case makes no difference in a field's name")
                .returns(Bytes.of("GET / HTTP/1.1\naccept: */*\nhost: h\n"));
    }

    // RFC 9112, 5.1: optional blanks and tabs before and after the value are not part of it.
    @Test
    void takes_blanks_and_tabs_from_around_a_value() {
        fed("GET / HTTP/1.1\r\nHost:h\r\nA: \t one  two\t \r\nB:\r\nC:  \t\r\n\r\n")
                .finds()
                .whenThrew(IndexOutOfBoundsException.class, "a value may be empty: nothing stands behind the colon")
                .whenThrew(RefusedRequest.class, "a value may be empty, and no blank need stand behind the colon")
                .returns(Bytes.of("GET / HTTP/1.1\na: one  two\nb: \nc: \nhost: h\n"));
    }

    // RFC 9112, 5.1: blanks and tabs are what may stand around a value. RFC 9110, 5.5: other control characters make it
    // invalid, or are kept.
    @Test
    void takes_nothing_else_from_around_a_value() {
        for (var value : new String[]{"\u000bchunked", "chunked\u000c", "\u001fchunked", "chunked\u007f"}) {
            var fed = fed("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: " + value + "\r\n\r\n");
            Call.of(fed.transcript, () -> fed.outcome(Set.of(400)))
                    .whenReturned(was -> text(was).endsWith(": chunked\n"),
                            "more than blanks and tabs was taken away, and the value became another: a proxy before the "
                                    + "server did not see \"chunked\" there. trim() and strip() take control characters")
                    .returns("the value with its control character, or a RefusedRequest with 400",
                            was -> was instanceof Refused || text(was).endsWith("transfer-encoding: " + value + "\n"));
        }
    }

    @Test
    void keeps_the_colons_of_a_value() {
        fed("GET / HTTP/1.1\r\nHost: [::1]:8080\r\nReferer: http://[::1]:8080/a?b=c:d\r\nX:y:\r\n\r\n")
                .finds()
                .returns(Bytes.of("GET / HTTP/1.1\nhost: [::1]:8080\nreferer: http://[::1]:8080/a?b=c:d\nx: y:\n"));
    }

    // RFC 9110, 5.5: bytes above 127 are data whose meaning the field's owner knows.
    @Test
    void keeps_bytes_above_127() {
        var value = new byte[128];
        for (var i = 0; i < value.length; i++) {
            value[i] = (byte) (0x80 + i);
        }
        // Around the value stand letters: whether some byte above 127 is a blank is not asked here.
        fed(join("GET / HTTP/1.1\r\nHost: h\r\nName: <", value, ">\r\n\r\n"))
                .finds()
                .whenThrew(RefusedRequest.class, "bytes above 127 are allowed in a value")
                .whenReturned(was -> was instanceof byte[],
                        "bytes above 127 became others: they need not be UTF-8, and ISO 8859-1 alone has a character for "
                                + "each byte")
                .returns(join("GET / HTTP/1.1\nhost: h\nname: <", value, ">\n"));
    }

    // RFC 9110, 5.3: the order of fields of the same name is part of what they say.
    @Test
    void keeps_fields_of_the_same_name() {
        fed("GET / HTTP/1.1\r\nHost: h\r\nAccept: text/html\r\nX: y\r\naccept: */*\r\n\r\n")
                .finds()
                .whenReturned(was -> !text(was).contains("text/html") || !text(was).contains("*/*"),
                        "of two fields with the same name one was dropped: a map has one value for each name")
                .returns(Bytes.of("GET / HTTP/1.1\naccept: text/html\naccept: */*\nhost: h\nx: y\n"));
    }

    // What java.net.http.HttpClient sends unless it is told otherwise; a server may ignore it (RFC 9110, 7.8).
    @Test
    void takes_an_offer_of_another_protocol_for_fields() {
        fed("""
                GET /a HTTP/1.1\r
                Connection: Upgrade, HTTP2-Settings\r
                Content-Length: 0\r
                Host: 127.0.0.1:8080\r
                HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA\r
                Upgrade: h2c\r
                User-Agent: Java-http-client/25\r
                \r
                """)
                .finds()
                .returns(Bytes.of("""
                        GET /a HTTP/1.1
                        connection: Upgrade, HTTP2-Settings
                        content-length: 0
                        host: 127.0.0.1:8080
                        http2-settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA
                        upgrade: h2c
                        user-agent: Java-http-client/25
                        """));
    }

    // The request line

    // RFC 9112, 3.2: four forms of target; a server must accept the absolute form (3.2.2).
    @Test
    void takes_a_target_of_any_form() {
        for (var line : new String[]{"GET http://example.org:8080/a?b=c:d HTTP/1.1", "OPTIONS * HTTP/1.1",
                "CONNECT example.org:443 HTTP/1.1", "GET /%7Eann/a%20b?x=/../&y HTTP/1.1"}) {
            fed(line + "\r\nHost: example.org\r\n\r\n")
                    .finds()
                    .whenThrew(RefusedRequest.class,
                            "a target need not be a path, and the parser need not understand it: it is given as sent")
                    .returns(Bytes.of(line + "\nhost: example.org\n"));
        }
    }

    // RFC 9110, 9.1: a method is any token, and its case matters.
    @Test
    void takes_any_token_for_a_method() {
        for (var method : new String[]{"PROPFIND", "M-SEARCH", "get", "x.!#$%&'*+-^_`|~9"}) {
            fed(method + " / HTTP/1.1\r\nHost: h\r\n\r\n")
                    .finds()
                    .whenThrew(RefusedRequest.class,
                            "a method that the parser does not know was refused: whether it exists is the handler's matter")
                    .returns(Bytes.of(method + " / HTTP/1.1\nhost: h\n"));
        }
    }

    // RFC 9112, 2.2: a server SHOULD ignore at least one empty line before the request line; so it need not.
    @Test
    void makes_no_head_of_an_empty_line() {
        var fed = fed("\r\n" + CURL);
        Call.of(fed.transcript, () -> fed.outcome(Set.of(400)))
                .whenReturned(was -> was == No.HEAD,
                        "the empty line and the head behind it were taken, and no head was found")
                .returns("the head behind the empty line, or a RefusedRequest with 400",
                        was -> Arrays.equals(Bytes.of(CURL_SAYS), bytes(was)) || was instanceof Refused);
    }

    @Test
    void refuses_what_is_no_request_line() {
        for (var line : new String[]{"nonsense", "GET /", "GET HTTP/1.1", "GET / http/1.1", "GET / HTTP/1.1 more",
                "GET / ICY/1.1", "GET / HTTP/1", "G(T / HTTP/1.1"}) {
            fed(line + "\r\nHost: h\r\n\r\n")
                    .refusedWith("this is not a method (a token), a target and a version, and it was taken for that",
                            400);
        }
    }

    // RFC 9112, 3: a server may cut at any number of blanks, also of other kinds; it need not.
    @Test
    void takes_no_blank_for_a_part_of_a_word() {
        for (var line : new String[]{" GET / HTTP/1.1", "GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET / HTTP/1.1 ",
                "GET\t/\tHTTP/1.1"}) {
            var fed = fed(line + "\r\nHost: h\r\n\r\n");
            Call.of(fed.transcript, () -> fed.outcome(Set.of(400, 505)))
                    .whenThrew(RuntimeException.class,
                            "what a client sends made the parser break instead of refuse: nobody answers it then")
                    .returns("the three words without the blanks, or a RefusedRequest with 400",
                            was -> was instanceof Refused || text(was).equals("GET / HTTP/1.1\nhost: h\n"));
        }
    }

    // RFC 9112, 2.2 and 3: a CR in it makes an element invalid, and no byte of a target is a blank.
    @Test
    void refuses_control_characters_outside_of_values() {
        for (var line : new String[]{"GET /a\rb HTTP/1.1", "GET /a\nb HTTP/1.1", "GET /a\0b HTTP/1.1",
                "GET /a\u007fb HTTP/1.1", "G\rET / HTTP/1.1", "GET\0 / HTTP/1.1", "GET / HTTP/1.1\r\nX\ry: z",
                "GET / HTTP/1.1\r\nX\0: y", "GET / HTTP/1.1\r\nContent-Length\u000b: 5",
                "GET / HTTP/1.1\r\nX\ny: z"}) {
            fed(line + "\r\nHost: h\r\n\r\n")
                    .refusedWith("a control character got into a method, a target or a name: another program, a log or "
                            + "the system may see the end of a line or of a text there", 400);
        }
    }

    // RFC 9112, 2.3: HTTP/, one digit, a dot, one digit. RFC 9110, 2.5: a higher minor version is read as the highest
    // that is known.
    @Test
    void takes_no_other_version_for_its_own() {
        for (var version : new String[]{"HTTP/1.", "HTTP/1.x", "HTTP/1.11", "HTTP/1.1.1", "HTTP/11.1", "HTTP/ 1.1"}) {
            fed("GET / " + version + "\r\nHost: h\r\n\r\n")
                    .refusedWith(
                            "a version is HTTP/, one digit, a dot and one digit, and only its beginning was looked at",
                            400, 505);
        }
        var fed = fed("GET / HTTP/1.2\r\nHost: h\r\n\r\n");
        Call.of(fed.transcript, () -> fed.outcome(Set.of(400, 505)))
                .whenReturned(was -> text(was).contains("HTTP/1.2"),
                        "a RequestHead is of HTTP/1.0 or HTTP/1.1; another version was handed on, and whoever asks for "
                                + "it finds neither")
                .returns("the head of an HTTP/1.1, or a RefusedRequest with 400 or 505",
                        was -> was instanceof Refused || text(was).equals("GET / HTTP/1.1\nhost: h\n"));
    }

    // RFC 9110, 2.5 and 15.6.6: another major version is another protocol.
    @Test
    void refuses_another_major_version() {
        // The second is what a client of HTTP/2 begins with that expects its server to speak it (RFC 9113, 3.4).
        for (var head : new String[]{"GET / HTTP/2.0\r\nHost: h\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET / HTTP/3.1\r\nHost: h\r\n\r\n"}) {
            fed(head).refusedWith("a version was taken that this parser does not know the rules of", 505, 400);
        }
    }

    // Host

    // RFC 9112, 3.2: a server MUST respond with 400.
    @Test
    void refuses_a_request_without_a_host() {
        fed("GET / HTTP/1.1\r\nAccept: */*\r\n\r\n")
                .refusedWith("one address serves many names, and a request that names none was taken", 400);
    }

    @Test
    void takes_an_old_request_without_a_host() {
        fed("GET / HTTP/1.0\r\n\r\n")
                .finds()
                .whenThrew(RefusedRequest.class,
                        "HTTP/1.0 is older than the field Host, and its clients need not send it")
                .returns(Bytes.of("GET / HTTP/1.0\n"));
    }

    // RFC 9112, 3.2: a server MUST respond with 400, whatever the version.
    @Test
    void refuses_a_request_with_two_hosts() {
        for (var head : new String[]{"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\nhost: a\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"}) {
            fed(head).refusedWith("there are two Hosts: a proxy may go by the first and the server by the last", 400);
        }
    }

    // RFC 9112, 3.2: … or a Host with an invalid value.
    @Test
    void refuses_a_host_that_is_none() {
        for (var host : new String[]{"a b", "a/b", "a?b", "ann@a", "a:80:81", "a:b", "[::1", "[]", "[zz]", "[::1]a"}) {
            fed("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .refusedWith("the value of Host is not a host and perhaps a port, and it was taken", 400);
        }
    }

    // Lines that two programs would read differently

    // RFC 9112, 5.1: a server MUST reject whitespace between name and colon with 400.
    @Test
    void refuses_a_blank_before_the_colon() {
        for (var field : new String[]{"Content-Length : 5", "Content-Length\t: 5", "Content Length: 5"}) {
            fed("POST / HTTP/1.1\r\nHost: h\r\n" + field + "\r\n\r\n")
                    .refusedWith(
                            "a blank belongs neither to a name nor around it: one program trims it and finds the field, "
                                    + "another does not, and they disagree about where the request ends",
                            400);
        }
    }

    @Test
    void refuses_a_line_without_a_name_or_a_colon() {
        for (var field : new String[]{"nonsense", ": value", ":"}) {
            fed("GET / HTTP/1.1\r\nHost: h\r\n" + field + "\r\n\r\n")
                    .refusedWith("a header line is a name, a colon and a value", 400);
        }
    }

    // RFC 9112, 5.2: a server MUST either reject with 400 or replace the fold by blanks.
    @Test
    void takes_no_continued_line_for_a_field() {
        var fed = fed("GET / HTTP/1.1\r\nHost: h\r\nX: one\r\n Evil: two\r\n\r\n");
        Call.of(fed.transcript, () -> fed.outcome(Set.of(400)))
                .whenReturned(was -> text(was).contains("evil: "),
                        "a line that begins with a blank goes on with the line before: what looks like a field in it is part "
                                + "of that field's value")
                .whenReturned(was -> text(was).contains("x: one\n") && !text(was).contains("evil: "),
                        "a part of the value was dropped")
                .returns("the two lines joined by blanks, or a RefusedRequest with 400", was -> was instanceof Refused
                        || text(was).matches("GET / HTTP/1.1\nhost: h\nx: one +Evil: two\n"));
    }

    // RFC 9112, 2.2: either reject the message or ignore such lines.
    @Test
    void takes_no_line_that_begins_with_a_blank_for_the_first_field() {
        var fed = fed("GET / HTTP/1.1\r\n Evil: two\r\nHost: h\r\n\r\n");
        Call.of(fed.transcript, () -> fed.outcome(Set.of(400)))
                .whenReturned(was -> text(was).contains("evil"),
                        "the blank at the line's beginning was trimmed away, and the line was taken for a field")
                .returns("a head without the line, or a RefusedRequest with 400", was -> was instanceof Refused
                        || text(was).equals("GET / HTTP/1.1\nhost: h\n"));
    }

    // RFC 9112, 2.2 (a CR alone) and RFC 9110, 5.5: reject the message, or replace each by a blank. A LF alone may also
    // be taken for the end of a line.
    @Test
    void lets_no_cr_lf_or_nul_into_a_value() {
        for (var value : new String[]{"a\rb", "a\0b", "a\nB: c", "a\r\rB: c"}) {
            var fed = fed("GET / HTTP/1.1\r\nHost: h\r\nX: " + value + "\r\n\r\n");
            Call.of(fed.transcript, () -> fed.outcome(Set.of(400)))
                    .whenReturned(was -> true,
                            "whoever writes this value into a log, a page or another request writes a line's end, or a "
                                    + "text's, where he expects none")
                    .returns("a value without CR, LF and NUL, or a RefusedRequest with 400",
                            was -> was instanceof Refused
                                    || was instanceof byte[] && text(was).startsWith("GET / HTTP/1.1\n")
                                            && text(was).lines().count() <= 4 && !text(was).contains("\r")
                                            && !text(was).contains("\0") && !text(was).contains("a\nB"));
        }
    }

    // Limits

    // RFC 9112, 3: a target longer than the server wishes to parse MUST be answered with 414.
    @Test
    void takes_a_request_line_up_to_the_limit() {
        var target = "/" + "a".repeat(LINE - "GET / HTTP/1.1\r\n".length());
        fed("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n")
                .finds()
                .whenThrew(RefusedRequest.class, "the limit itself is allowed: only a longer line is refused")
                .returns(Bytes.of("GET " + target + " HTTP/1.1\nhost: h\n"));
        fed("GET " + target + "a HTTP/1.1\r\nHost: h\r\n\r\n")
                .refusedWith("the line is one byte longer than the limit", 414);
    }

    @Test
    void refuses_a_request_line_without_an_end() {
        var endless = fed(LINE, HEADERS);
        endless.test("fed \"GET /\" and then \"aaaa…\" without an end");
        Call.of(endless.transcript, () -> endless.endlessly("GET /", "a".repeat(1_000)))
                .whenReturned(was -> was == No.HEAD,
                        "a million bytes were kept, and no end was in sight: a client that never sends it takes all memory")
                .returns(new Refused(414));
    }

    @Test
    void takes_headers_up_to_the_limit() {
        var host = "Host: h\r\n";
        // The empty line is no header; whoever counts it has two bytes less, and that is not asked.
        var most = "X: " + "a".repeat(HEADERS - host.length() - "X: \r\n".length() - 2) + "\r\n";
        fed("GET / HTTP/1.1\r\n" + host + most + "\r\n")
                .finds()
                .whenThrew(RefusedRequest.class, "the limit itself is allowed: only longer headers are refused")
                .returns(Bytes.of("GET / HTTP/1.1\nhost: h\nx: " + most.substring(3).strip() + "\n"));
        fed("GET / HTTP/1.1\r\n" + host + "Y: aaa" + most.substring(3) + "\r\n")
                .refusedWith("the limit is for all header lines together", 431);
    }

    @Test
    void refuses_headers_without_an_end() {
        for (var again : new String[]{"a".repeat(1_000), "X: y\r\n".repeat(100)}) {
            var endless = fed(LINE, HEADERS);
            endless.test("fed a request line and then " + Bytes.show(Bytes.of(again.substring(0, 12)))
                    + " again and again, without an end");
            Call.of(endless.transcript, () -> endless.endlessly("GET / HTTP/1.1\r\nHost: h\r\nX: ", again))
                    .whenReturned(was -> was == No.HEAD,
                            "a million bytes were kept, and no end was in sight: a limit that is looked at when the head is "
                                    + "complete is none")
                    .returns(new Refused(431));
        }
    }

    @Test
    void begins_to_count_anew_with_each_request() {
        var fed = fed(CURL.repeat(20));
        Call.of(fed.transcript, fed::all)
                .whenThrew(RefusedRequest.class,
                        "the limit is for one request, and what earlier ones took was counted, too")
                .returns(CURL_SAYS.repeat(20));
    }

    // A stranger

    @Test
    @Witness("curl")
    void finds_what_curl_asks_for() throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var curl = Curl.runs("-H", "X-Long: " + "y".repeat(500),
                        "http://127.0.0.1:" + server.getLocalPort() + "/a?b=c")) {
            server.setSoTimeout((int) Deadline.ofTest().left().toMillis());
            try (var socket = server.accept()) {
                TestSide.has(socket);
                var fed = fed(LINE, HEADERS);
                fed.test("ran curl, and fed what it sent as it came");
                Call.of(fed.transcript, () -> fed.next(socket.getInputStream().readNBytes(7)) == No.HEAD
                        ? fed.until(socket.getInputStream())
                        : No.HEAD_YET)
                        .returns("curl's request", was -> text(was).startsWith("GET /a?b=c HTTP/1.1\n")
                                && text(was).contains("\nuser-agent: curl/")
                                && text(was).contains("\nx-long: " + "y".repeat(500) + "\n"));
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                                .getBytes(US_ASCII));
            }
            Check.of(curl.transcript()).that("from curl", curl.text()).is("ok");
        }
    }

    // The calls

    private static Fed fed(String... pieces) {
        return fed(Arrays.stream(pieces).map(Bytes::of).toArray(byte[][]::new));
    }

    private static Fed fed(byte[]... pieces) {
        return new Fed(LINE, HEADERS, pieces);
    }

    private static Fed fed(int line, int headers) {
        return new Fed(line, headers);
    }

    private interface Size {
        int next();
    }

    /// Cuts bytes; a size of 0 makes an empty piece.
    private static byte[][] pieces(byte[] bytes, Size size) {
        var pieces = new ArrayList<byte[]>();
        for (var from = 0; from < bytes.length;) {
            var to = Math.min(bytes.length, from + size.next());
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces.toArray(byte[][]::new);
    }

    private static byte[] join(String before, byte[] bytes, String after) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(Bytes.of(before));
        all.writeBytes(bytes);
        all.writeBytes(Bytes.of(after));
        return all.toByteArray();
    }

    private static byte[] bytes(Object was) {
        return was instanceof byte[] bytes ? bytes : new byte[0];
    }

    private static String text(Object was) {
        return new String(bytes(was), ISO_8859_1);
    }

    /// What stands in a report for a refusal.
    private record Refused(int status) {
        @Override
        public String toString() {
            return "a RefusedRequest with " + status;
        }
    }

    /// A parser and what it is fed: always from the same array, not from its beginning, and not up to its end.
    private static final class Fed {
        private static final int FROM = 5;

        private final Transcript transcript = new Transcript();
        private final int line;
        private final int headers;
        private final byte[][] pieces;
        private final List<RequestParser> parser = new ArrayList<>();
        private byte[] array = new byte[0];
        private ByteBuffer buffer = ByteBuffer.wrap(array);

        Fed(int line, int headers, byte[]... pieces) {
            this.line = line;
            this.headers = headers;
            this.pieces = pieces;
            if (pieces.length > 0 && pieces.length <= 3) {
                for (var piece : pieces) {
                    // Of the first of several pieces the end is what matters.
                    var at = piece == pieces[pieces.length - 1] ? 0 : piece.length;
                    transcript.test("fed " + Bytes.show(piece, at));
                }
            } else if (pieces.length > 0) {
                var total = Arrays.stream(pieces).mapToInt(piece -> piece.length).sum();
                transcript.test("fed " + Bytes.count(total) + " in pieces of "
                        + Arrays.stream(pieces)
                                .limit(10)
                                .map(piece -> Integer.toString(piece.length))
                                .collect(Collectors.joining(", "))
                        + (pieces.length > 10 ? ", …" : ""));
            }
        }

        void test(String did) {
            transcript.test(did);
        }

        /// Feeds the pieces, the last of which must complete a head.
        Call<Object> finds() {
            return Call.<Object>of(transcript, this::outcome)
                    .whenThrew(IndexOutOfBoundsException.class,
                            "something was taken for granted that need not be there: half a line may come first")
                    .whenThrew(RefusedRequest.class, "a request that is right was refused")
                    .whenReturned(was -> was == No.BYTES_TAKEN,
                            "what is not taken from the buffer is lost: the caller fills it again from its beginning")
                    .whenReturned(was -> was == No.HEAD, "the empty line is there, and the head's end was not noticed")
                    .whenReturned(was -> text(was).contains("~~"),
                            "bytes from outside the buffer got in: of its array only what lies between position and limit "
                                    + "is meant, and the caller fills it again after the call")
                    .whenReturnedNull("null was returned: that more is needed is an empty Optional");
        }

        Call<Object> findsInWhatWasLeft() {
            transcript.test("fed what was left in the buffer");
            return Call.of(transcript, this::feed);
        }

        /// Feeds the pieces, which must be refused.
        void refusedWith(String mistake, int... allowed) {
            var statuses = Arrays.stream(allowed).boxed().collect(Collectors.toSet());
            var expected = Arrays.stream(allowed)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" or ", "a RefusedRequest with ", ""));
            Call.of(transcript, () -> outcome(Set.of()))
                    .whenThrew(RuntimeException.class,
                            "what a client sends made the parser break instead of refuse: nobody answers it then")
                    .whenReturned(was -> was == No.HEAD, "the head is complete, and it was neither found nor refused")
                    .whenReturned(was -> was instanceof byte[], mistake)
                    .returns(expected, was -> was instanceof Refused refused && statuses.contains(refused.status()));
        }

        /// What the pieces came to; every status is told, those that are not among these by a number that fits nothing.
        Object outcome(Set<Integer> allowed) {
            try {
                return outcome();
            } catch (RefusedRequest refused) {
                return allowed.isEmpty() || allowed.contains(refused.status())
                        ? new Refused(refused.status())
                        : "a RefusedRequest with " + refused.status();
            }
        }

        private Object outcome() throws RefusedRequest {
            for (var i = 0; i < pieces.length; i++) {
                var found = next(pieces[i]);
                if (found != No.HEAD) {
                    return i == pieces.length - 1 || found == No.BYTES_TAKEN || found == null ? found : No.HEAD_YET;
                }
            }
            return No.HEAD;
        }

        /// All heads in the pieces.
        String all() throws RefusedRequest {
            var all = new StringBuilder();
            for (var piece : pieces) {
                for (var found = next(piece); found instanceof byte[]; found = feed()) {
                    all.append(text(found));
                    if (!buffer.hasRemaining()) {
                        break;
                    }
                }
            }
            return all.toString();
        }

        /// Feeds a beginning and then this again and again, up to a million bytes.
        Object endlessly(String first, String again) {
            try {
                var found = next(Bytes.of(first));
                for (var total = 0; total < 1_000_000 && found == No.HEAD; total += again.length()) {
                    found = next(Bytes.of(again));
                }
                return found;
            } catch (RefusedRequest refused) {
                return new Refused(refused.status());
            }
        }

        /// Feeds what comes, until a head is there or the end.
        Object until(InputStream in) throws IOException {
            Object found = No.HEAD;
            var piece = new byte[300];
            for (var count = in.read(piece); count >= 0 && found == No.HEAD; count = in.read(piece)) {
                found = next(Arrays.copyOf(piece, count));
                if (found != No.HEAD) {
                    break;
                }
            }
            return found;
        }

        Object next(byte[] piece) throws RefusedRequest {
            if (array.length < FROM + piece.length + FROM) {
                array = new byte[FROM + piece.length + 64];
            }
            Arrays.fill(array, (byte) '~');
            System.arraycopy(piece, 0, array, FROM, piece.length);
            buffer = ByteBuffer.wrap(array, FROM, piece.length);
            return feed();
        }

        private Object feed() throws RefusedRequest {
            if (parser.isEmpty()) {
                parser.add(new RequestParser(line, headers));
            }
            var head = parser.getFirst().feed(buffer);
            if (head == null) {
                return null;
            }
            if (head.isEmpty()) {
                return buffer.hasRemaining() ? No.BYTES_TAKEN : No.HEAD;
            }
            return shown(head.get()).getBytes(ISO_8859_1);
        }

        byte[] left() {
            var left = new byte[buffer.remaining()];
            buffer.duplicate().get(left);
            return left;
        }

        /// Fields by name, because their order matters only among those of the same name.
        private static String shown(RequestHead head) {
            return head.method() + " " + head.target() + " " + head.version() + "\n"
                    + head.headers()
                            .fields()
                            .stream()
                            .map(field -> new Header(field.name().toLowerCase(Locale.ROOT), field.value()))
                            .sorted(Comparator.comparing(Header::name))
                            .map(field -> field.name() + ": " + field.value() + "\n")
                            .collect(Collectors.joining());
        }
    }
}
