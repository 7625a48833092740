package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Sends the requests of the chapter's table to the whole server, which must answer each as its row allows.
class ConformanceTest {
    private static final Path TABLE = Path.of("../../chapters/02-web-server/src/conformance.csv");
    private static final Limits LIMITS = new Limits(200, 1_000, 64, Duration.ofSeconds(3), Duration.ofSeconds(3));

    /// Answers with the body that it got.
    private static final ConnectionHandler SERVER = WebServer.conversation(LIMITS,
            request -> Response.text(200, new String(request.body().readAllBytes(), UTF_8)));

    /// @param answers what is allowed: answers in their order, `200(hello) 200`, or `nothing`; alternatives with `or`
    private record Row(String section, String what, String bytes, String answers) {
        boolean allows(List<Answer> came) {
            return Stream.of(answers.split(" or ")).anyMatch(one -> {
                var wanted = one.equals("nothing") ? List.<String>of() : List.of(one.split(" "));
                return wanted.size() == came.size()
                        && Stream.iterate(0, i -> i < wanted.size(), i -> i + 1)
                                .allMatch(i -> came.get(i).is(wanted.get(i)));
            });
        }

        boolean allows(int status) {
            return List.of(answers.split(" or ")).contains(Integer.toString(status));
        }
    }

    private record Answer(int status, String body) {
        boolean is(String wanted) {
            return wanted.equals(Integer.toString(status)) || wanted.equals(status + "(" + body + ")");
        }
    }

    @TestFactory
    Stream<DynamicTest> the_server_answers_as_the_standards_allow() throws IOException {
        return rows().stream()
                .map(row -> dynamicTest(row.section() + " " + row.what(), () -> {
                    var came = answers(SERVER, row);
                    assertThat(row.allows(came)).as("%s%n sent     %s%n allowed  %s%n came     %s", row.what(),
                            row.bytes(), row.answers(), came).isTrue();
                }));
    }

    @Test
    void the_table_has_enough_rows_and_none_twice() throws IOException {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(rows()).extracting(Row::bytes).doesNotHaveDuplicates();
        assertThat(rows()).extracting(Row::what).doesNotHaveDuplicates();
    }

    /// Servers that do not look at what they are asked fail every row that asks for something else.
    @Test
    void the_table_refuses_servers_that_answer_all_alike() throws IOException {
        for (var status : new int[]{200, 400}) {
            for (var row : rows()) {
                var came = answers(connection -> {
                    connection.in().readAllBytes();
                    connection.out()
                            .write(("HTTP/1.1 " + status + " \r\nContent-Length: 0\r\n\r\n").getBytes(US_ASCII));
                }, row);
                assertThat(came).as(row.what()).hasSize(1);
                assertThat(row.allows(came)).as(row.what() + " " + status)
                        .isEqualTo(row.allows(status) || row.answers().equals(status + "()"));
            }
        }
    }

    /// A server that loses sight of where a request ends answers what was never asked.
    @Test
    void the_table_refuses_a_server_that_does_not_read_bodies() throws IOException {
        BodyReader none = (head, rest, out) -> InputStream.nullInputStream();
        ConnectionHandler server = connection -> new KeepAlive(LIMITS, none,
                request -> Response.text(200, new String(request.body().readAllBytes(), UTF_8)))
                .serveConnection(connection);
        var refused = new ArrayList<String>();
        for (var row : rows()) {
            if (!row.allows(answers(server, row))) {
                refused.add(row.what());
            }
        }
        assertThat(refused)
                .contains("a body with a length", "GET with a body", "chunks", "both lengths, then a request",
                        "two lengths", "chunked in HTTP/1.0", "a body that is too long")
                .doesNotContain("a request", "no Host", "two requests at once");
    }

    // The conversation

    private static List<Answer> answers(ConnectionHandler handler, Row row) throws IOException {
        var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var server = Server.serve(listener, handler);
        try (var client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            client.setSoTimeout(5_000);
            client.getOutputStream().write(bytes(row.bytes()));
            client.shutdownOutput();
            return parse(new String(client.getInputStream().readAllBytes(), ISO_8859_1),
                    row.bytes().startsWith("HEAD"));
        } finally {
            server.stop(Duration.ofSeconds(5));
        }
    }

    /// The bytes of `\r`, `\n`, `\t`, `\0`, `\x85` and `{300 a}`, which is 300 times `a`.
    private static byte[] bytes(String escaped) {
        return Pattern.compile("\\\\x([0-9a-f]{2})|\\\\([rnt0])|\\{(\\d+) (.)}")
                .matcher(escaped)
                .replaceAll(match -> {
                    if (match.group(1) != null) {
                        return Character.toString(Integer.parseInt(match.group(1), 16));
                    }
                    return match.group(2) == null
                            ? match.group(4).repeat(Integer.parseInt(match.group(3)))
                            : Character.toString("\r\n\t\0".charAt("rnt0".indexOf(match.group(2))));
                })
                .getBytes(ISO_8859_1);
    }

    /// All answers, whose framing must be right to the last byte.
    private static List<Answer> parse(String received, boolean firstIsHead) {
        var answers = new ArrayList<Answer>();
        var rest = received;
        while (!rest.isEmpty()) {
            var end = rest.indexOf("\r\n\r\n");
            assertThat(end).as("the end of a head in %s", rest).isPositive();
            var head = rest.substring(0, end + 2);
            assertThat(head).matches("(?s)HTTP/1\\.1 \\d{3} [^\r\n]*\r\n([^:\\s]+:[^\r\n]*\r\n)*");
            rest = rest.substring(end + 4);
            var status = Integer.parseInt(head.substring(9, 12));
            var length = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)\r\n").matcher(head);
            var has = status >= 200 && !(firstIsHead && answers.isEmpty());
            var count = has ? length.find() ? Integer.parseInt(length.group(1)) : rest.length() : 0;
            assertThat(rest.length()).as("bytes of a body").isGreaterThanOrEqualTo(count);
            answers.add(new Answer(status, rest.substring(0, count)));
            rest = rest.substring(count);
        }
        return answers;
    }

    // The table

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(TABLE, UTF_8)
                .stream()
                .filter(line -> !line.startsWith("#"))
                .skip(1)
                .map(ConformanceTest::row)
                .toList();
    }

    /// Comma-separated values (RFC 4180): a cell with a comma or a quote stands in quotes, and quotes in it are doubled.
    /// The bytes stand between plus signs.
    private static Row row(String line) {
        var cells = Pattern.compile("(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^\",]*))")
                .matcher(line)
                .results()
                .map(cell -> cell.group(1) == null ? cell.group(2) : cell.group(1).replace("\"\"", "\""))
                .toList();
        assertThat(cells).as(line).hasSize(4);
        var bytes = cells.get(2);
        assertThat(bytes).as(line).startsWith("+").endsWith("+").hasSizeGreaterThan(2);
        return new Row(cells.get(0), cells.get(1), bytes.substring(1, bytes.length() - 1), cells.get(3));
    }
}
